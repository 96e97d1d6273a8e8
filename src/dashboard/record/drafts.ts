/** Notes that were begun: kept while the page is open, so that going elsewhere and coming back finds them. */

const drafts = new Map<string, string>();

/** @param subject the id of the record that the note is about @returns an empty text where none was begun */
export function draftOf(subject: string): string {
  return drafts.get(subject) ?? "";
}

export function keepDraft(subject: string, text: string): void {
  if (text === "") drafts.delete(subject);
  else drafts.set(subject, text);
}

/** What was refused, before what has been written since. */
export function broughtBack(refused: string, since: string): string {
  return since.trim() === "" ? refused : `${refused}\n\n${since}`;
}
