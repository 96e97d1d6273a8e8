/** Asks whether the App is installed for a repository, with the App's own token. */
import * as z from "zod";
import type { Fetched } from "../github/answer.ts";
import { readJson } from "../github/items.ts";
import type { FoundInstallation } from "../github/lease.ts";
import { outcomeOf } from "../github/outcome.ts";
import { type AskedOnce, pathOf } from "./look-up.ts";

const installationSchema = z.object({ id: z.int().min(1), suspended_at: z.string().nullish() });

/** @param ask sends one request of the App's budget. */
export async function findInstallation(
  wanted: { readonly owner: string; readonly name: string },
  ask: (path: string) => Promise<AskedOnce>,
  now: () => number,
): Promise<FoundInstallation> {
  const path = pathOf(wanted);
  if (path === null) return { is: "none" };
  const asked = await ask(`${path}/installation`);
  if ("askAt" in asked) return asked;
  // There is no App, or GitHub refuses it.
  return "dead" in asked ? { is: "none" } : read(asked, now());
}

function read(fetched: Fetched, now: number): FoundInstallation {
  if ("failed" in fetched) return { is: "failed" };
  const outcome = outcomeOf(fetched, now);
  if (outcome.is === "absent") return { is: "none" };
  if (outcome.is === "limited") return { askAt: outcome.limit.until };
  if (outcome.is !== "page") return { is: "failed" };
  const body = readJson(fetched.body);
  const { data } = installationSchema.safeParse("unreadable" in body ? null : body.json);
  if (!data) return { is: "failed" };
  return data.suspended_at ? { is: "none" } : { is: "installed", id: data.id };
}
