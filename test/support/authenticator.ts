/** An authenticator app. */
import { base32 } from "@better-auth/utils/base32";
import { createOTP } from "@better-auth/utils/otp";

const STEP_MS = 30_000;

/** What an app shows that was given an `otpauth:` address. */
export class Authenticator {
  readonly #secret: string;

  constructor(uri: string) {
    this.#secret = new TextDecoder().decode(base32.decode(new URL(uri).searchParams.get("secret") ?? ""));
  }

  /** The code of now, or of so many steps of 30 seconds later; one step either way is accepted too. */
  code(steps = 0): Promise<string> {
    return createOTP(this.#secret).hotp(Math.floor(Date.now() / STEP_MS) + steps);
  }
}
