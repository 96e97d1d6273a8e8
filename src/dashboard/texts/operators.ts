/** What the pages for operators say. */
export const TEXTS = {
  sections: {
    tenants: "Tenants",
    search: "Search",
    repositories: "Repositories",
    budgets: "Budgets",
    people: "People",
  },
} as const;
