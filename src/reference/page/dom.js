/** Elements, made of texts alone: nothing is ever parsed as HTML. */

/** @typedef {Node | string | null | false} Child */

/**
 * An element with attributes, listeners (`onclick`) and children. False and null children are left out.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | boolean | EventListener>} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (typeof value === "string") element.setAttribute(name, value);
    else element.toggleAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== false));
  return element;
}

/**
 * An element of the page by its id.
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function byId(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`The page has no ${kind.name} #${id}.`);
  return element;
}

/**
 * The few marks that the documents use: paragraphs, `##` headings, tables and code.
 * @param {string} text
 * @returns {HTMLElement[]}
 */
export function markdown(text) {
  return text.split("\n\n").map((block) => {
    if (block.startsWith("## ")) return h("h2", {}, block.slice(3));
    return block.startsWith("|") ? tableOf(block.split("\n")) : h("p", {}, inline(block));
  });
}

/**
 * @param {string} text
 * @returns {Child[]}
 */
export function inline(text) {
  return text.split("`").map((part, index) => (index % 2 === 1 ? h("code", {}, part) : part));
}

/** @param {readonly string[]} lines */
function tableOf(lines) {
  const cells = (/** @type {string} */ line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim());
  const [head = "", , ...rows] = lines;
  return table(
    cells(head),
    rows.map((row) => cells(row).map(inline)),
  );
}

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly (Child | Child[])[])[]} rows
 */
export function table(head, rows) {
  const headings = head.map((text) => h("th", { scope: "col" }, text));
  const body = rows.map((cells) => h("tr", {}, ...cells.map((cell) => h("td", {}, cell))));
  // Reached by keyboard, for where it is wider than the screen.
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": head.join(", ") },
    h("table", {}, h("thead", {}, h("tr", {}, ...headings)), h("tbody", {}, ...body)),
  );
}

/**
 * Code with a button that copies it.
 * @param {string} text
 * @param {string} label
 */
export function code(text, label) {
  return h("pre", { tabindex: "0", "aria-label": label }, h("code", {}, text));
}

/** @param {() => string} text */
export function copyButton(text) {
  const copy = async () => {
    await navigator.clipboard.writeText(text());
    button.textContent = "Copied";
  };
  const button = h("button", { type: "button", class: "end", onclick: () => void copy() }, "Copy");
  return button;
}
