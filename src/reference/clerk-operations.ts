/** The call that Clerk makes, where its people sign in there. */
import { object, type Part, text } from "./json-schema.ts";
import type { Operations } from "./operation.ts";

const header = (name: string, description: string, example: string): Part => ({
  name,
  in: "header",
  required: true,
  description,
  schema: text,
  example,
});

/** By `METHOD path`, as the application's route table writes them. */
export const CLERK_OPERATIONS: Operations = {
  "POST /webhooks/clerk": {
    id: "clerkWebhook",
    tag: "service",
    audience: "anybody",
    summary: "Take a webhook of Clerk",
    description:
      "For Clerk alone, which signs the body: people who changed, were banned or went, and sessions that ended. The headers may begin with `webhook-` instead, as Standard Webhooks names them. A message that was taken before changes nothing. Where Clerk is not set up there is nothing here.",
    parameters: [
      header("svix-id", "Id of the message, the same in its repetitions.", "msg_2abcDEF3ghiJKL4mnoPQR5stuVW"),
      header("svix-timestamp", "When it was sent, in seconds since 1970; at most five minutes from now.", "1795253400"),
      header("svix-signature", "Signatures of version 1, separated by spaces.", "v1,bm8gc2lnbmF0dXJlIG9mIGFueWJvZHk="),
    ],
    body: {
      schema: object({ type: text, data: { type: "object" } }),
      example: {
        type: "user.deleted",
        data: { object: "user", id: "user_2abcDEF3ghiJKL4mnoPQR5stuVW", deleted: true },
      },
    },
    answers: { 204: { description: "It was taken, now or before." } },
    errors: [401, 404, 503],
  },
};
