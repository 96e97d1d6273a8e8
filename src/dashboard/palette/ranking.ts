/** Which items what somebody types means, the best first. */

/** By what an item is found. */
interface Findable {
  readonly label: string;
  readonly words?: string;
}

/** Those of which every typed word begins a word, or, of a label, stands within one; all of them where nothing is typed. */
export function ranked<Item extends Findable>(items: readonly Item[], q: string): Item[] {
  const typed = wordsOf(q);
  return items
    .map((item, at) => ({ item, at, score: scoreOf(item, typed) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .map(({ item }) => item);
}

/** 0 where a word is found nowhere. */
function scoreOf({ label, words = "" }: Findable, typed: readonly string[]): number {
  const name = plain(label);
  const [labelWords, others] = [wordsOf(label), wordsOf(words)];
  let score = 1;
  for (const word of typed) {
    const found = scoreOfWord(word, name, labelWords, others);
    if (found === 0) return 0;
    score += found;
  }
  return score;
}

function scoreOfWord(word: string, name: string, labelWords: readonly string[], others: readonly string[]): number {
  if (name.startsWith(word)) return 8;
  if (labelWords.some((each) => each.startsWith(word))) return 4;
  if (others.some((each) => each.startsWith(word))) return 2;
  return word.length > 1 && name.includes(word) ? 1 : 0;
}

function wordsOf(text: string): string[] {
  return plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

/** Without accents and case: "Übersicht" is found by "uber". */
function plain(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
}
