/** The value of a field, as people read it. What others wrote is text, whatever it holds. */
import { Fragment } from "react";
import type { Fields, Json } from "../../client/resource-types.ts";
import { CONFIG } from "../resources.ts";
import { TEXTS } from "../texts/fields.ts";
import { exactTime } from "../ui/time.tsx";
import { ActorName } from "./actor-name.tsx";
import { actorOf, namesActor } from "./actors.ts";
import { formatValue } from "./format.ts";
import { linkOf } from "./links.ts";
import { LINK, type Linked, RecordLink } from "./record-link.tsx";
import { namedBy } from "./references.ts";
import { isEmpty, type ShownField, valueAt } from "./shown-field.ts";

/** Characters of one line that a cell can show at most, and of its tip: a table has thousands of cells. */
const MOST_SHOWN = 300;
const MOST_IN_TIP = 1_000;

export interface FieldValueProps {
  readonly field: ShownField;
  readonly record: Fields;
  /** Another value than the record has now. */
  readonly value?: Json;
  /** All of it on as many lines as it takes; else one line. */
  readonly wrap?: boolean;
  /** Whether links lead somewhere; not in cards and rows that are links themselves. `plain` are those to records alone. */
  readonly link?: Linked;
}

export function FieldValue({
  field,
  record,
  value = valueAt(record, field.name),
  wrap = false,
  link = true,
}: FieldValueProps) {
  // One element: text that is hidden from sight is positioned, and a table of such cells cost half of its time to scroll.
  if (isEmpty(value))
    return (
      <span role="img" aria-label={TEXTS.empty} className="text-quiet">
        —
      </span>
    );
  if (Array.isArray(value)) return <Entries field={field} record={record} values={value} wrap={wrap} link={link} />;
  return (
    <span className={wrap ? "block min-w-0 whitespace-pre-wrap wrap-anywhere" : "block min-w-0 truncate"} dir="auto">
      <One field={field} record={record} value={value} wrap={wrap} link={link} />
    </span>
  );
}

interface OneProps extends Required<FieldValueProps> {}

function One({ field, record, value, wrap, link }: OneProps) {
  if (namesActor(field.name) && typeof value === "string") return <ActorName actor={actorOf(value)} />;
  const named = namedBy(CONFIG.resources, field, record, value);
  if (named && typeof value === "string")
    return <RecordLink resource={named.resource} by={named.by} id={value} link={link} />;
  const text = formatValue(field, value, record);
  if (field.format === "date-time" && typeof value === "string")
    return (
      <time dateTime={value} title={exactTime(value)}>
        {text}
      </time>
    );
  const href = link === true && typeof value === "string" ? linkOf(field.format, value) : null;
  const shown = wrap ? text : cut(text, MOST_SHOWN);
  if (href !== null)
    return (
      <a href={href} rel="noopener noreferrer" target={href.startsWith("http") ? "_blank" : undefined} className={LINK}>
        {shown}
      </a>
    );
  if (field.options && typeof value === "string") return <Chip>{shown}</Chip>;
  return wrap ? shown : <span title={cut(text, MOST_IN_TIP)}>{shown}</span>;
}

function Entries({ values, wrap, ...props }: Omit<OneProps, "value"> & { readonly values: readonly Json[] }) {
  return (
    <ul className={`flex min-w-0 gap-1 ${wrap ? "flex-wrap" : "overflow-hidden"}`}>
      {values.map((value, at) => (
        // The same word may stand in a list twice.
        <Fragment key={`${String(at)} ${String(value)}`}>
          <li className="min-w-0 max-w-full truncate rounded bg-sunken px-1.5 ring-1 ring-line ring-inset" dir="auto">
            <One {...props} wrap={wrap} value={value} />
          </li>
        </Fragment>
      ))}
    </ul>
  );
}

function Chip({ children }: { readonly children: string }) {
  return (
    <span title={children} className="rounded bg-sunken px-1.5 py-0.5 ring-1 ring-line ring-inset">
      {children}
    </span>
  );
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).replace(/[\ud800-\udbff]$/, "")}…`;
}
