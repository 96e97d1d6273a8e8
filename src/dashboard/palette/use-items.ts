/** What the palette offers for what is typed, by group. */
import { useMemo } from "react";
import { CONFIG, resourceNamed } from "../resources.ts";
import { SECTIONS } from "../settings/sections.ts";
import { useIsOperator } from "../shell/me.ts";
import { isAtLeast, may, mayChangeAs } from "../shell/permissions.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { ELSEWHERE } from "../shell/tenant-navigation.tsx";
import { singularOf } from "../texts/names.ts";
import { commandsFor, type GroupName, type Item } from "./items.ts";
import { ranked } from "./ranking.ts";
import { recentVisits, type Visit } from "./recent.ts";
import type { Searched } from "./use-search.ts";

export interface Group {
  readonly name: GroupName;
  readonly items: readonly Item[];
}

const GROUPS: readonly GroupName[] = ["recent", "pages", "actions", "tenants", "records"];
/** Of what is no record, once something is typed: records are what is mostly looked for. */
const MOST_COMMANDS = 6;

/** Those that have none are left out. */
export function useGroups(typed: string, { hits }: Searched): readonly Group[] {
  const commands = useCommands();
  const recent = useRecent();
  return useMemo(() => {
    const isTyped = typed.trim() !== "";
    const shown = isTyped ? ranked(commands, typed).slice(0, MOST_COMMANDS) : [...recent, ...commands];
    const found = hits.filter(({ resource }) => resourceNamed(resource)).map(itemOfHit);
    const all = isTyped ? [...shown, ...found] : shown;
    return GROUPS.map((name) => ({ name, items: all.filter(({ group }) => group === name) })).filter(
      ({ items }) => items.length > 0,
    );
  }, [commands, recent, typed, hits]);
}

function useCommands(): readonly Item[] {
  const { handle, me, role, rights } = useTenant();
  const isOperator = useIsOperator() === true;
  return useMemo(() => {
    const own = CONFIG.resources.filter(({ name }) => !ELSEWHERE.has(name));
    return commandsFor({
      handle,
      resources: own.filter((resource) => may(rights, "read", resource)).map(({ name }) => name),
      creatable: own.filter((resource) => may(rights, "create", resource)).map(({ name }) => name),
      sections: SECTIONS.filter(({ least }) => isAtLeast(role, least)).map(({ name }) => name),
      tenants: me.tenants.map(({ tenant }) => tenant),
      mayFollow: mayChangeAs("member", rights),
      isOperator,
    });
  }, [handle, me, role, rights, isOperator]);
}

function useRecent(): readonly Item[] {
  const { handle } = useTenant();
  return useMemo(() => recentVisits(handle).flatMap(itemOfVisit), [handle]);
}

function itemOfVisit(visit: Visit): Item[] {
  if (visit.kind === "repository") {
    const label = `${visit.owner}/${visit.name}`;
    return [{ key: `recent-${label}`, group: "recent", label, target: visit }];
  }
  // Its title is asked for when it is shown.
  const { resource, id } = visit;
  if (!resourceNamed(resource)) return [];
  return [{ key: `recent-${id}`, group: "recent", label: id, detail: singularOf(resource), target: visit }];
}

function itemOfHit({ resource, id, title, snippet }: Searched["hits"][number]): Item {
  return {
    key: `record-${id}`,
    group: "records",
    label: title === "" ? id : title,
    detail: snippet === title ? "" : snippet,
    target: { kind: "record", resource, id },
  };
}
