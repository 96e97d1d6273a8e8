/** A live socket as this code sees it, and what the socket itself carries through hibernation. */
import * as z from "zod";

/** One open WebSocket. The owner adapts the runtime's; nothing here knows partyserver or Cloudflare. */
export interface LiveSocket {
  /** Unique among the open sockets of this object. */
  readonly id: string;
  send(text: string): void;
  close(code: number, reason: string): void;
  /** Bytes that the runtime has not been able to hand on yet; undefined where it cannot tell. */
  readonly bufferedAmount: number | undefined;
  /** The attachment as it was last set, or whatever else was found there. */
  readonly state: unknown;
  setState(state: SocketState): void;
}

/** Closing a socket that is already gone throws in some runtimes; there is nothing to do about it. */
export function closeQuietly(socket: LiveSocket, code: number, reason: string): void {
  try {
    socket.close(code, reason);
  } catch {
    return;
  }
}

/** Who opened the socket: re-checked whenever rights may have changed. */
export interface Credential {
  readonly kind: "key" | "user";
  readonly id: string;
  /** Hash of the key's secret: after a rotation the old secret ends, the key does not. */
  readonly hash?: string;
  /** The person's session: it may end before its token does. */
  readonly session?: string;
  /** Tenants to which whoever opened it belongs, where the object is none of theirs. */
  readonly tenants?: readonly string[];
  /** Milliseconds since 1970; null for never. */
  readonly expiresAt: number | null;
}

const credentialSchema = z.object({
  kind: z.enum(["key", "user"]),
  id: z.string(),
  hash: z.string().optional(),
  session: z.string().optional(),
  tenants: z.array(z.string()).readonly().optional(),
  expiresAt: z.number().nullable(),
});

/** Subscription id, group id, and the position at which the subscription began. */
const subscriptionSchema = z.tuple([z.string(), z.number(), z.number()]);

/** The attachment: 64 subscriptions of 64 characters stay below the platform's 16,384 bytes. */
export const socketStateSchema = z.object({ credential: credentialSchema, subscriptions: z.array(subscriptionSchema) });
export type SocketState = z.infer<typeof socketStateSchema>;
