/** What the types of a client are made of. */
/** JSON, as records hold it. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Fields = { readonly [field: string]: Json };

/** A record of a resource that is not known at compile time. */
export interface AnyRecord {
  readonly id: string;
  readonly version: number;
  readonly [field: string]: Json;
}

/** The types of one resource: what is read, and what create and update take. */
export interface ResourceTypes {
  readonly record: object;
  readonly create: object;
  readonly update: object;
}

/** The types of a resource that is not known at compile time. */
export interface AnyResource {
  readonly record: AnyRecord;
  readonly create: Fields;
  readonly update: Fields;
}

/**
 * From the definitions of resources, by the name that stands in paths, to the types of a client:
 * `createCroft<TypesOf<{ leads: typeof leads; "phone-numbers": typeof phoneNumbers }>>(…)`.
 */
export type TypesOf<Definitions extends Readonly<Record<string, { readonly types?: ResourceTypes | undefined }>>> = {
  readonly [Name in keyof Definitions]: NonNullable<Definitions[Name]["types"]>;
};
