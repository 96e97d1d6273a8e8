/** What stands in the middle of the page: the beginning, a call, the live messages. */
import { code, h, inline, markdown } from "./dom.js";
import { Components } from "./schema.js";
import { filledWith, samples, tryForm } from "./try.js";

/** @import { Answer, AsyncApi, Call, Message, OpenApi } from "./types.ts" */

const WHO = new Map([
  ["apiKey", "holders of a key"],
  ["operatorToken", "the operator"],
]);

/**
 * @param {string} method
 * @returns {HTMLElement}
 */
export function badge(method) {
  return h("span", { class: `method ${method}` }, method === "delete" ? "DEL" : method.toUpperCase());
}

/**
 * @param {OpenApi} document
 * @returns {HTMLElement[]}
 */
export function startView({ info }) {
  const links = ["/openapi.json", "/asyncapi.json"].map((href) => h("li", {}, h("a", { href }, href)));
  return [
    h("h1", {}, info.title),
    h("p", { class: "quiet" }, `${info.summary} Version ${info.version}.`),
    ...markdown(info.description),
    h("h2", {}, "The documents"),
    h("ul", {}, ...links),
  ];
}

/**
 * @param {Call} call
 * @param {Components} components
 * @returns {HTMLElement[]}
 */
export function callView(call, components) {
  const { method, path, operation, parameters } = call;
  const filled = filledWith(call);
  const sample = samples(call, filled);
  const isFilter = (/** @type {{ style?: string }} */ { style }) => style === "deepObject";
  const filters = parameters.filter(isFilter);
  const media = Object.values(operation.requestBody?.content ?? {})[0];
  const fields = media ? components.fields(media.schema) : null;
  const who = operation.security.flatMap((each) => Object.keys(each).map((name) => WHO.get(name) ?? name));
  const answers = Object.entries(operation.responses);
  const isGood = (/** @type {[string, unknown]} */ [status]) => Number(status) < 400;
  const draw = (/** @type {(typeof answers)[number]} */ [status, answer]) =>
    answerView(status, components.find(answer), components);
  const opensSocket = Object.hasOwn(operation.responses, "101");
  return [
    h("h1", {}, operation.summary),
    h(
      "div",
      { class: "path", tabindex: "0", role: "group", "aria-label": "Method and path" },
      badge(method),
      h("span", {}, path),
    ),
    ...(operation.description ? markdown(operation.description) : []),
    h("p", { class: "quiet" }, `For ${who.length > 0 ? who.join(" and ") : "everybody"}.`),
    ...(opensSocket ? [] : [sample.element]),
    ...(parameters.length > filters.length
      ? [h("h2", {}, "Parameters"), components.parameters(parameters.filter((each) => !isFilter(each)))]
      : []),
    ...(filters.length > 0
      ? [
          h(
            "details",
            { class: "part" },
            h("summary", {}, `Conditions on ${filters.length} fields`),
            components.parameters(filters),
          ),
        ]
      : []),
    ...(media ? [h("h2", {}, "Body"), ...(fields ? [fields] : [])] : []),
    h("h2", {}, "Answers"),
    ...answers.filter(isGood).map(draw),
    h("details", { class: "part" }, h("summary", {}, "Refusals"), ...answers.filter((each) => !isGood(each)).map(draw)),
    ...(opensSocket ? [] : [h("h2", {}, "Try it"), tryForm(call, filled, sample.update)]),
  ];
}

/**
 * @param {string} status
 * @param {Answer} answer
 * @param {Components} components
 */
function answerView(status, { description, content = {}, headers = {} }, components) {
  const good = Number(status) < 400;
  const [media] = Object.values(content);
  const data = media ? components.find(components.find(media.schema).properties?.data ?? {}) : null;
  const fields = good && data ? components.fields(data) : null;
  const examples = media?.examples ? Object.values(media.examples).map(({ value }) => value) : [media?.example];
  const shown = examples.filter((example) => example !== undefined);
  return h(
    "details",
    { class: "part", open: good && shown.length > 0 },
    h("summary", {}, h("span", { class: `status ${good ? "good" : "bad"}` }, status), " ", ...inline(description)),
    ...shown.map((example) => code(JSON.stringify(example, null, 2), `Example of ${status}`)),
    fields && h("details", { class: "part" }, h("summary", {}, "Fields"), fields),
    Object.keys(headers).length > 0 && h("p", { class: "quiet" }, `Headers: ${Object.keys(headers).join(", ")}`),
  );
}

/**
 * @param {AsyncApi} document
 * @returns {HTMLElement[]}
 */
export function liveView({ info, channels, operations, components }) {
  const schemas = new Components(components);
  const said = Object.values(operations).filter(({ channel }) => channel.$ref.endsWith("/live"));
  const messages = said.flatMap(({ summary, messages: listed }) => [
    h("h2", {}, summary),
    ...listed.flatMap(({ $ref }) => {
      const message = components.messages[$ref.split("/").at(-1) ?? ""];
      return message ? messageView(message, schemas) : [];
    }),
  ]);
  return [
    h("h1", {}, "Live messages"),
    ...Object.values(channels).map(({ address }) =>
      h(
        "div",
        { class: "path", tabindex: "0", role: "group", "aria-label": "Address" },
        badge("get"),
        h("span", {}, address),
      ),
    ),
    ...markdown(info.description),
    ...messages,
  ];
}

/**
 * @param {Message} message
 * @param {Components} schemas
 */
function messageView({ name, summary, payload, examples }, schemas) {
  const fields = schemas.fields(payload);
  return [
    h("h3", {}, name),
    h("p", {}, ...inline(summary)),
    ...examples.map((example) => code(JSON.stringify(example.payload, null, 2), `Example of ${name}`)),
    h("details", { class: "part" }, h("summary", {}, "Fields"), fields),
  ];
}
