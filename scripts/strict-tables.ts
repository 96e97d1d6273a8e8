/**
 * The SQL of a migration with every ordinary table made STRICT, which drizzle-kit cannot do: SQLite then refuses a value of
 * another type. Throws when a table is written in a way that this does not understand.
 */
export function makeTablesStrict(sql: string): string {
  const strict = sql.replace(/^(CREATE TABLE [^;]*?\n\));/gm, "$1 STRICT;");
  const made = count(strict, /^CREATE TABLE /gm);
  const strictOnes = count(strict, /^\) STRICT;/gm);
  if (made !== strictOnes)
    throw new Error(`Of ${made} tables only ${strictOnes} could be made STRICT; edit the migration by hand.`);
  return strict;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
