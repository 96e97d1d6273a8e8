/**
 * What an application's configuration says of its resources, as data: what a client needs to show records and to make forms
 * for them without a server. Made by `describeConfig` (src/resources/describe.ts) when such a client is built.
 */

/** A value as JSON carries it. */
type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** What may be done to a resource's records. Restoring takes `delete`. */
type DescribedAction = "read" | "create" | "update" | "delete" | "purge";

/** A configuration: its resources, and who there can be. */
export interface ConfigDescription {
  /** Name of the application, as people read it. */
  readonly name: string;
  /** From the one that may do most to the one that may do least. */
  readonly roles: readonly string[];
  readonly plans: readonly string[];
  /** Of a tenant, in the order of the configuration. */
  readonly resources: readonly ResourceDescription[];
  /** Of a repository, whichever tenant follows it. */
  readonly repositoryResources: readonly ResourceDescription[];
}

/** One resource. */
export interface ResourceDescription {
  /** As paths have it, kebab-case. */
  readonly name: string;
  /** One sentence or a few. */
  readonly description: string;
  /** Ids are this, an underscore and a ULID. */
  readonly idPrefix: string;
  /** Templates for `titleOf`. */
  readonly title: readonly string[];
  /** In the order of the columns, those that every record has first. */
  readonly fields: readonly FieldDescription[];
  /** Whether lists and search take `q`. */
  readonly searchable: boolean;
  /** The order of a list that asks for none, as the API writes it (`-number`); null for the newest first. */
  readonly sort: string | null;
  /** By the name that `expand` takes. */
  readonly relations: Readonly<Record<string, RelationDescription>>;
  /** Fields that at most one living record may have the same value of; of some only where the tenant's settings say so. */
  readonly unique: readonly string[];
  /** The least role for each action; null for nobody, since Croft itself writes or a call of its own does. */
  readonly access: Readonly<Record<DescribedAction, string | null>>;
  /** Set where actors below the role `exempt` meet only the rows they created, for these actions. */
  readonly ownRows: { readonly exempt: string; readonly actions: readonly DescribedAction[] } | null;
  /** A status machine: the values a record may start with, and those that may follow each. */
  readonly transitions: {
    readonly field: string;
    readonly start: readonly string[];
    readonly next: Readonly<Record<string, readonly string[]>>;
  } | null;
  /** Exactly one record exists, made with the tenant. */
  readonly singleton: boolean;
  /** Whether records have the columns of every record, `version` (their ETag) among them; the audit log's have not. */
  readonly versioned: boolean;
  /** Of which resource this shows a part; null for all that are no view. */
  readonly view: string | null;
}

/** `one` and `list`: this resource's `field` names a record, or several, of the other. `many`: the other's `field` names this one. */
export interface RelationDescription {
  readonly kind: "one" | "list" | "many";
  readonly resource: string;
  readonly field: string;
}

/** How a field's values compare and what they are in JSON: `date` is a time as text, `list` an array of texts, `json` anything. */
export type DescribedKind = "text" | "integer" | "number" | "boolean" | "date" | "list" | "json";

/**
 * What a text or a number stands for. `date-time` is UTC with milliseconds, `date` a day of the calendar (`1987-03-21`), `phone` E.164,
 * `currency` ISO 4217; `money` is an integer in minor units of the currency in the record's field `currency`.
 */
export type FieldFormat = "email" | "phone" | "url" | "date-time" | "date" | "currency" | "money";

/** One field of a resource's records. */
export interface FieldDescription {
  readonly name: string;
  readonly kind: DescribedKind;
  /** Whether records may have null here. */
  readonly nullable: boolean;
  /** Whether filters, sorts and groups may name it. */
  readonly filterable: boolean;
  /** Whether every resource has it and Croft alone writes it: `id`, `createdAt` and so on, not `custom`. */
  readonly system: boolean;
  /** Whether the body of a create has it; `never` for all fields where nobody may create. */
  readonly onCreate: "required" | "optional" | "never";
  /** Whether an update may change it. */
  readonly onUpdate: boolean;
  /** The words there are, for a list those of its entries; null where any text will do. */
  readonly options: readonly string[] | null;
  /** Of a list, that of its entries. */
  readonly format: FieldFormat | null;
  /** The resource whose record the field names, or whose records the list names. */
  readonly reference: string | null;
  /** In UTF-16 units; of a list, of each entry. */
  readonly maxLength: number | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** Whether people write several lines here. */
  readonly multiline: boolean;
  /** What a create that leaves the field out stores, where that is not null. */
  readonly default: JsonValue;
}
