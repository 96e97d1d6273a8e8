/** The credential of a client: fixed, or fetched when it is first needed and again when the server no longer takes it. */

/** An API key, or a function that fetches an access token. */
export type Token = string | (() => Promise<string>);

/** Shares one token, and one fetch of it, among all calls of a client. */
export class TokenSource {
  readonly #token: Token;
  #current: Promise<string> | null = null;

  constructor(token: Token) {
    this.#token = token;
  }

  /** Whether a refused token can be replaced by another one. */
  get renewable(): boolean {
    return typeof this.#token === "function";
  }

  /** The token to use now. A failed fetch fails the calls that wait for it; the next call fetches again. */
  get(): Promise<string> {
    if (typeof this.#token === "string") return Promise.resolve(this.#token);
    if (this.#current !== null) return this.#current;
    const fetched = this.#token();
    this.#current = fetched;
    fetched.catch(() => this.refuse(fetched));
    return fetched;
  }

  /** The token was refused: unless it has been replaced already, the next call fetches another one. */
  refuse(token: Promise<string>): void {
    if (this.#current === token) this.#current = null;
  }
}
