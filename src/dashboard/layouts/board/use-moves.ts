/** Moves cards between columns: shown at once, put back with the reason where the service refuses. */
import { useCallback, useContext, useEffect, useRef, useState } from "react";
import { type AnyRecord, CroftError, type Written } from "../../../client/croft.ts";
import type { FieldDescription, ResourceDescription } from "../../../protocol/description.ts";
import { refusalOf } from "../../fields/refusal.ts";
import { useTenant } from "../../shell/tenant-context.ts";
import { TEXTS } from "../../texts/layouts.ts";
import { labelOf } from "../../texts/names.ts";
import { useSay } from "../../ui/toast.tsx";
import { MemberNames } from "../member-names.ts";
import type { Column } from "./columns.ts";
import { changedFields } from "./conflict.ts";
import type { Move } from "./moves.ts";

/** How long a move that the service has made stays laid over a column whose query does not show it. */
const LINGERS = 3_000;

export interface CardMove {
  readonly record: AnyRecord;
  readonly title: string;
  readonly from: Column;
  readonly to: Column;
}

export interface Moves {
  readonly moves: ReadonlyMap<string, Move>;
  readonly move: (card: CardMove) => Promise<void>;
}

export function useMoves(resource: ResourceDescription, field: FieldDescription): Moves {
  const client = useTenant().tenant.resource(resource.name);
  const [moves, setMoves] = useState<ReadonlyMap<string, Move>>(new Map());
  const explain = useExplained(resource);
  // Of a card that is moved again before the first move is answered, the version is that of the answer.
  const answers = useRef(new Map<string, Promise<Written<AnyRecord>>>());
  const put = useCallback((id: string, move: Move | null) => setMoves((held) => withMove(held, id, move)), []);
  const move = async ({ record, title, from, to }: CardMove) => {
    const { id } = record;
    const before = answers.current.get(id);
    const shown = { record: { ...record, [field.name]: to.value }, from: from.key, to: to.key, seq: null };
    put(id, shown);
    const write = (version: number) =>
      client.update(id, { [field.name]: to.value }, { optimistic: true, ifMatch: version });
    const answer = before === undefined ? write(record.version) : before.then((made) => write(made.record.version));
    answers.current.set(id, answer);
    const isLast = () => answers.current.get(id) === answer;
    try {
      const { record: written, seq } = await answer;
      if (isLast()) put(id, { ...shown, record: written, seq });
      setTimeout(() => isLast() && put(id, null), LINGERS);
    } catch (error) {
      if (!isLast()) return;
      put(id, null);
      await explain(id, title, error);
    } finally {
      if (isLast()) setTimeout(() => isLast() && answers.current.delete(id), LINGERS);
    }
  };
  return { moves, move: useStable(move) };
}

/** The same function at every render, so that cards are not drawn anew for it; it does what the newest one does. */
function useStable(move: Moves["move"]): Moves["move"] {
  const newest = useRef(move);
  useEffect(() => {
    newest.current = move;
  });
  return useCallback((card) => newest.current(card), []);
}

function withMove(held: ReadonlyMap<string, Move>, id: string, move: Move | null): ReadonlyMap<string, Move> {
  const next = new Map(held);
  if (move) next.set(id, move);
  else next.delete(id);
  return next;
}

/** Tells why a card went back. */
function useExplained({ name }: ResourceDescription) {
  const client = useTenant().tenant.resource(name);
  const names = useContext(MemberNames);
  const say = useSay();
  return async (id: string, title: string, error: unknown): Promise<void> => {
    const isConflict = error instanceof CroftError && error.code === "PRECONDITION_FAILED";
    const latest = isConflict ? await client.history(id, { limit: 1 }).catch(() => null) : null;
    const [change] = latest?.data ?? [];
    if (!change) return say.failed(TEXTS.notMoved(title), new Error(reasonOf(error)));
    const who = names.get(change.actor.id) ?? TEXTS.actor[change.actor.kind];
    say.failed(TEXTS.notMoved(title), new Error(TEXTS.changedMeanwhile(who, changedFields(change).map(labelOf))));
  };
}

function reasonOf(error: unknown): string {
  const { fields, message } = refusalOf(error, []);
  return [...Object.values(fields), message ?? ""].filter(Boolean).join(" ");
}
