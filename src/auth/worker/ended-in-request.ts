/** Which sessions ended while something ran: hooks deep inside Better Auth note them, and whoever started it reads them. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { EndedSessions } from "../accounts.ts";

const running = new AsyncLocalStorage<{ userId: string; readonly sessions: string[] }>();

/** Notes a session that ended. Nothing happens outside of `withEnded`. */
export function noteEnded(userId: string, sessionId: string): void {
  const noted = running.getStore();
  if (!noted) return;
  noted.userId = userId;
  noted.sessions.push(sessionId);
}

/** Runs `work`, and answers with what it returned and the sessions it ended; these are of one person. */
export async function withEnded<Result>(
  work: () => Promise<Result>,
): Promise<{ result: Result; ended: EndedSessions }> {
  const noted = { userId: "", sessions: [] };
  const result = await running.run(noted, work);
  return { result, ended: noted };
}
