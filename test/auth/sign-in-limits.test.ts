import { describe, expect, it } from "vitest";
import { anAddress, Browser, PASSWORD, type PageAnswer, signUpPerson } from "../support/accounts.ts";

const count = (answers: readonly PageAnswer[], status: number) =>
  answers.filter((each) => each.status === status).length;
const guess = (email: string, address: string, headers?: Record<string, string>) =>
  new Browser(address).post("/auth/sign-in/email", { email, password: "not the password" }, headers);
const times = <Value>(length: number, make: (index: number) => Value) =>
  Array.from({ length }, (_, index) => make(index));

/** Five networks for many attempts: an object for each attempt would take longer than all else here. */
function networks(): (index: number) => string {
  const five = times(5, anAddress);
  return (index) => five[index % 5] ?? "";
}

/** What tells one answer from another, apart from when it was given. */
const shape = ({ status, headers, text }: PageAnswer) => ({
  status,
  text,
  headers: [...headers].filter(([name]) => name !== "retry-after" && name !== "x-request-id"),
});

describe("sign-in", () => {
  it("S13: of 50 guesses at once exactly ten get through, for an account that exists and for one that does not", async () => {
    const { email } = await signUpPerson();
    const from = networks();
    const known = await Promise.all(times(50, (index) => guess(email, from(index))));
    const unknown = await Promise.all(times(50, (index) => guess("nobody@example.com", from(index))));
    expect([count(known, 401), count(known, 429)]).toEqual([10, 40]);
    expect([count(unknown, 401), count(unknown, 429)]).toEqual([10, 40]);
    const refusedKnown = known.find(({ status }) => status === 429);
    const refusedUnknown = unknown.find(({ status }) => status === 429);
    if (!refusedKnown || !refusedUnknown) throw new Error("None was refused.");
    expect(shape(refusedKnown)).toEqual(shape(refusedUnknown));
    expect(JSON.parse(refusedKnown.text)).toMatchObject({ error: { code: "RATE_LIMITED" } });
    expect(Number(refusedKnown.headers.get("retry-after"))).toBeGreaterThan(60);
  });

  it("S13: two hundred guesses, fifty at a time: ten are looked at", async () => {
    const answers: PageAnswer[] = [];
    while (answers.length < 200) {
      const from = networks();
      answers.push(...(await Promise.all(times(50, (index) => guess("target@example.com", from(index))))));
    }
    expect(count(answers, 401)).toBe(10);
  });

  it("class 25: neither the spelling of the address nor anything else of a request opens another count", async () => {
    const email = "spelled@example.com";
    const spellings = ["Spelled@Example.com", "SPELLED@EXAMPLE.COM", "spelled@EXAMPLE.com"];
    const from = networks();
    const answers = await Promise.all([
      ...times(30, (index) => guess(spellings[index % 3] ?? email, from(index))),
      ...times(10, (index) =>
        guess(email, from(index), { "x-forwarded-for": `192.0.2.${index}`, "user-agent": `${index}` }),
      ),
      ...times(10, (index) => guess(email, from(index), { "cf-ipcountry": "DE", "x-real-ip": `192.0.2.${index}` })),
    ]);
    expect([count(answers, 401), count(answers, 429)]).toEqual([10, 40]);
    const fields = await new Browser(anAddress()).post("/auth/sign-in/email", { email, password: "x", key: "another" });
    expect(fields.status).toBe(422);
  });

  it("class 3: no other spelling of the path exists", async () => {
    const paths = [
      "//auth/sign-in/email",
      "/auth//sign-in/email",
      "/auth/sign-in/email/",
      "/auth/Sign-In/email",
      "/auth/sign-in%2femail",
    ];
    const more = [
      "/auth/sign-in/email;x",
      "/auth/sign-in/email.",
      "/auth/sign-in/./email%20",
      "/auth/sign-in/email%00",
      "/AUTH/sign-in/email",
    ];
    const body = { email: "path@example.com", password: "x" };
    const answers = await Promise.all([...paths, ...more].map((path) => new Browser().post(path, body)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(404));
  });

  it("class 4: an IPv6 network counts as one address in every spelling, and a mapped address as IPv4", async () => {
    const spellings = [
      "2001:db8:f00d:1::1",
      "2001:DB8:F00D:1:0:0:0:2",
      "2001:0db8:f00d:0001:abcd::",
      "2001:db8:f00d:1:ffff:ffff:ffff:ffff",
    ];
    const network = await Promise.all(
      times(80, (index) => guess(`v6-${index % 8}@example.com`, spellings[index % 4] ?? "")),
    );
    expect([count(network, 401), count(network, 429)]).toEqual([50, 30]);
    expect((await guess("v6-other@example.com", "2001:db8:f00d:2::1")).status).toBe(401);
    const mapped = ["203.0.113.77", "::ffff:203.0.113.77", "::FFFF:cb00:714d", "0:0:0:0:0:ffff:203.0.113.77"];
    const four = await Promise.all(times(80, (index) => guess(`v4-${index % 8}@example.com`, mapped[index % 4] ?? "")));
    expect([count(four, 401), count(four, 429)]).toEqual([50, 30]);
  });

  it("gives attempts that succeed back, so that nobody is held up by signing in", async () => {
    const { email } = await signUpPerson();
    const browser = new Browser(anAddress());
    const answers: PageAnswer[] = [];
    for (let attempt = 0; attempt < 15; attempt += 1)
      answers.push(await browser.post("/auth/sign-in/email", { email, password: PASSWORD }));
    expect(count(answers, 200)).toBe(15);
  });

  it("leaves the sessions of somebody whose account is being guessed alone, and their other ways in", async () => {
    const person = await signUpPerson();
    const from = networks();
    await Promise.all(times(30, (index) => guess(person.email, from(index))));
    expect(
      (await new Browser(anAddress()).post("/auth/sign-in/email", { email: person.email, password: PASSWORD })).status,
    ).toBe(429);
    expect(await person.token()).toMatch(/^eyJ/);
    const change = { currentPassword: PASSWORD, newPassword: "another long password" };
    expect((await person.browser.post("/auth/change-password", change)).status).toBe(200);
    const reset = await new Browser(anAddress()).post("/auth/request-password-reset", { email: person.email });
    expect(reset.status).toBe(200);
  });
});

describe("other attempts", () => {
  it.each([
    ["/auth/sign-up/email", { name: "N", email: "limited@example.com", password: PASSWORD }, 5],
    ["/auth/request-password-reset", { email: "limited@example.com" }, 5],
    ["/auth/send-verification-email", { email: "limited@example.com" }, 5],
    ["/auth/passkey/verify-authentication", { response: { id: "a-passkey" } }, 10],
  ])("S13: %s lets exactly as many through as it says, from whatever address", async (path, body, allowed) => {
    const from = networks();
    const answers = await Promise.all(times(20, (index) => new Browser(from(index)).post(path, body)));
    expect(20 - count(answers, 429)).toBe(allowed);
  });

  it("S13: a session makes sixty tokens at once, and its person no more by another session", async () => {
    const person = await signUpPerson();
    const other = new Browser(anAddress());
    await other.post("/auth/sign-in/email", { email: person.email, password: PASSWORD });
    const browsers = times(80, (index) => (index % 2 === 0 ? person.browser : other));
    const answers = await Promise.all(browsers.map((browser) => browser.post("/auth/token")));
    expect([count(answers, 200), count(answers, 429)]).toEqual([60, 20]);
  });

  it("S13: guesses of a reset link are limited by address", async () => {
    const browser = new Browser(anAddress());
    const answers = await Promise.all(
      times(70, (index) =>
        browser.post("/auth/reset-password", { token: `guess-${index}`, newPassword: "another long password" }),
      ),
    );
    expect([count(answers, 400), count(answers, 429)]).toEqual([50, 20]);
  });
});
