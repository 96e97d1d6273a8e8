/** Names of resources and fields, in words for people: made of their names, where nothing better is said here. */

const NAMES: Readonly<Record<string, string>> = {
  id: "ID",
  "geo-interests": "Places of interest",
  "account-config": "Settings",
  "api-keys": "API keys",
  externalId: "External ID",
  petIds: "Pets",
  sourceUrl: "Source URL",
  url: "URL",
  sha256: "SHA-256",
  githubId: "GitHub number",
  githubLogin: "GitHub name",
  createdAt: "Created",
  updatedAt: "Changed",
  createdBy: "Created by",
  deletedAt: "Deleted",
};

/** `phone-numbers` as "Phone numbers", `expectedCloseAt` as "Expected close", `humanId` as "Human". */
export function labelOf(name: string): string {
  const known = NAMES[name];
  if (known) return known;
  const words = name
    .replace(/(?<=[a-z])(?:Id|At)$/, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("-", " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const IRREGULAR: Readonly<Record<string, string>> = {
  activities: "activity",
  "api-keys": "API key",
  "error-log": "error",
  "geo-interests": "place of interest",
};

/** One of a resource: `leads` as "lead". */
export function singularOf(name: string): string {
  return IRREGULAR[name] ?? labelOf(name).toLowerCase().replace(/s$/, "");
}
