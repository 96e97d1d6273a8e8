/** A browser without a screen, for a server that runs by itself: it keeps cookies and goes where it is told. */
import { randomInt } from "node:crypto";
import * as z from "zod";

export const PASSWORD = "correct horse battery";

const mailsSchema = z.object({ data: z.array(z.object({ subject: z.string(), text: z.string() })) });

/** An answer, read. */
export interface Visit {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Where it leads; "" if nowhere. */
  readonly location: string;
}

export class Visitor {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();
  readonly #address = `2001:db8:${randomInt(65_536).toString(16)}:${randomInt(65_536).toString(16)}::1`;

  /** @param url the server's public URL */
  constructor(url: string) {
    this.#url = url;
  }

  /** The `Cookie` header; "" without any. */
  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  async send(method: string, path: string, body?: unknown): Promise<Visit> {
    const ours = path.startsWith("/") || path.startsWith(this.#url);
    const response = await fetch(ours ? new URL(path, this.#url) : path, {
      method,
      redirect: "manual",
      headers: {
        ...(ours ? { origin: this.#url, "cf-connecting-ip": this.#address, accept: "application/json" } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(ours && this.#cookies.size > 0 ? { cookie: this.cookie } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (ours) this.#keep(response.headers.getSetCookie());
    const { status, headers } = response;
    return { status, headers, text: await response.text(), location: headers.get("location") ?? "" };
  }

  post(path: string, body: unknown = {}): Promise<Visit> {
    return this.send("POST", path, body);
  }

  get(path: string): Promise<Visit> {
    return this.send("GET", path);
  }

  /** Whether it is signed in. */
  async isSignedIn(): Promise<boolean> {
    return (await this.get("/auth/get-session")).text !== "null";
  }

  async signUp(email: string): Promise<Visit> {
    return this.post("/auth/sign-up/email", { name: "Test Person", email, password: PASSWORD });
  }

  signIn(email: string, password = PASSWORD): Promise<Visit> {
    return this.post("/auth/sign-in/email", { email, password });
  }

  /** Signs up, follows the link in the mail, and signs in. */
  async join(email: string): Promise<this> {
    await this.signUp(email);
    await this.get(await this.linkFor(email, "/auth/verify-email"));
    const { status, text } = await this.signIn(email);
    if (status !== 200) throw new Error(`Could not sign in: ${text}`);
    return this;
  }

  /** A link in a mail to an address, by how its path begins. Mails are sent behind the answer. */
  async linkFor(email: string, path: string): Promise<string> {
    for (let attempt = 0; attempt < 500; attempt += 1) {
      const { text } = await this.get(`/dev/mail?to=${encodeURIComponent(email)}`);
      const mails = mailsSchema.parse(JSON.parse(text)).data;
      const link = mails
        .flatMap((mail) => mail.text.match(/https?:\/\/\S+/g) ?? [])
        .find((each) => new URL(each).pathname.startsWith(path));
      if (link) return link;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`No mail for ${email} has a link to ${path}.`);
  }

  #keep(cookies: readonly string[]): void {
    for (const cookie of cookies) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/max-age=0(;|$)/i.test(cookie)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}
