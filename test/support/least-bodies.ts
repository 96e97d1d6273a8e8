/** The least that a body of each resource says. */
import type { Json } from "../../src/resources/define.ts";

type Body = Record<string, Json>;

/** The least that each resource takes, and what a record then holds beside it. */
export const leastBodies: Record<string, { body: Body; holds: Body }> = {
  humans: { body: { lastName: "x" }, holds: { firstName: null, doNotContact: false, tags: [], notes: null } },
  emails: {
    body: { address: " A@B.co ", humanId: "hum_1" },
    holds: { address: "a@b.co", primary: false, accountId: null },
  },
  "phone-numbers": {
    body: { number: "00 49 30 123456", accountId: "acc_1" },
    holds: { number: "+4930123456", primary: false },
  },
  accounts: { body: { name: "Acme" }, holds: { domain: null, size: null, tags: [] } },
  leads: {
    body: {},
    holds: { stage: "new", value: 0, currency: "EUR", source: "manual", tags: [], convertedAt: null },
  },
  activities: {
    body: { kind: "call", summary: "Rang", occurredAt: "2026-11-21T03:00:00+01:00" },
    holds: { occurredAt: "2026-11-21T02:00:00.000Z", subjectId: null, humanId: null },
  },
  "geo-interests": { body: { label: "Home", latitude: 52.5, longitude: 13.4, radius: 500 }, holds: { humanId: null } },
  flights: {
    body: {
      carrier: "LH",
      number: "1A",
      from: "BER",
      to: "FRA",
      departsAt: "2026-12-01T08:00:00Z",
      arrivesAt: "2026-12-01T09:00:00Z",
      seats: 0,
    },
    holds: { status: null },
  },
  pets: { body: { name: "Rex", species: "dog" }, holds: { breed: null, ownerId: null } },
  bookings: {
    body: { humanId: "hum_1", flightId: "flt_1" },
    holds: { petIds: [], seats: 1, status: "requested", price: 0, currency: "EUR" },
  },
  views: {
    body: { name: "New leads", resource: "leads" },
    holds: { layout: "table", query: "{}", columns: [], description: null },
  },
  documents: { body: { name: "a.pdf" }, holds: {} },
  "error-log": {
    body: { kind: "job", code: "INTERNAL", message: "It failed.", requestId: "r" },
    holds: { route: null },
  },
  "account-config": {
    body: {},
    holds: {
      timezone: "UTC",
      locale: "en",
      currency: "EUR",
      uniqueEmails: false,
      uniquePhoneNumbers: false,
      customFields: {},
    },
  },
  "api-keys": { body: { name: "CI", role: "member" }, holds: { resources: null, readOnly: false, revokedAt: null } },
  members: {
    body: { userId: "usr_1", email: "Ada@x.example", name: "Ada", role: "member" },
    holds: { email: "ada@x.example" },
  },
  invitations: {
    body: { email: " Ada@x.example", role: "member" },
    holds: { email: "ada@x.example", acceptedAt: null },
  },
  follows: {
    body: {
      repositoryId: 1,
      owner: "octocat",
      name: "Hello-World",
      fullName: "octocat/Hello-World",
      visibility: "public",
    },
    holds: { state: "pending", activity: true },
  },
};
