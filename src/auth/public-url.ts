/** Where people reach this installation, as both Workers read it from `PUBLIC_URL`. */

const LOCAL = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether a text is an origin that may carry people's sessions: https, or http on the machine itself, where browsers keep secure cookies too. */
export function isPublicUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  return origin === text && (protocol === "https:" || (protocol === "http:" && LOCAL.has(hostname)));
}
