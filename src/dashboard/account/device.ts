/** What people call the program they are signed in with. */

const BROWSERS = [["Edg/", "Edge"], ["OPR/", "Opera"], ["Firefox"], ["Chrome"], ["Safari"]] as const;
const SYSTEMS = [["iPhone"], ["iPad"], ["Android"], ["Windows"], ["Mac OS", "macOS"], ["Linux"]] as const;

/**
 * Browser and system by what browsers say of themselves. They carry the names of others along: the rarest is looked for first.
 * @param unknown what to say of anything else
 */
export function deviceOf(userAgent: string, unknown: string): string {
  const first = (names: readonly (readonly string[])[]) =>
    names.find(([mark = ""]) => userAgent.includes(mark))?.at(-1);
  const [browser, system] = [first(BROWSERS), first(SYSTEMS)];
  return [browser ?? unknown, system && `on ${system}`].filter(Boolean).join(" ");
}
