/** A note that somebody writes down in a hurry, as an activity. */

/** Longest summary of an activity, in UTF-16 units. */
const SUMMARY = 500;

/** The first line is the summary; all of it is the body where there is more. @param now milliseconds since 1970 */
export function noteOf(text: string, subject: Readonly<Record<string, string>>, now: number): Record<string, string> {
  const whole = text.trim();
  const [line = ""] = whole.split(/\r?\n/, 1);
  const summary = line.length <= SUMMARY ? line : `${line.slice(0, SUMMARY - 1).replace(/[\ud800-\udbff]$/, "")}…`;
  return {
    ...subject,
    kind: "note",
    summary,
    ...(summary === whole ? {} : { body: whole }),
    occurredAt: new Date(now).toISOString(),
  };
}
