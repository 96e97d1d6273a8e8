/** The actor that the routing Worker established, as an object reads it from the request. */
import { ACTOR_HEADER, actorSchema, type RequestActor } from "./actor.ts";
import { unauthenticated } from "./unauthenticated.ts";

/** Actors by their header's text: a busy client's is parsed once. Whether it is still valid is asked every time. */
const parsedActors = new Map<string, RequestActor>();
const ACTORS_KEPT = 1_000;

/** Who asks. @throws AppError UNAUTHENTICATED when the header is missing or not ours. */
export function actorOf(headers: Headers): RequestActor {
  const header = headers.get(ACTOR_HEADER);
  if (header === null) throw unauthenticated();
  const known = parsedActors.get(header);
  if (known) return known;
  const parsed = actorSchema.safeParse(JSON.parse(header));
  if (!parsed.success) throw unauthenticated(parsed.error);
  if (parsedActors.size >= ACTORS_KEPT) parsedActors.clear();
  parsedActors.set(header, parsed.data);
  return parsed.data;
}
