/** The sections of the settings, in the order of the list. One more is one more entry here, and its name in the texts. */
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { TEXTS } from "../texts/settings.ts";

export interface Section {
  /** As it stands in the address; `TEXTS.names` has its title. */
  readonly name: keyof typeof TEXTS.names;
  /** The least role that it is for. */
  readonly least: "viewer" | "member" | "admin" | "owner";
  readonly Component: LazyExoticComponent<ComponentType>;
}

export const SECTIONS: readonly Section[] = [
  {
    name: "general",
    least: "admin",
    Component: lazy(async () => ({ default: (await import("./general/general-section.tsx")).GeneralSection })),
  },
  {
    name: "members",
    least: "viewer",
    Component: lazy(async () => ({ default: (await import("./members/members-section.tsx")).MembersSection })),
  },
  {
    name: "invitations",
    least: "admin",
    Component: lazy(async () => ({
      default: (await import("./invitations/invitations-section.tsx")).InvitationsSection,
    })),
  },
  {
    name: "api-keys",
    least: "admin",
    Component: lazy(async () => ({ default: (await import("./api-keys/api-keys-section.tsx")).ApiKeysSection })),
  },
  {
    name: "custom-fields",
    least: "admin",
    Component: lazy(async () => ({
      default: (await import("./custom-fields/custom-fields-section.tsx")).CustomFieldsSection,
    })),
  },
  {
    name: "github",
    least: "admin",
    Component: lazy(async () => ({ default: (await import("./github/github-section.tsx")).GithubSection })),
  },
  {
    name: "usage",
    least: "viewer",
    Component: lazy(async () => ({ default: (await import("./usage/usage-section.tsx")).UsageSection })),
  },
  {
    name: "audit-log",
    least: "admin",
    Component: lazy(async () => ({ default: (await import("./logs/audit-log-section.tsx")).AuditLogSection })),
  },
  {
    name: "error-log",
    least: "admin",
    Component: lazy(async () => ({ default: (await import("./logs/error-log-section.tsx")).ErrorLogSection })),
  },
  {
    name: "danger",
    least: "viewer",
    Component: lazy(async () => ({ default: (await import("./danger/danger-section.tsx")).DangerSection })),
  },
];
