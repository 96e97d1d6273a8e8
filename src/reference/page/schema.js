/** Schemas as readers see them. */
import { h, inline, table } from "./dom.js";

/** @import { OpenApi, Parameter, Reference, Schema } from "./types.ts" */
/** @import { Child } from "./dom.js" */

/** Finds what references of one document mean. */
export class Components {
  /** @param {OpenApi["components"]} components */
  constructor(components) {
    this.components = components;
  }

  /**
   * @template {object} Part
   * @param {Part | Reference} part
   * @returns {Part}
   */
  find(part) {
    if (!("$ref" in part) || typeof part.$ref !== "string") return /** @type {Part} */ (part);
    const [kind = "", name = ""] = part.$ref.split("/").slice(2);
    return /** @type {Part} */ (this.components[kind]?.[name] ?? {});
  }

  /**
   * A schema in one line: `integer, 1 to 200`.
   * @param {Schema} given
   * @returns {string}
   */
  type(given) {
    const name = given.$ref?.split("/").at(-1);
    const schema = this.find(given);
    const options = schema.anyOf ?? schema.oneOf;
    if (name && (schema.properties || options)) return name;
    if (options) return unique(options.map((option) => this.type(option))).join(" or ");
    if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" · ");
    if (schema.const !== undefined) return JSON.stringify(schema.const);
    const kinds = [schema.type ?? "any"].flat();
    const said = kinds.map((kind) => {
      if (kind === "array") return `list of ${this.type(schema.items ?? {})}`;
      return kind === "string" && schema.format ? schema.format : kind;
    });
    return [unique(said).join(" or "), range(schema)].filter(Boolean).join(", ");
  }

  /**
   * The fields of an object, or of the objects in a list. Null where there are none.
   * @param {Schema} given
   * @returns {HTMLElement | null}
   */
  fields(given) {
    const schema = this.find(given);
    if (schema.type === "array" && schema.items) return this.fields(schema.items);
    const [shape] = (schema.anyOf ?? schema.oneOf ?? []).map((option) => this.find(option));
    if (!schema.properties && !schema.allOf) return shape ? this.fields(shape) : null;
    const parts = [schema, ...(schema.allOf ?? []).map((part) => this.find(part))];
    const rows = parts.flatMap((part) =>
      Object.entries(part.properties ?? {}).map(([name, field]) => {
        /** @type {Child[]} */
        const label = [
          h("code", {}, name),
          !part.required?.includes(name) && h("span", { class: "type" }, " optional"),
        ];
        return [label, this.describe(field)];
      }),
    );
    return table(["field", "value"], rows);
  }

  /**
   * Type, default and sentence of a value.
   * @param {Schema} given
   * @returns {Child[]}
   */
  describe(given) {
    const schema = this.find(given);
    const fallback = schema.default === undefined ? "" : `, ${JSON.stringify(schema.default)} unless given`;
    const sentence = given.description ?? schema.description ?? "";
    return [h("span", { class: "type" }, this.type(given) + fallback), h("div", {}, inline(sentence))];
  }

  /** @param {readonly Parameter[]} parameters */
  parameters(parameters) {
    const rows = parameters.map(({ name, required, schema, description = "", in: place }) => [
      [h("code", {}, name), required === true && h("span", { class: "must" }, " required")],
      [h("span", { class: "type" }, `${place}: `), ...this.describe({ ...schema, description })],
    ]);
    return table(["parameter", "meaning"], rows);
  }
}

/** @param {Schema} schema */
function range({ minimum, maximum, minLength, maxLength, maxItems }) {
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  if (minimum !== undefined) return `from ${minimum}`;
  if (maxLength !== undefined) return `${minLength ?? 0} to ${maxLength} characters`;
  return maxItems === undefined ? "" : `at most ${maxItems}`;
}

/** @param {readonly string[]} texts */
function unique(texts) {
  return [...new Set(texts)];
}
