import { afterEach, describe, expect, it, vi } from "vitest";
import { NOBODY, personOf, scriptedSession } from "../support/scripted-session.ts";
import { answering } from "../support/scripted-socket.ts";

afterEach(() => vi.unstubAllGlobals());

/** A browser in which the person does `answer`. */
function browser(answer: (options: unknown) => unknown): void {
  vi.stubGlobal("PublicKeyCredential", {
    parseRequestOptionsFromJSON: (options: object) => ({ ...options, read: "request" }),
    parseCreationOptionsFromJSON: (options: object) => ({ ...options, read: "creation" }),
  });
  const run = async (options: unknown) => answer(options);
  vi.stubGlobal("navigator", { credentials: { get: run, create: run } });
}

describe("a passkey", () => {
  it("signs in: what the service asks goes to the browser, and its answer back", async () => {
    const { session, accounts } = scriptedSession();
    const given: unknown[] = [];
    browser((options) => {
      given.push(options);
      return { toJSON: () => ({ id: "credential" }) };
    });
    accounts.instead.set("/passkey/generate-authenticate-options", () => answering(200, { challenge: "c" }));
    accounts.holder = "usr_ada";
    expect(await session.signInWithPasskey()).toEqual({ status: "signed-in", person: personOf("usr_ada") });
    expect(given).toEqual([{ publicKey: { challenge: "c", read: "request" } }]);
    expect(accounts.asked).toContainEqual({
      path: "/passkey/verify-authentication",
      body: { response: { id: "credential" } },
    });
  });

  it("is made, with a name", async () => {
    const { session, accounts } = scriptedSession();
    browser(() => ({ toJSON: () => ({ id: "credential" }) }));
    await session.addPasskey("laptop");
    const body = { response: { id: "credential" }, name: "laptop" };
    expect(accounts.asked.at(-1)).toEqual({ path: "/passkey/verify-registration", body });
  });

  it.each([() => null, () => Promise.reject(new DOMException("No.", "NotAllowedError"))])(
    "signs nobody in when the person closes the dialogue: %s",
    async (answer) => {
      const { session, accounts } = scriptedSession();
      browser(answer);
      await expect(session.signInWithPasskey()).rejects.toMatchObject({ code: "ABORTED" });
      expect(accounts.count("/passkey/verify-authentication")).toBe(0);
    },
  );

  it("is refused in a sentence where the browser cannot, and where it kept no cookie", async () => {
    const { session, accounts } = scriptedSession();
    await expect(session.signInWithPasskey()).rejects.toMatchObject({ code: "UNSUPPORTED" });
    browser(() => ({ toJSON: () => ({}) }));
    accounts.instead.set("/get-session", NOBODY);
    await expect(session.signInWithPasskey()).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });
});
