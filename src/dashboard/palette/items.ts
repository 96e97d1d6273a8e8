/** What the command palette offers, as data. */

import { labelOf, singularOf } from "../texts/names.ts";
import { TEXTS } from "../texts/palette.ts";
import { TEXTS as SETTINGS } from "../texts/settings.ts";
import { TEXTS as SHELL } from "../texts/shell.ts";

/** Where an item leads, or what it does. */
export type Target =
  | { readonly kind: "overview" | "repositories" | "tenants" | "account" | "operators" | "sign-out" }
  | { readonly kind: "resource" | "create"; readonly resource: string }
  | { readonly kind: "record"; readonly resource: string; readonly id: string }
  | { readonly kind: "repository"; readonly owner: string; readonly name: string }
  | { readonly kind: "section"; readonly section: string }
  | { readonly kind: "tenant"; readonly tenant: string }
  | { readonly kind: "theme"; readonly theme: "light" | "dark" | "system" };

export type GroupName = keyof typeof TEXTS.groups;

export interface Item {
  readonly key: string;
  readonly group: GroupName;
  /** What it is called. */
  readonly label: string;
  /** What else tells of it. */
  readonly detail?: string;
  /** Other words by which it is found. */
  readonly words?: string;
  readonly target: Target;
}

/** What of a tenant the caller can reach. */
export interface Reach {
  readonly handle: string;
  /** Resources that have a page of their own, and may be read. */
  readonly resources: readonly string[];
  /** Those of which records may be made. */
  readonly creatable: readonly string[];
  readonly sections: readonly (keyof typeof SETTINGS.names)[];
  readonly tenants: readonly string[];
  readonly mayFollow: boolean;
  readonly isOperator: boolean;
}

/** Pages first, then what can be done, then other tenants. */
export function commandsFor(reach: Reach): Item[] {
  return [...pages(reach), ...actions(reach), ...tenants(reach)];
}

function pages({ resources, sections, isOperator }: Reach): Item[] {
  return [
    page(SHELL.overview, { kind: "overview" }),
    ...resources.map((resource) => page(labelOf(resource), { kind: "resource", resource })),
    page(SHELL.repositories, { kind: "repositories" }, "github"),
    ...sections.map((section) => page(TEXTS.settings(SETTINGS.names[section]), { kind: "section", section })),
    page(SHELL.account, { kind: "account" }),
    page(SHELL.tenants, { kind: "tenants" }),
    ...(isOperator ? [page(SHELL.operators, { kind: "operators" })] : []),
  ];
}

function page(label: string, target: Target, words = ""): Item {
  return { key: `page-${JSON.stringify(target)}`, group: "pages", label, words, target };
}

function actions({ creatable, mayFollow }: Reach): Item[] {
  const action = (label: string, target: Target, words: string): Item => ({
    key: `action-${JSON.stringify(target)}`,
    group: "actions",
    label,
    words,
    target,
  });
  return [
    ...creatable.map((resource) =>
      action(TEXTS.create(singularOf(resource)), { kind: "create", resource }, "new create add"),
    ),
    ...(mayFollow ? [action(TEXTS.follow, { kind: "repositories" }, "new add github")] : []),
    action(TEXTS.theme(SHELL.themeLight), { kind: "theme", theme: "light" }, "colours mode"),
    action(TEXTS.theme(SHELL.themeDark), { kind: "theme", theme: "dark" }, "colours mode night"),
    action(TEXTS.theme(SHELL.themeSystem), { kind: "theme", theme: "system" }, "colours mode"),
    action(SHELL.signOut, { kind: "sign-out" }, "log out leave"),
  ];
}

function tenants({ tenants: all, handle }: Reach): Item[] {
  return all
    .filter((tenant) => tenant !== handle)
    .map((tenant) => ({
      key: `tenant-${tenant}`,
      group: "tenants",
      label: TEXTS.tenant(tenant),
      target: { kind: "tenant", tenant },
    }));
}
