/** A call as text: its path, and how to make it with curl and with the client. */

/** @import { Call, Filled } from "./types.ts" */

/**
 * The path with the form's values in it.
 * @param {Call} call
 * @param {Filled} filled
 * @returns {string}
 */
export function pathOf(call, { values }) {
  const path = call.path.replace(/\{(\w+)\}/g, (whole, name) =>
    values[name] ? encodeURIComponent(values[name]) : whole,
  );
  const query = call.parameters.flatMap((parameter) => {
    const value = values[parameter.name];
    if (parameter.in !== "query" || !value) return [];
    // Conditions on a field are written as they stand in the URL: `[gte]=100`, or the bare value.
    const [, operator, operand] = parameter.style === "deepObject" ? (/^(\[\w+\])=(.*)$/s.exec(value) ?? []) : [];
    return [`${parameter.name}${operator ?? ""}=${encodeURIComponent(operand ?? value).replaceAll("%2C", ",")}`];
  });
  return query.length > 0 ? `${path}?${query.join("&")}` : path;
}

/**
 * @param {Call} call
 * @param {Filled} filled
 * @returns {Record<string, string>} by name
 */
export function headersOf(call, { values, body }) {
  const given = call.parameters.filter((each) => each.in === "header" && values[each.name]);
  return {
    ...Object.fromEntries(given.map(({ name }) => [name, values[name] ?? ""])),
    ...(body === null ? {} : { "Content-Type": "application/json" }),
  };
}

/**
 * @param {Call} call
 * @param {Filled} filled
 * @param {string} origin
 */
export function curl(call, filled, origin) {
  const verb = call.method === "get" ? "" : `-X ${call.method.toUpperCase()} `;
  const words = [`curl ${verb}${quoted(origin + pathOf(call, filled))}`];
  // The form never holds the key that was typed: what is shown may be copied to anywhere.
  if (call.operation.security.length > 0) words.push('-H "Authorization: Bearer $CROFT_KEY"');
  for (const [name, value] of Object.entries(headersOf(call, filled))) words.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (filled.body !== null) words.push(`-d ${quoted(filled.body.replace(/\s*\n\s*/g, " "))}`);
  return words.join(" \\\n  ");
}

/** @param {string} text */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Resources whose writes are calls of their own, which the client does not have. */
const HANDLED = new Set(["api-keys", "follows", "invitations", "members"]);

/** Calls of one resource by the end of their operation's id: what the client returns, and how it is asked. */
const VERBS = /** @type {Record<string, readonly [string, (id: string, body: string, query: string) => string]>} */ ({
  List: ["page", (_id, _body, query) => `list(${query})`],
  Aggregate: ["{ rows }", (_id, _body, query) => `aggregate(${query})`],
  Get: ["record", (id) => `get(${id})`],
  Create: ["{ record }", (_id, body) => `create(${body})`],
  Update: ["{ record }", (id, body) => `update(${id}, ${body})`],
  Replace: ["{ record }", (id, body) => `replace(${id}, ${body})`],
  Delete: ["{ seq }", (id) => `delete(${id})`],
  Restore: ["{ record }", (id) => `restore(${id})`],
  History: ["page", (id) => `history(${id})`],
});

/**
 * The same call with the client, or null where it has none.
 * @param {Call} call
 * @param {Filled} filled
 * @param {string} origin
 */
export function client(call, filled, origin) {
  const { operationId, tags } = call.operation;
  const [resource = ""] = tags;
  const [result, write] = VERBS[/[A-Z][a-z]+$/.exec(operationId)?.[0] ?? ""] ?? [];
  const acme = /^[a-z]+$/.test(resource) ? `acme.${resource}` : `acme[${JSON.stringify(resource)}]`;
  const body = parsed(filled.body ?? "{}");
  let line = "";
  if (operationId === "batch") line = `await acme.batch(${literal(body.operations)});`;
  else if (operationId === "search") line = `const hits = await acme.search(${literal(filled.values.q)});`;
  else if (operationId === "changes")
    line = "for await (const change of acme.changes({ since: 0 })) console.log(change);";
  else if (write && resource !== "tenants" && (!HANDLED.has(resource) || call.method === "get"))
    line = `const ${result} = await ${acme}.${write(literal(filled.values.id), literal(body), queryOf(call, filled))};`;
  if (line === "") return null;
  return [
    'import { createCroft } from "croft/client";',
    'import type { Resources } from "croft/resources";',
    "",
    `const croft = createCroft<Resources>({ url: "${origin}", token: process.env.CROFT_KEY });`,
    `const acme = croft.tenant(${JSON.stringify(filled.values.tenant || "acme")});`,
    line,
  ].join("\n");
}

/**
 * @param {string} text
 * @returns {any}
 */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/**
 * @param {Call} call
 * @param {Filled} filled
 */
function queryOf(call, { values }) {
  /** @type {Record<string, unknown>} */
  const query = {};
  /** @type {Record<string, unknown>} */
  const filter = values.filter ? parsed(values.filter) : {};
  for (const { name, in: place, style, schema } of call.parameters) {
    const value = values[name];
    if (place !== "query" || !value || name === "filter") continue;
    if (style === "deepObject") filter[name] = condition(value);
    else if (schema.type === "array") query[name] = value.split(",");
    else query[name] = schema.type === "string" ? value : scalar(value);
  }
  const all = { ...(Object.keys(filter).length > 0 ? { filter } : {}), ...query };
  return Object.keys(all).length > 0 ? literal(all) : "";
}

/** @param {string} value */
function condition(value) {
  const [, operator, operand] = /^\[(\w+)\]=(.*)$/s.exec(value) ?? [];
  return operator ? { [operator]: scalar(operand ?? "") } : scalar(value);
}

/** @param {string} text */
function scalar(text) {
  return /^(-?\d+(\.\d+)?|true|false)$/.test(text) ? JSON.parse(text) : text;
}

/**
 * A value as TypeScript writes it: keys bare where they may be, on one line where there is room.
 * @param {unknown} value
 */
function literal(value) {
  const text = JSON.stringify(value, null, 2) ?? "undefined";
  const bare = text.replace(/^( *)"([A-Za-z_]\w*)":/gm, "$1$2:");
  const line = bare.replace(/\s*\n\s*/g, " ");
  return line.length <= 80 ? line : bare;
}
