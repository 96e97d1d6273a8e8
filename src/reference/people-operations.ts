/** The calls of a tenant that change its members and its invitations. */
import { LIMITS } from "../protocol/limits.ts";
import { updateMemberSchema } from "../protocol/tenant.ts";
import { createInvitationSchema, invitations } from "../resources/invitations.ts";
import { members } from "../resources/members.ts";
import { EXAMPLE_TENANT, EXAMPLE_TIME, exampleId, exampleRecord } from "./examples.ts";
import { object, type Part, ref, schemaOf, text } from "./json-schema.ts";
import type { Operation, Operations } from "./operation.ts";

const tenant = ref("parameters", "Tenant");
const ifMatch = ref("parameters", "IfMatch");
const idOf = (resource: typeof members | typeof invitations, what: string): Part => ({
  name: "id",
  in: "path",
  required: true,
  description: `Id of the ${what}.`,
  schema: text,
  example: exampleId(resource),
});

const memberRecord = {
  ...exampleRecord(members, new Map()),
  userId: "usr_01KAJ5Q9ZK3M8W2X4Y7T1B0CND",
  name: "Ada Lovelace",
  role: "member",
};
const invitationRecord = {
  ...exampleRecord(invitations, new Map()),
  email: "grace@example.com",
  role: "member",
  expiresAt: "2026-11-28T09:30:00.000Z",
};

const ofMembers: Pick<Operation, "tag" | "audience" | "repeatable"> = {
  tag: "members",
  audience: "key",
  repeatable: true,
};
const ofInvitations: Pick<Operation, "tag" | "audience" | "repeatable"> = {
  tag: "invitations",
  audience: "both",
  repeatable: true,
};

/** By `METHOD path`, as the application's route table writes them. */
export const ACCEPTANCE: Operations = {
  "POST /v1/invitations/:token/accept": {
    id: "invitationsAccept",
    tag: "invitations",
    audience: "person",
    summary: "Accept an invitation",
    description:
      "By the person whose verified address was invited: 403 for everybody else, 409 where it was accepted or they are a member, 410 where it was revoked or is over.",
    parameters: [
      {
        name: "token",
        in: "path",
        required: true,
        description: "As it stands in the link of the mail.",
        schema: text,
        example: `croftinv_${EXAMPLE_TENANT}_{invitationId}_{secret}`,
      },
    ],
    answers: {
      200: {
        description: "The tenant, and the person as its member.",
        data: object({ tenant: text, member: object({ id: text, email: text, name: text, role: text }) }),
        meta: "SeqMeta",
        example: {
          data: {
            tenant: EXAMPLE_TENANT,
            member: { id: exampleId(members), email: "grace@example.com", name: "Grace Hopper", role: "member" },
          },
          meta: { seq: 4 },
        },
      },
    },
    errors: [404, 409, 410],
    repeatable: true,
  },
};

/** By `METHOD path` of the object's route table. */
export const PEOPLE_OPERATIONS: Operations = {
  "POST /invitations": {
    ...ofInvitations,
    id: "invitationsCreate",
    summary: "Invite somebody",
    description: `Sends a link to the address, which that person alone can accept, once, within seven days. For admins, of roles up to their own, and for operators. At most ${LIMITS.invitationsPerDay} in 24 hours.`,
    parameters: [tenant],
    body: { schema: schemaOf(createInvitationSchema), example: { email: "grace@example.com", role: "member" } },
    answers: {
      201: {
        description: "The invitation. Its link is in the mail alone.",
        data: ref("schemas", "InvitationsRecord"),
        meta: "SeqMeta",
        headers: ["ETag", "Location"],
        example: { data: invitationRecord, meta: { seq: 2 } },
      },
    },
    errors: [404, 409],
  },
  "DELETE /invitations/:id": {
    ...ofInvitations,
    id: "invitationsRevoke",
    summary: "Take an invitation back",
    description: "At once. One that was accepted is a member: 409.",
    parameters: [tenant, idOf(invitations, "invitation"), ifMatch],
    answers: {
      200: {
        description: "The invitation is revoked.",
        data: ref("schemas", "Gone"),
        meta: "SeqMeta",
        example: { data: { id: exampleId(invitations), deletedAt: EXAMPLE_TIME }, meta: { seq: 3 } },
      },
    },
    errors: [404, 409, 412],
  },
  "PATCH /members/:id": {
    ...ofMembers,
    id: "membersUpdate",
    summary: "Give a member another role",
    description:
      "From the next request on, on open sockets too. Admins and above, of members and to roles up to their own. The last owner stays one: 409.",
    parameters: [tenant, idOf(members, "member"), ifMatch],
    body: { schema: schemaOf(updateMemberSchema), example: { role: "viewer" } },
    answers: {
      200: {
        description: "The member.",
        data: ref("schemas", "MembersRecord"),
        meta: "SeqMeta",
        headers: ["ETag"],
        example: { data: { ...memberRecord, role: "viewer", version: 2 }, meta: { seq: 3 } },
      },
    },
    errors: [404, 409, 412],
  },
  "DELETE /members/:id": {
    ...ofMembers,
    id: "membersRemove",
    summary: "End a membership",
    description: "At once, on open sockets too: somebody else's, or one's own. The last owner stays: 409.",
    parameters: [tenant, idOf(members, "member"), ifMatch],
    answers: {
      200: {
        description: "The person is no member any more.",
        data: ref("schemas", "Gone"),
        meta: "SeqMeta",
        example: { data: { id: exampleId(members), deletedAt: EXAMPLE_TIME }, meta: { seq: 3 } },
      },
    },
    errors: [404, 409, 412],
  },
};
