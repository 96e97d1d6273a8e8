/** Where a value leads. */
import type { FieldFormat } from "../../protocol/description.ts";

/**
 * The address of an e-mail, a telephone number or a page; null for what is none. Nothing but these schemes: another one could
 * run code where it is shown, whoever wrote it.
 */
export function linkOf(format: FieldFormat | null, value: string): string | null {
  if (format === "email") return `mailto:${encodeURIComponent(value).replace("%40", "@")}`;
  if (format === "phone") return /^\+?[0-9 ()-]+$/.test(value) ? `tel:${value.replace(/[^+0-9]/g, "")}` : null;
  if (format !== "url" || !URL.canParse(value)) return null;
  const { protocol, href } = new URL(value);
  return protocol === "http:" || protocol === "https:" ? href : null;
}
