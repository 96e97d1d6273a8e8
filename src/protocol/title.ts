/** Titles of records, made from templates: data, so that whoever knows a resource's description can show them. */

const FIELD = /\{([^{}]*)\}/g;
const MAX_LENGTH = 200;

/** The fields that a template names: `firstName` and `lastName` of `{firstName} {lastName}`. */
export function fieldsNamed(template: string): string[] {
  return [...template.matchAll(FIELD)].map(([, name = ""]) => name);
}

/**
 * The line that stands for a record: the first template of which at least one field is filled (a text that is not empty, or a
 * number). Fields that are not become nothing, and the spaces beside them one. At most 200 UTF-16 units of the first line.
 * @returns the title, or an empty text where no template has a filled field.
 */
export function titleOf(templates: readonly string[], record: Readonly<Record<string, unknown>>): string {
  for (const template of templates) {
    if (fieldsNamed(template).some((name) => filledText(record[name]) !== "")) return shortened(made(template, record));
  }
  return "";
}

/** Spaces are joined before values stand between them: those of a value are its own. */
function made(template: string, record: Readonly<Record<string, unknown>>): string {
  return template
    .replace(FIELD, (field, name: string) => (filledText(record[name]) === "" ? "" : field))
    .replace(/ {2,}/g, " ")
    .trim()
    .replace(FIELD, (_, name: string) => filledText(record[name]));
}

function filledText(value: unknown): string {
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? value : "";
}

function shortened(text: string): string {
  const [line = ""] = text.split(/[\r\n\u2028\u2029]/, 1);
  // Half a surrogate pair at the end could be neither stored nor sent.
  return line.slice(0, MAX_LENGTH).replace(/[\ud800-\udbff]$/, "");
}
