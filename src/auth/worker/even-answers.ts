/**
 * Answers that tell nobody who has an account: the same words whoever was named, after the same time. What differs behind them
 * (a row written, a mail handed over) is over well within that time, and the mail itself is sent behind the answer.
 */
import * as z from "zod";

const UNTIL_MS = 400;

/** Paths below `/auth/` that anybody may call with anybody's address. */
const NAMED_BY_ANYBODY = ["sign-up/email", "sign-in/email", "request-password-reset", "send-verification-email"];

/** @param work answers a request for a path below `/auth/` */
export async function answerEvenly(path: string, work: () => Promise<Response>): Promise<Response> {
  if (!NAMED_BY_ANYBODY.includes(path)) return work();
  // Begun first: a Worker's clock stands still while it computes, its timers do not.
  const pause = new Promise((resolve) => setTimeout(resolve, UNTIL_MS));
  const first = await work();
  // Two sign-ups at once with one address: for the one that lost there is an account now, and it is answered as others are then.
  const response = (await hasCode(first, "FAILED_TO_CREATE_USER")) ? await work() : first;
  // Whoever got in knows that there is an account.
  if (path === "sign-in/email" && response.ok) return response;
  await pause;
  return path === "sign-in/email" && (await hasCode(response, ...ABOUT_ACCOUNT)) ? refusedSignIn() : response;
}

/** Other refusals are about the request, and the same for every account. */
const ABOUT_ACCOUNT = ["INVALID_EMAIL_OR_PASSWORD", "EMAIL_NOT_VERIFIED", "ACCOUNT_SUSPENDED"];
const codeSchema = z.object({ code: z.string() });

async function hasCode(response: Response, ...codes: readonly string[]): Promise<boolean> {
  if (response.ok) return false;
  const { data } = codeSchema.safeParse(await response.clone().json());
  return data !== undefined && codes.includes(data.code);
}

/**
 * One refusal for a wrong password, an unknown address, one that is not confirmed yet, and a suspended account. Somebody who
 * signed up with the address of another knows that password: a refusal of its own would tell them whether it took effect.
 */
function refusedSignIn(): Response {
  return Response.json(
    {
      code: "INVALID_EMAIL_OR_PASSWORD",
      message: "The e-mail address or the password is wrong, or the address is not confirmed yet.",
    },
    { status: 401 },
  );
}
