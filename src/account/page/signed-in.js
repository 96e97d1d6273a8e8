/** `/account` of somebody who is signed in: who they are, what they belong to, and where else they are signed in. */
import { h } from "/docs/dom.js";
import { asPerson, post, read, sentenceOf } from "./calls.js";
import { action } from "./form.js";
import { say, show } from "./screen.js";

/** @typedef {{ id: string, name: string, email: string }} Person */
/** @typedef {{ id: string, createdAt: string, ipAddress?: string | null, userAgent?: string | null }} Session */
/** @typedef {{ user: Person, session: Session }} SignedIn */

/**
 * @param {SignedIn} signedIn
 * @param {() => Promise<void>} leave signs out
 */
export function showSignedIn({ user, session }, leave) {
  const tenants = h("div", {}, WAITING());
  const sessions = h("div", {}, WAITING());
  show(
    user.name,
    h("p", { class: "quiet" }, `You are signed in as ${user.email}.`),
    action("Sign out", leave),
    h("h2", {}, "What you belong to"),
    tenants,
    h("h2", {}, "Where you are signed in"),
    sessions,
  );
  void fill(tenants, drawTenants);
  void fill(sessions, () => drawSessions(session));
}

const WAITING = () => h("p", { class: "quiet" }, "One moment …");

/**
 * @param {HTMLElement} place
 * @param {() => Promise<Node[]>} draw
 */
async function fill(place, draw) {
  try {
    place.replaceChildren(...(await draw()));
  } catch (error) {
    const again = async () => fill(place, draw);
    place.replaceChildren(h("p", {}, sentenceOf(error)), action("Try again", again));
  }
}

async function drawTenants() {
  const { data } = await asPerson("GET", "/v1/me");
  /** @type {{ tenant: string, role: string }[]} */
  const tenants = data.tenants;
  if (tenants.length === 0) return [h("p", { class: "quiet" }, "Nothing yet. Invitations come by mail.")];
  const rows = tenants.map(({ tenant, role }) =>
    h("li", {}, h("span", {}, tenant), h("span", { class: "quiet" }, role)),
  );
  return [h("ul", { class: "rows" }, ...rows)];
}

/** @param {Session} here */
async function drawSessions(here) {
  /** @type {Session[]} */
  const sessions = await read("/auth/list-sessions");
  const newestFirst = sessions.sort((one, other) => other.createdAt.localeCompare(one.createdAt));
  const rows = newestFirst.map((session) => {
    const where = [deviceOf(session.userAgent ?? ""), session.ipAddress].filter(Boolean).join(", ");
    const name = session.id === here.id ? h("strong", {}, `${where} (here)`) : h("span", {}, where);
    return h("li", {}, name, h("span", { class: "quiet" }, "since ", timeOf(session.createdAt)));
  });
  const endOthers = async () => {
    await post("/auth/revoke-other-sessions");
    say("You are signed out everywhere else.");
    list.replaceChildren(...(await drawSessions(here)));
  };
  const list = h("div", {}, h("ul", { class: "rows" }, ...rows));
  if (sessions.length > 1) list.append(action("Sign out everywhere else", endOthers));
  return [list];
}

/** @param {string} iso */
function timeOf(iso) {
  const text = new Date(iso).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  return h("time", { datetime: iso }, text);
}

/**
 * Browser and system by what browsers say of themselves, the name that others carry along last.
 * @param {string} userAgent
 */
function deviceOf(userAgent) {
  const first = (/** @type {readonly string[][]} */ names) =>
    names.find(([mark = ""]) => userAgent.includes(mark))?.at(-1);
  const browser = first([["Edg/", "Edge"], ["OPR/", "Opera"], ["Firefox"], ["Chrome"], ["Safari"]]);
  const system = first([["iPhone"], ["iPad"], ["Android"], ["Windows"], ["Mac OS", "macOS"], ["Linux"]]);
  return [browser ?? "Unknown program", system && `on ${system}`].filter(Boolean).join(" ");
}
