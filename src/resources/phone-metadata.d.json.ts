import type { MetadataJson } from "libphonenumber-js/core";

/** The numbering plans of all countries, reduced to what E.164 needs (scripts/phone-tables.ts). */
declare const metadata: MetadataJson;
export default metadata;
