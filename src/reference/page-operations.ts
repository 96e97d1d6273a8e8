/** The pages for people, which the routing Worker serves as they are. */
import { type Part, ref, text } from "./json-schema.ts";
import type { Operations } from "./operation.ts";

const pathParameter = (name: string, description: string, example: string): Part => ({
  name,
  in: "path",
  required: true,
  description,
  schema: text,
  example,
});

/** A file of the page below this path. */
const FILE: Readonly<Record<string, Part>> = {
  "/docs/:file": pathParameter("file", "Its name.", "docs.css"),
  "/account/:file": pathParameter("file", "Its name.", "account.css"),
};
const TOKEN: Readonly<Record<string, Part>> = {
  "/invitations/:token": pathParameter(
    "token",
    "The one of the mail.",
    "croftinv_acme_01J9Z3K4M5N6P7Q8R9S0T1V2W3_1a2b3c",
  ),
};

/** By `METHOD path`. */
export const PAGE_OPERATIONS: Operations = Object.fromEntries(
  (
    [
      ["/docs", "docsPage", "The reference as a page", "For readers. It draws itself from the two documents."],
      ["/docs/:file", "docsFile", "A file of that page", "Its styles, scripts and icon."],
      [
        "/account",
        "accountPage",
        "The account's page",
        "For people: sign in, create an account, see and end sessions.",
      ],
      ["/account/password", "passwordPage", "Where people choose a new password", "Links of mails lead here."],
      ["/account/:file", "accountFile", "A file of the account's page", "Its styles and scripts."],
      ["/invitations/:token", "invitationPage", "Where people accept an invitation", "Links of mails lead here."],
    ] as const
  ).map(([path, id, summary, description]) => [
    `GET ${path}`,
    {
      id,
      tag: "service",
      audience: "anybody" as const,
      summary,
      description: `${description} Its \`ETag\` is strong.`,
      parameters: [FILE[path] ?? [], TOKEN[path] ?? [], ref("parameters", "IfNoneMatch")].flat(),
      answers: {
        200: { description: "The text.", headers: ["ETag"] },
        304: { description: "The client's copy is current.", headers: ["ETag"] },
      },
      errors: path in FILE ? [404] : [],
    },
  ]),
);
