/** A live query of leads in a test's hands, and messages for it. */
import type { LiveResult } from "../../src/client/croft.ts";
import { scriptedTenant, settled, snapshot } from "./scripted-socket.ts";

export const change = (
  id: string,
  from: number,
  seq: number,
  parts: { enter?: object[]; update?: object[]; leave?: string[] },
) => ({
  type: "change",
  id,
  from,
  seq,
  enter: [],
  update: [],
  leave: [],
  ...parts,
});
export const lead = (id: string, value = 0) => ({ id, value, version: 1 });
export const ids = (result: LiveResult<{ readonly id: unknown }>) => result.data.map((row) => row.id);

/** A query by value, live at 5 with two leads. */
export async function following() {
  const scripted = scriptedTenant();
  const query = scripted.acme.leads.live({ sort: ["-value"], limit: 10 });
  const seen: LiveResult<{ readonly id: unknown }>[] = [];
  const end = query.subscribe((result) => seen.push(result));
  const socket = await scripted.connect(5);
  socket.say(snapshot(socket.last, 5, [lead("b", 2), lead("a", 1)]));
  await settled();
  seen.length = 0;
  return { ...scripted, query, seen, end };
}
