/** Views as definitions; what they show is in read-routes.test.ts and live-part.test.ts. */
import { describe, expect, it } from "vitest";
import { requireResources } from "../../src/resources/config-resources.ts";
import type { Resource } from "../../src/resources/define.ts";
import { viewOf } from "../../src/resources/view.ts";
import { openTasks, tasks, teams } from "../support/live-things.ts";

const roles = ["owner", "admin", "member", "viewer"];
const require = (...resources: readonly Resource[]) => requireResources(resources, roles);
const late = {
  name: "late-tasks",
  description: "What should have been done.",
  rows: { op: "eq", path: "done", value: false },
} as const;

describe("a view", () => {
  it("stands beside the resource whose table and ids it has", () => {
    expect(() => require(tasks, teams, openTasks, viewOf(tasks, late))).not.toThrow();
  });

  it("is refused without that resource", () => {
    const sentence = 'Resource "open-tasks": it is a view of "tasks", which is not in "resources"; add that resource.';
    expect(() => require(teams, openTasks)).toThrow(new Error(sentence));
  });

  it("has a name of its own", () => {
    const same = viewOf(tasks, { ...late, name: "tasks" });
    expect(() => require(tasks, teams, same)).toThrow('Resource "tasks": another resource has this name');
  });

  it("shows rows by fields that there are", () => {
    const rows = { op: "not", node: { op: "or", nodes: [{ op: "eq", path: "sails", value: 1 }] } } as const;
    const sentence = 'Resource "late-tasks": "rows" names "sails", but "tasks" has no such field.';
    expect(() => viewOf(tasks, { ...late, rows })).toThrow(new Error(sentence));
  });

  it("is of a resource that is no view", () => {
    const sentence = 'Resource "late-tasks": "open-tasks" is a view itself; name what it is a view of.';
    expect(() => viewOf(openTasks, late)).toThrow(new Error(sentence));
  });
});
