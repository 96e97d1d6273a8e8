/** What the page of one's tenants says. */
export const TEXTS = {
  title: "Your tenants",
  lead: "Each has records, people and a database of its own.",
  none: "You belong to no tenant yet",
  noneHint: "Make one here. To join somebody else's, open the link in the invitation that they sent you.",
  makeTitle: "Make a tenant",
  name: "Name",
  handle: "Handle",
  handleHint: "It stands in addresses and never changes: 3 to 40 of a–z, 0–9 and -.",
  make: "Make it",
  taken: "This handle is taken already. Choose another one.",
  operators: "Run the service: all tenants, people, repositories",
  as: (role: string) => `as ${role}`,
} as const;
