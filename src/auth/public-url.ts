/** Where people reach this installation, as both Workers read it from `PUBLIC_URL`. */

const LOCAL = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether a text is an origin that may carry people's sessions: https, or http on the machine itself, where browsers keep secure cookies too. */
export function isPublicUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  return origin === text && (protocol === "https:" || (protocol === "http:" && LOCAL.has(hostname)));
}

/** Whether a text is the URL of an issuer of tokens as they name it (`iss`): an origin as above, perhaps with a path, without a slash at the end. */
export function isIssuerUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, pathname } = new URL(text);
  return isPublicUrl(origin) && text === (pathname === "/" ? origin : origin + pathname) && !text.endsWith("/");
}

/** Issuer and audience of the tokens of the installation under this origin. */
export function issuerOf(publicUrl: string): { readonly issuer: string; readonly audience: string } {
  return { issuer: `${publicUrl}/auth`, audience: publicUrl };
}
