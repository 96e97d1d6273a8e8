/** The calls about people with an account, which are the operator's. */
import { updateUserSchema } from "../protocol/user.ts";
import { EXAMPLE_TIME, EXAMPLE_USER_ID } from "./examples.ts";
import { boolean, instant, list, object, type Part, ref, schemaOf, text } from "./json-schema.ts";
import type { Operation, Operations } from "./operation.ts";
import { count, query } from "./parameters.ts";

const status = { enum: ["active", "suspended"] };

/** Schemas of these calls, by name. */
export const USER_SCHEMAS: Part = {
  User: object({
    id: text,
    email: { ...text, description: "In lower case." },
    emailVerified: boolean,
    name: text,
    status,
    operator: { ...boolean, description: "Whether they may act as an operator." },
    createdAt: instant,
  }),
};

const id: Part = {
  name: "id",
  in: "path",
  required: true,
  description: "Id of the person.",
  schema: text,
  example: EXAMPLE_USER_ID,
};
const user = {
  id: EXAMPLE_USER_ID,
  email: "ada@example.com",
  emailVerified: true,
  name: "Ada Lovelace",
  status: "active",
  operator: false,
  createdAt: EXAMPLE_TIME,
};
const ofUsers: Pick<Operation, "tag" | "audience" | "limited"> = { tag: "users", audience: "operator", limited: false };

/** By `METHOD path`, as the application's route table writes them. */
export const USER_OPERATIONS: Operations = {
  "GET /v1/users": {
    ...ofUsers,
    id: "usersList",
    summary: "List people",
    description: "In the order in which they signed up.",
    parameters: [
      query("q", text, "Part of the name or the address."),
      count("limit", 200, 50),
      ref("parameters", "Cursor"),
    ],
    answers: {
      200: {
        description: "A page.",
        data: list(ref("schemas", "User")),
        meta: "DirectoryMeta",
        example: { data: [user], meta: { pagination: { limit: 50, nextCursor: null, hasMore: false } } },
      },
    },
  },
  "GET /v1/users/:id": {
    ...ofUsers,
    id: "userGet",
    summary: "Read a person",
    description: "As they are now.",
    parameters: [id],
    answers: { 200: { description: "The person.", data: ref("schemas", "User"), example: { data: user, meta: {} } } },
    errors: [404],
  },
  "PATCH /v1/users/:id": {
    ...ofUsers,
    id: "userUpdate",
    summary: "Suspend a person, or make them an operator",
    description:
      "Every change ends the person's sessions: open sockets close at once, access tokens are refused within seconds.",
    parameters: [id],
    body: { schema: schemaOf(updateUserSchema), example: { status: "active" } },
    answers: {
      200: {
        description: "The person as they are now.",
        data: ref("schemas", "User"),
        example: { data: user, meta: {} },
      },
    },
    errors: [404],
  },
};
