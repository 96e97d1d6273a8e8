/** THE configuration file: what this installation of Croft offers, to whom, and how much of it. */
import { accountConfig } from "./resources/account-config.ts";
import { accounts } from "./resources/accounts.ts";
import { activities } from "./resources/activities.ts";
import { apiKeys } from "./resources/api-keys.ts";
import { auditLog } from "./resources/audit-log.ts";
import { bookings } from "./resources/bookings.ts";
import { defineConfig } from "./resources/config.ts";
import { documents } from "./resources/documents.ts";
import { emails } from "./resources/emails.ts";
import { errorLog } from "./resources/error-log.ts";
import { flights } from "./resources/flights.ts";
import { follows } from "./resources/follows.ts";
import { geoInterests } from "./resources/geo-interests.ts";
import { humans } from "./resources/humans.ts";
import { invitations } from "./resources/invitations.ts";
import { leads } from "./resources/leads.ts";
import { members } from "./resources/members.ts";
import { pets } from "./resources/pets.ts";
import { phoneNumbers } from "./resources/phone-numbers.ts";
import { views } from "./resources/views.ts";

const GIB = 1_073_741_824;
// As good as none; what an object can do is the limit (platform.md, Durable Objects).
const UNLIMITED = { quota: 1_000_000_000, window: 60 };

export const config = defineConfig({
  name: "Croft CRM",
  resources: [
    humans,
    emails,
    phoneNumbers,
    accounts,
    leads,
    activities,
    geoInterests,
    flights,
    pets,
    bookings,
    documents,
    views,
    follows,
    auditLog,
    errorLog,
    accountConfig,
    apiKeys,
    members,
    invitations,
  ],
  roles: ["owner", "admin", "member", "viewer"],
  plans: {
    free: {
      reads: { quota: 6_000, window: 60 },
      writes: { quota: 1_500, window: 60 },
      perCredential: { reads: { quota: 6_000, window: 60 }, writes: { quota: 1_500, window: 60 } },
      maxSockets: 10_000,
      maxFollows: 25,
      storageBytes: 1 * GIB,
    },
    pro: {
      reads: { quota: 60_000, window: 60 },
      writes: { quota: 15_000, window: 60 },
      perCredential: { reads: { quota: 30_000, window: 60 }, writes: { quota: 7_500, window: 60 } },
      maxSockets: 20_000,
      maxFollows: 500,
      storageBytes: 5 * GIB,
    },
    unlimited: {
      reads: UNLIMITED,
      writes: UNLIMITED,
      perCredential: { reads: UNLIMITED, writes: UNLIMITED },
      maxSockets: 32_000,
      maxFollows: 5_000,
      // Room to spare below the 10 GB at which the platform refuses writes, so that the tenant learns it from Croft.
      storageBytes: 9 * GIB,
    },
  },
  defaultPlan: "free",
  retention: { changeLogDays: 90, idempotencyHours: 24, errorLogDays: 30 },
  allowedOrigins: [],
  tenantsPerPerson: 10,
  unauthenticatedPerMinute: 3_000,
  upstreams: { github: { baseUrl: "https://api.github.com" } },
});
