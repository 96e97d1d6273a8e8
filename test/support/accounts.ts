/** People with accounts: they sign up, read their mail and sign in as everybody does. */
import { exports } from "cloudflare:workers";
import * as z from "zod";

/** Where the tests' installation is reached, and its pages come from. */
export const PUBLIC_URL = "https://croft.test";
export const PASSWORD = "correct horse battery";

const tokenSchema = z.object({ data: z.object({ token: z.string(), expiresAt: z.string() }) });
const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string(), requestId: z.string() }) });
const userSchema = z.object({ user: z.object({ id: z.string() }) });
const mailsSchema = z.object({ data: z.array(z.object({ to: z.string(), subject: z.string(), text: z.string() })) });

/** croft's entry; croft-auth's own, where that alone runs and a test looks inside. */
const entry: Fetcher = Reflect.get(exports, "Accounts") ?? exports.default;

let addresses = 0;

/** An IPv6 address in a network that no other has, so that nobody uses up the attempts of somebody else. */
export function anAddress(): string {
  addresses += 1;
  return `2001:db8:${(addresses >> 16).toString(16)}:${(addresses & 0xffff).toString(16)}::1`;
}

/** A browser's answer, read. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Status and code of a refusal, which has to have the shape of the contract. */
export function verdict({ status, text }: PageAnswer): string {
  return `${status} ${errorSchema.parse(JSON.parse(text)).error.code}`;
}

/** Calls `/auth/…` as a page of the installation does, with the cookies of a browser. */
export class Browser {
  readonly #cookies = new Map<string, string>();
  readonly #address: string | undefined;

  /** @param address what `CF-Connecting-IP` says */
  constructor(address?: string) {
    this.#address = address;
  }

  /** The `Cookie` header; "" without any. */
  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<PageAnswer> {
    const response = await entry.fetch(PUBLIC_URL + path, {
      method,
      redirect: "manual",
      headers: {
        origin: PUBLIC_URL,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(this.#cookies.size === 0 ? {} : { cookie: this.cookie }),
        ...(this.#address === undefined ? {} : { "cf-connecting-ip": this.#address }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    this.#keep(response.headers.getSetCookie());
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<PageAnswer> {
    return this.send("POST", path, body, headers);
  }

  get(path: string, headers?: Readonly<Record<string, string>>): Promise<PageAnswer> {
    return this.send("GET", path, undefined, headers);
  }

  #keep(cookies: readonly string[]): void {
    for (const cookie of cookies) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/max-age=0(;|$)/i.test(cookie)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}

/** Somebody signed in. */
export interface TestPerson {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly browser: Browser;
  /** An access token; a new one every time. @param role `operator` for those who are */
  token(role?: "operator"): Promise<string>;
}

let signedUp = 0;

/** Signs somebody up with a verified address of their own, and in. */
export async function signUpPerson(
  email = `person-${++signedUp}@example.com`,
  name = "Test Person",
): Promise<TestPerson> {
  const browser = new Browser(anAddress());
  const { text } = expectOk(await browser.post("/auth/sign-up/email", { name, email, password: PASSWORD }));
  const { user } = userSchema.parse(JSON.parse(text));
  const link = await linkFor(email, "/auth/verify-email");
  expectOk(await browser.get(link));
  expectOk(await browser.post("/auth/sign-in/email", { email, password: PASSWORD }));
  return { id: user.id, email, password: PASSWORD, browser, token: (role) => tokenOf(browser, role) };
}

/** A new access token of whoever is signed in there. */
export async function tokenOf(browser: Browser, role?: "operator"): Promise<string> {
  const { text } = expectOk(await browser.post("/auth/token", role ? { role } : undefined));
  return tokenSchema.parse(JSON.parse(text)).data.token;
}

/** The newest mail to an address; mails are sent behind the answer, so it may take a moment. */
export async function mailTo(email: string, about = ""): Promise<{ subject: string; text: string }> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const { text } = await new Browser().get(`/dev/mail?to=${encodeURIComponent(email)}`, {
      accept: "application/json",
    });
    const found = mailsSchema.parse(JSON.parse(text)).data.find((mail) => mail.text.includes(about));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`No mail for ${email} arrived.`);
}

/** Path and query of a link in the newest mail to an address; `path` is how it begins. */
export async function linkFor(email: string, path: string): Promise<string> {
  const { text } = await mailTo(email, PUBLIC_URL + path);
  const [link] = text.split(/\s/).filter((word) => word.startsWith(PUBLIC_URL + path));
  return (link ?? "").slice(PUBLIC_URL.length);
}

function expectOk(answer: PageAnswer): PageAnswer {
  if (answer.status >= 400) throw new Error(`Refused with ${answer.status}: ${answer.text}`);
  return answer;
}
