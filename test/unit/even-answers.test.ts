import { describe, expect, it } from "vitest";
import { answerEvenly } from "../../src/auth/worker/even-answers.ts";

const refusal = (status: number, code: string) => Response.json({ code, message: code }, { status });

describe("an answer about somebody's address", () => {
  it("S21: is given again to a sign-up that lost against another at the same time", async () => {
    const answers = [refusal(422, "FAILED_TO_CREATE_USER"), Response.json({ token: null })];
    const answer = await answerEvenly("sign-up/email", async () => answers.shift() ?? refusal(500, "X"));
    expect([answer.status, answers.length]).toEqual([200, 0]);
  });

  it("S21: is one refusal for a wrong password, an unconfirmed and a suspended account", async () => {
    const codes = [
      [401, "INVALID_EMAIL_OR_PASSWORD"],
      [403, "EMAIL_NOT_VERIFIED"],
      [403, "ACCOUNT_SUSPENDED"],
    ] as const;
    const answers = codes.map(([status, code]) => answerEvenly("sign-in/email", async () => refusal(status, code)));
    const texts = await Promise.all((await Promise.all(answers)).map(async (each) => [each.status, await each.text()]));
    expect(new Set(texts.map((each) => JSON.stringify(each))).size).toBe(1);
  });

  it("leaves what is wrong with the request as it is", async () => {
    const answer = await answerEvenly("sign-in/email", async () => refusal(403, "INVALID_CALLBACK_URL"));
    expect([answer.status, await answer.json()]).toEqual([
      403,
      expect.objectContaining({ code: "INVALID_CALLBACK_URL" }),
    ]);
  });

  it("S20: takes no less time where there was less to do", async () => {
    const before = performance.now();
    await answerEvenly("request-password-reset", async () => Response.json({ status: true }));
    expect(performance.now() - before).toBeGreaterThanOrEqual(390);
  });
});
