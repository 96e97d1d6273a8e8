/** The parts of a repository's page, by the names that stand in its address. */
export const TABS = ["overview", "issues", "pulls", "commits", "releases", "comments", "contributors"] as const;
export type TabName = (typeof TABS)[number];

export function isTab(value: unknown): value is TabName {
  return TABS.some((name) => name === value);
}
