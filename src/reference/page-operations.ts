/** The page for readers, which the routing Worker serves as it is. */
import { type Part, ref, text } from "./json-schema.ts";
import type { Operations } from "./operation.ts";

/** A file of the page below this path. */
const FILE: Readonly<Record<string, Part>> = {
  "/docs/:file": {
    name: "file",
    in: "path",
    required: true,
    description: "Its name.",
    schema: text,
    example: "docs.css",
  },
};

/** By `METHOD path`. */
export const PAGE_OPERATIONS: Operations = Object.fromEntries(
  (
    [
      ["/docs", "docsPage", "The reference as a page", "For readers. It draws itself from the two documents."],
      ["/docs/:file", "docsFile", "A file of that page", "Its styles, scripts and icon."],
    ] as const
  ).map(([path, id, summary, description]) => [
    `GET ${path}`,
    {
      id,
      tag: "service",
      audience: "anybody" as const,
      summary,
      description: `${description} Its \`ETag\` is strong.`,
      parameters: [FILE[path] ?? [], ref("parameters", "IfNoneMatch")].flat(),
      answers: {
        200: { description: "The text.", headers: ["ETag"] },
        304: { description: "The client's copy is current.", headers: ["ETag"] },
      },
      errors: path in FILE ? [404] : [],
    },
  ]),
);
