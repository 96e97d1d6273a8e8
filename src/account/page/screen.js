/** What stands on the page: one view at a time, and a note above it about what has just happened. */
import { byId, h } from "/docs/dom.js";

/** @import { Child } from "/docs/dom.js" */

const view = byId("view", HTMLElement);
const note = byId("note", HTMLElement);
let isFirst = true;

/**
 * Puts a view in the place of the one before. Whoever hears the page is taken to its heading, but for the first one, which is read anyway.
 * @param {string} title
 * @param {...(Child | Child[])} children
 */
export function show(title, ...children) {
  const heading = h("h1", { tabindex: "-1" }, title);
  view.replaceChildren(heading, h("div", {}, ...children));
  document.title = title;
  if (!isFirst) heading.focus();
  isFirst = false;
}

/** @param {string} text what to say above this view and the next ones; "" takes it away */
export function say(text) {
  note.textContent = text;
}
