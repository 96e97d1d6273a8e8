/** Reads both documents, draws the list of calls and what is chosen of it. */
import { byId, h } from "./dom.js";
import { Components } from "./schema.js";
import { badge, callView, liveView, startView } from "./views.js";

/** @import { AsyncApi, Call, OpenApi, Operation } from "./types.ts" */

/**
 * One line of the list.
 * @typedef {{ hash: string, group: string, label: string, method: string | null, words: string, draw: () => HTMLElement[] }} Entry
 */

const main = byId("main", HTMLElement);
const search = byId("search", HTMLInputElement);
const list = byId("calls", HTMLElement);
const found = byId("found", HTMLElement);

/**
 * @param {string} path
 * @returns {Promise<any>} JSON of this very server
 */
async function read(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}.`);
  return answer.json();
}

/**
 * @param {OpenApi} openApi
 * @param {AsyncApi} asyncApi
 * @returns {Entry[]}
 */
function entriesOf(openApi, asyncApi) {
  const components = new Components(openApi.components);
  const calls = Object.entries(openApi.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => entryOf(method, path, operation, components)),
  );
  const messages = Object.values(asyncApi.components.messages).map(({ name, summary }) => `${name} ${summary}`);
  const errors = openApi.info.description;
  const start = { group: "", method: null };
  return [
    {
      ...start,
      hash: "#/",
      label: "Introduction and errors",
      words: errors.toLowerCase(),
      draw: () => startView(openApi),
    },
    {
      ...start,
      hash: "#/messages",
      label: "Live messages",
      words: `live websocket subscribe ${messages.join(" ")} ${asyncApi.info.description}`.toLowerCase(),
      draw: () => liveView(asyncApi),
    },
    // By tag, in the document's order of tags.
    ...openApi.tags.flatMap(({ name }) => calls.filter(({ group }) => group === name)),
  ];
}

/**
 * @param {string} method
 * @param {string} path
 * @param {Operation} operation
 * @param {Components} components
 * @returns {Entry}
 */
function entryOf(method, path, operation, components) {
  const parameters = operation.parameters.map((each) => components.find(each));
  /** @type {Call} */
  const call = { id: operation.operationId, method, path, operation, parameters };
  const [group = ""] = operation.tags;
  const words = [
    operation.summary,
    method,
    path,
    operation.operationId,
    operation.description ?? "",
    ...parameters.map(({ name }) => name),
  ];
  return {
    hash: `#/${call.id}`,
    group,
    label: operation.summary,
    method,
    words: words.join(" ").toLowerCase(),
    draw: () => callView(call, components),
  };
}

/**
 * Entries that have every typed word; those with all of them in the label first.
 * @param {Entry[]} entries
 * @param {string} typed
 */
function matching(entries, typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const hits = entries.filter((entry) => words.every((word) => entry.words.includes(word)));
  const inLabel = (/** @type {Entry} */ { label }) => words.every((word) => label.toLowerCase().includes(word));
  return words.length === 0 ? hits : [...hits.filter(inLabel), ...hits.filter((entry) => !inLabel(entry))];
}

/**
 * @param {Entry[]} entries
 * @param {boolean} flat in the order given, without groups
 */
function drawList(entries, flat) {
  const here = current();
  const line = (/** @type {Entry} */ { hash, label, method }) => {
    const link = h("a", { href: hash }, method ? badge(method) : null, h("span", {}, label));
    if (hash === here) link.setAttribute("aria-current", "page");
    return h("li", {}, link);
  };
  if (flat) return list.replaceChildren(h("ul", {}, ...entries.map(line)));
  const groups = [...new Set(entries.map(({ group }) => group))];
  list.replaceChildren(
    ...groups.map((name) => {
      const own = entries.filter(({ group }) => group === name);
      const lines = h("ul", {}, ...own.map(line));
      if (name === "") return lines;
      return h("details", { open: own.some(({ hash }) => hash === here) }, h("summary", {}, name), lines);
    }),
  );
}

function current() {
  return location.hash === "" ? "#/" : location.hash;
}

/** @param {Entry[]} entries */
function show(entries) {
  const entry = entries.find(({ hash }) => hash === current());
  main.replaceChildren(
    ...(entry?.draw() ?? [
      h("h1", {}, "There is nothing here"),
      h("p", {}, h("a", { href: "#/" }, "To the beginning")),
    ]),
  );
  document.title = `${entry?.label ?? "Not found"} – ${byId("title", HTMLElement).textContent}`;
  for (const link of list.querySelectorAll("a")) {
    const chosen = link.getAttribute("href") === current();
    if (chosen) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
    const group = link.closest("details");
    if (chosen && group) group.open = true;
  }
}

/** @param {Entry[]} entries */
function listen(entries) {
  search.addEventListener("input", () => {
    const hits = matching(entries, search.value);
    const typed = search.value.trim() !== "";
    drawList(hits, typed);
    found.textContent = typed ? `${hits.length} found` : "";
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") list.querySelector("a")?.click();
    if (event.key === "Escape") {
      search.value = "";
      search.dispatchEvent(new Event("input"));
    }
  });
  addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      search.focus();
    }
  });
  byId("key-form", HTMLFormElement).addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", () => {
    show(entries);
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
  });
}

try {
  /** @type {[OpenApi, AsyncApi]} */
  const [openApi, asyncApi] = await Promise.all([read("/openapi.json"), read("/asyncapi.json")]);
  byId("title", HTMLElement).textContent = openApi.info.title;
  const entries = entriesOf(openApi, asyncApi);
  drawList(entries, false);
  show(entries);
  listen(entries);
} catch (error) {
  main.replaceChildren(h("h1", {}, "The reference could not be read"), h("p", {}, String(error)));
}
