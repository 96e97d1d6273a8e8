/** The form that makes a call. */
import { byId, code, copyButton, h } from "./dom.js";
import { client, curl, headersOf, pathOf } from "./samples.js";

/** @import { Call, Filled, Parameter } from "./types.ts" */

/** Parameters that most readers leave alone stand behind a fold. */
const RARE = ["X-Request-Id", "Idempotency-Key", "If-None-Match"];

/**
 * What a form begins with.
 * @param {Call} call
 * @returns {{ values: Record<string, string>, body: string | null }}
 */
export function filledWith(call) {
  const given = call.parameters.flatMap(({ name, required, example }) =>
    required && example !== undefined ? [[name, String(example)]] : [],
  );
  const media = Object.values(call.operation.requestBody?.content ?? {})[0];
  const body = media ? JSON.stringify(media.example ?? {}, null, 2) : null;
  return { values: Object.fromEntries(given), body };
}

/**
 * The call as code, which follows the form.
 * @param {Call} call
 * @param {Filled} filled
 * @returns {{ element: HTMLElement, update: () => void }}
 */
export function samples(call, filled) {
  const writers = Object.entries({ curl, Client: client }).filter(([, write]) => write(call, filled, location.origin));
  let [chosen] = writers;
  const shown = h("div");
  const text = () => chosen?.[1](call, filled, location.origin) ?? "";
  const update = () => shown.replaceChildren(code(text(), `The call with ${chosen?.[0]}`));
  const buttons = writers.map((writer) => {
    const choose = () => {
      chosen = writer;
      for (const each of buttons) each.setAttribute("aria-pressed", String(each.textContent === writer[0]));
      update();
    };
    const pressed = String(writer === chosen);
    return h("button", { type: "button", "aria-pressed": pressed, onclick: choose }, writer[0]);
  });
  update();
  return { element: h("div", {}, h("div", { class: "bar" }, ...buttons, copyButton(text)), shown), update };
}

/**
 * @param {Call} call
 * @param {{ values: Record<string, string>, body: string | null }} filled changed by the form
 * @param {() => void} changed
 */
export function tryForm(call, filled, changed) {
  const inputOf = (/** @type {Parameter} */ parameter) => {
    const { name, required = false, style } = parameter;
    const input = h("input", {
      name,
      required,
      value: filled.values[name] ?? "",
      spellcheck: "false",
      autocomplete: "off",
      placeholder: style === "deepObject" ? "value or [gte]=value" : "",
      oninput: () => {
        filled.values[name] = input.value;
        changed();
      },
    });
    return h("label", {}, h("code", {}, name), required ? h("span", { class: "must" }, " required") : null, input);
  };
  const isRare = (/** @type {Parameter} */ each) => each.style === "deepObject" || RARE.includes(each.name);
  const rare = call.parameters.filter(isRare);
  const answer = h("div", { "aria-live": "polite" });
  const body = h("textarea", { name: "body", spellcheck: "false" });
  body.value = filled.body ?? "";
  body.addEventListener("input", () => {
    filled.body = body.value;
    changed();
  });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    void send(call, filled, answer);
  };
  return h(
    "form",
    { class: "try", onsubmit: submit, autocomplete: "off" },
    h("div", { class: "fields" }, ...call.parameters.filter((each) => !isRare(each)).map(inputOf)),
    rare.length > 0 &&
      h(
        "details",
        { class: "part" },
        h("summary", {}, "More parameters"),
        h("div", { class: "fields" }, ...rare.map(inputOf)),
      ),
    filled.body !== null && h("label", {}, "Body", body),
    h("div", { class: "bar" }, h("button", { class: "main", type: "submit" }, "Send"), note(call)),
    answer,
  );
}

/** @param {Call} call */
function note({ method, operation }) {
  const [needed] = operation.security.flatMap((each) => Object.keys(each));
  const key =
    needed === "operatorToken" ? "Takes the operator’s token in the field above." : "Takes the key in the field above.";
  const text = `${needed ? key : ""} ${method === "get" ? "" : "It really writes."}`;
  return h("span", { class: "quiet" }, text.trim());
}

/**
 * Makes the call of the form and shows what came back.
 * @param {Call} call
 * @param {Filled} filled
 * @param {HTMLElement} answer
 */
async function send(call, filled, answer) {
  const key = byId("key", HTMLInputElement).value.trim();
  answer.replaceChildren(h("p", { class: "quiet" }, "Waiting …"));
  try {
    const response = await fetch(pathOf(call, filled), {
      method: call.method.toUpperCase(),
      headers: { ...headersOf(call, filled), ...(key === "" ? {} : { Authorization: `Bearer ${key}` }) },
      ...(filled.body === null ? {} : { body: filled.body }),
      credentials: "omit",
      cache: "no-store",
    });
    const text = await response.text();
    const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    answer.replaceChildren(
      h("h3", { class: `status ${response.ok ? "good" : "bad"}` }, `${response.status} ${response.statusText}`),
      text === "" ? h("p", { class: "quiet" }, "No body.") : code(pretty(text), "Body of the answer"),
      h("details", { class: "part" }, h("summary", {}, "Headers"), code(headers, "Headers of the answer")),
    );
  } catch (error) {
    answer.replaceChildren(h("p", { class: "status bad" }, `No answer: ${String(error)}`));
  }
}

/** @param {string} text */
function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
