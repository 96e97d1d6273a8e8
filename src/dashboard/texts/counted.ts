/** Counts in words. */

export const NUMBER = new Intl.NumberFormat();

/** "1 lead", "1,200 leads". */
export function counted(count: number, one: string, many: string): string {
  return `${NUMBER.format(count)} ${count === 1 ? one : many}`;
}
