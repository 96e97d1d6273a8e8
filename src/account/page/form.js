/** Forms and buttons that make a call: one at a time, and what goes wrong stands below and is read out. */
import { h } from "/docs/dom.js";
import { sentenceOf } from "./calls.js";

/** @import { Child } from "/docs/dom.js" */

/**
 * @typedef {{
 *   name: string,
 *   label: string,
 *   type?: string,
 *   autocomplete: string,
 *   hint?: string,
 *   attributes?: Record<string, string>,
 * }} Field
 */

/** @type {Field} */
export const EMAIL = { name: "email", label: "E-mail address", type: "email", autocomplete: "username" };

/** @type {Field} */
export const NEW_PASSWORD = {
  name: "password",
  label: "Password",
  type: "password",
  autocomplete: "new-password",
  hint: "At least 10 characters. A few words are easier to remember than symbols.",
  attributes: { minlength: "10", maxlength: "128" },
};

/**
 * @param {readonly Field[]} fields
 * @param {string} label of the button
 * @param {(values: Record<string, string>) => Promise<void>} submit throws what is shown as a sentence
 */
export function form(fields, label, submit) {
  const inputs = fields.map(inputOf);
  const button = h("button", { class: "main", type: "submit" }, label);
  const values = () => Object.fromEntries(inputs.map(({ input }) => [input.name, input.value]));
  const { problem, run } = running(button, () => submit(values()));
  const onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    void run();
  };
  return h("form", { onsubmit }, ...inputs.flatMap(({ parts }) => parts), problem, button);
}

/**
 * @param {string} label
 * @param {() => Promise<void>} act throws what is shown as a sentence
 * @param {string} [kind] `main` for the one that the view is there for
 */
export function action(label, act, kind = "") {
  const button = h("button", { type: "button", class: kind, onclick: () => void run() }, label);
  const { problem, run } = running(button, act);
  return h("div", { class: "action" }, button, problem);
}

/**
 * @param {HTMLButtonElement} button shows that a call is under way; it keeps the focus, which a disabled one would lose
 * @param {() => Promise<void>} act
 */
function running(button, act) {
  const problem = h("p", { class: "problem", role: "alert" });
  const run = async () => {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    problem.replaceChildren();
    try {
      await act();
    } catch (error) {
      problem.textContent = sentenceOf(error);
    }
    button.removeAttribute("aria-disabled");
  };
  return { problem, run };
}

/** @param {Field} field */
function inputOf({ name, label, type = "text", autocomplete, hint, attributes = {} }) {
  const input = h("input", { id: name, name, type, autocomplete, required: true, spellcheck: "false", ...attributes });
  /** @type {Child[]} */
  const parts = [h("label", { for: name }, label), input];
  if (hint) {
    input.setAttribute("aria-describedby", `${name}-hint`);
    parts.push(h("p", { class: "hint", id: `${name}-hint` }, hint));
  }
  if (type === "password") {
    const onchange = () => input.setAttribute("type", box.checked ? "text" : "password");
    const box = h("input", { type: "checkbox", onchange });
    parts.push(h("label", { class: "check" }, box, "Show it"));
  }
  return { input, parts };
}
