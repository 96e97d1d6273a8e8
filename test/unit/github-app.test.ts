import { createHmac, createPublicKey, generateKeyPairSync } from "node:crypto";
import { jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../objects/github/answer.ts";
import {
  importAppKey,
  installationTokenPath,
  readDeliveries,
  readInstallationToken,
  signAppToken,
} from "../../objects/github/app.ts";
import { verifySignature } from "../../objects/github/webhook.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const pair = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const pkcs1 = pair.privateKey.export({ type: "pkcs1", format: "pem" }).toString();
const pkcs8 = pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();

describe("the key of a GitHub App", () => {
  it.each([
    ["as GitHub gives it out", pkcs1],
    ["as PKCS#8", pkcs8],
    ["in one line, as an environment holds it", pkcs1.replaceAll("\n", "\\n")],
    ["with the line ends of Windows", pkcs1.replaceAll("\n", "\r\n")],
    ["of 4,096 bits", null],
  ])("is read %s, and signs what GitHub verifies", async (_how, pem) => {
    const large = pem === null ? generateKeyPairSync("rsa", { modulusLength: 4_096 }).privateKey : pair.privateKey;
    const key = await importAppKey(pem ?? large.export({ type: "pkcs1", format: "pem" }).toString());
    const token = await signAppToken("12345", key, NOW);
    const { payload, protectedHeader } = await jwtVerify(token, createPublicKey(large), { currentDate: new Date(NOW) });
    expect(protectedHeader.alg).toBe("RS256");
    expect(payload).toEqual({ iss: "12345", iat: NOW / 1_000 - 60, exp: NOW / 1_000 + 540 });
  });

  it.each([
    ["empty", ""],
    ["no PEM", "MIIEpAIBAAKCAQEA"],
    ["a public key", createPublicKey(pair.privateKey).export({ type: "spki", format: "pem" }).toString()],
    ["an encrypted key", pkcs8.replaceAll("PRIVATE KEY", "ENCRYPTED PRIVATE KEY")],
    [
      "a key for elliptic curves",
      generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    ],
    ["cut in half", pkcs1.replace(/\n[^-]{600}/, "\n")],
  ])("is refused where it is %s, and never shown", async (_what, pem) => {
    const error = await importAppKey(pem).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toContain("key of the GitHub App");
    expect(String(error)).not.toMatch(/[A-Za-z0-9+/]{20}/);
  });
});

describe("the token of an installation", () => {
  const answer = (status: number, body: string): Answer => ({ status, headers: new Map(), body });
  const of = (token: unknown, expires: unknown = "2026-11-21T13:00:00Z") =>
    readInstallationToken(answer(201, JSON.stringify({ token, expires_at: expires, permissions: {} })));

  it("is asked for by the number of the installation", () => {
    expect(installationTokenPath(42)).toBe("/app/installations/42/access_tokens");
  });

  it.each(["ghs_short", `ghs_${"A1.-_".repeat(400)}`])("may have any length: %s", (token) => {
    expect(of(token)).toEqual({ token, expiresAt: NOW + 60 * 60_000 });
  });

  it("is refused where it is none, and not shown", () => {
    expect(of("ghs_secret\nX-Other: header")).toEqual({ unreadable: "token: Invalid input: expected a token" });
    expect(of("")).toMatchObject({ unreadable: expect.stringContaining("token") });
    expect(of("ghs_secret", "soon")).toMatchObject({ unreadable: expect.stringMatching(/^expires_at: (?!.*secret)/) });
    expect(readInstallationToken(answer(201, "["))).toEqual({ unreadable: "The body is no JSON." });
    expect(readInstallationToken(answer(404, "{}"))).toEqual({ unreadable: "GitHub answered 404 instead of 201." });
  });
});

describe("deliveries that GitHub remembers", () => {
  const delivery = {
    id: 12_345_678,
    guid: "0b989ba4-242f-11e5-81e1-c7b6966d2516",
    delivered_at: "2026-11-21T12:00:00Z",
    redelivery: false,
    duration: 0.27,
    status: "Service Unavailable",
    status_code: 503,
    event: "issues",
    action: "opened",
    installation_id: 123,
    repository_id: 456,
  };

  it("are told with whether they were taken; what is none is left out", () => {
    const page = [
      delivery,
      { ...delivery, status_code: 202, redelivery: true, repository_id: null },
      { id: "x" },
      null,
    ];
    const read = {
      id: 12_345_678,
      guid: delivery.guid,
      deliveredAt: NOW,
      isRedelivery: false,
      taken: false,
      event: "issues",
      repositoryId: 456,
    };
    expect(readDeliveries(JSON.stringify(page))).toEqual([
      read,
      { ...read, taken: true, isRedelivery: true, repositoryId: null },
    ]);
    expect(readDeliveries("{}")).toEqual({ unreadable: "The body is JSON, but no list." });
    expect(readDeliveries("{")).toEqual({ unreadable: "The body is no JSON." });
  });
});

describe("the signature of a delivery", () => {
  const bytes = (text: string) => Uint8Array.from(Buffer.from(text));
  const SECRET = "It's a Secret to Everybody";
  const BODY = "Hello, World!";
  const SIGNED = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

  it("is that of GitHub's documentation", async () => {
    expect(await verifySignature([SECRET], bytes(BODY), SIGNED)).toBe(true);
  });

  it("may be made with any of the secrets while one replaces another", async () => {
    expect(await verifySignature(["new", SECRET], bytes(BODY), SIGNED)).toBe(true);
    expect(await verifySignature([SECRET, "new"], bytes(BODY), SIGNED)).toBe(true);
    expect(await verifySignature(["new", "newer"], bytes(BODY), SIGNED)).toBe(false);
    expect(await verifySignature([], bytes(BODY), SIGNED)).toBe(false);
  });

  it("is over the bytes, also where they are no text", async () => {
    const raw = new Uint8Array([0xff, 0x00, 0xfe]);
    const signature = `sha256=${createHmac("sha256", SECRET).update(raw).digest("hex")}`;
    expect(await verifySignature([SECRET], raw, signature)).toBe(true);
    expect(await verifySignature([SECRET], new Uint8Array([0xff, 0x00, 0xfd]), signature)).toBe(false);
  });

  it("fails with one byte changed, wherever it is", async () => {
    for (let at = 0; at < BODY.length; at += 1) {
      const changed = bytes(BODY);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await verifySignature([SECRET], changed, SIGNED)).toBe(false);
    }
  });

  it.each([
    ["missing", null],
    ["empty", ""],
    ["a SHA-1", `sha1=${createHmac("sha1", SECRET).update(BODY).digest("hex")}`],
    ["a SHA-1 under another name", `sha256=${createHmac("sha1", SECRET).update(BODY).digest("hex")}`],
    ["without its name", SIGNED.slice(7)],
    ["one digit short", SIGNED.slice(0, -1)],
    ["one digit long", `${SIGNED}0`],
    ["in capitals", SIGNED.toUpperCase()],
    ["sent twice", `${SIGNED}, ${SIGNED}`],
    ["no digits", `sha256=${"z".repeat(64)}`],
  ])("is refused where it is %s", async (_what, header) => {
    expect(await verifySignature([SECRET], bytes(BODY), header)).toBe(false);
  });

  it("is not made with an empty secret", async () => {
    const signature = `sha256=${createHmac("sha256", "").update(BODY).digest("hex")}`;
    expect(await verifySignature(["", SECRET], bytes(BODY), signature)).toBe(false);
  });
});
