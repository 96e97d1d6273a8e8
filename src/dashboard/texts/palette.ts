/** What the command palette says. */
export const TEXTS = {
  short: "Search…",
  title: "Search and commands",
  placeholder: "Find a record, go somewhere, do something…",
  nothing: (q: string) => `Nothing is called “${q}”.`,
  searching: "Searching…",
  found: (count: number) => (count === 1 ? "1 result" : `${count} results`),
  failed: (why: string) => `Records could not be searched: ${why}`,
  close: "Close",
  keys: "Arrow keys choose, Enter goes there, Escape closes.",
  groups: {
    recent: "Where you were",
    pages: "Go to",
    actions: "Do",
    tenants: "Switch tenant",
    records: "Records",
  },
  create: (thing: string) => `Make a ${thing}`,
  settings: (section: string) => `Settings: ${section}`,
  follow: "Follow a repository",
  theme: (name: string) => `Theme: ${name.toLowerCase()}`,
  tenant: (name: string) => `Switch to ${name}`,
} as const;
