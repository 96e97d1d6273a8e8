/** partyserver's connections as live queries see them. */
import type { Connection } from "partyserver";
import type { LiveSocket } from "./live/socket.ts";

const adapted = new WeakMap<Connection, LiveSocket>();

/** The live socket of a connection; the same one every time. */
export function liveSocket(connection: Connection): LiveSocket {
  const known = adapted.get(connection);
  if (known) return known;
  const socket: LiveSocket = {
    get id() {
      return connection.id;
    },
    send: (text) => connection.send(text),
    close: (code, reason) => connection.close(code, reason),
    get bufferedAmount() {
      // Not in the types, and undefined on hibernatable sockets of older runtimes (platform.md, point 7).
      const amount: unknown = Reflect.get(connection, "bufferedAmount");
      return typeof amount === "number" ? amount : undefined;
    },
    get state() {
      return connection.state;
    },
    setState: (state) => void connection.setState(state),
  };
  adapted.set(connection, socket);
  return socket;
}
