/** `/invitations/{token}`: whoever is signed in may accept; the others sign in first. The token goes to the call that accepts. */
import { h } from "/docs/dom.js";
import { asPerson, Refusal, sentenceOf } from "./calls.js";
import { action } from "./form.js";
import { say, show } from "./screen.js";

/** @import { Person } from "./signed-in.js" */

/** One acceptance, however often it is sent: an answer that was lost comes again. */
const IDEMPOTENCY_KEY = crypto.randomUUID();

/**
 * @param {string} token
 * @param {Person} person who is signed in
 * @param {() => Promise<void>} leave signs them out
 */
export function showInvitation(token, person, leave) {
  const accept = async () => {
    const headers = { "Idempotency-Key": IDEMPOTENCY_KEY };
    try {
      const { data } = await asPerson("POST", `/v1/invitations/${token}/accept`, headers);
      showAccepted(data);
    } catch (error) {
      const refused = error instanceof Refusal ? REFUSED[error.status] : undefined;
      if (!refused) throw error;
      showRefused(refused(sentenceOf(error)), person, leave);
    }
  };
  show(
    "You are invited",
    whoIs(person),
    action("Accept the invitation", accept, "main"),
    action("Use another account", leave),
  );
}

/**
 * What to say by the status of the answer, with the server's sentence where there are several reasons.
 * @type {Readonly<Record<number, (sentence: string) => [title: string, ...paragraphs: string[]]>>}
 */
const REFUSED = {
  403: (sentence) => [
    "You cannot accept this invitation",
    sentence,
    "It can be accepted with the address that it was sent to alone.",
  ],
  404: () => ["There is no such invitation", "Look whether the address of this page is the whole link of the mail."],
  409: (sentence) => ["Nothing is left to accept", sentence, "If that was not you, ask whoever invited you."],
  410: () => [
    "This invitation is over",
    "Invitations end after seven days, or when they are taken back. Ask whoever invited you for another one.",
  ],
};

/**
 * @param {[title: string, ...paragraphs: string[]]} words
 * @param {Person} person
 * @param {() => Promise<void>} leave
 */
function showRefused([title, ...paragraphs], person, leave) {
  say("");
  show(
    title,
    paragraphs.map((text) => h("p", {}, text)),
    whoIs(person),
    action("Use another account", leave),
    h("p", {}, h("a", { href: "/account" }, "To your account")),
  );
}

/** @param {{ tenant: string, member: { role: string } }} accepted */
function showAccepted({ tenant, member }) {
  say("");
  show(
    `You are now ${member.role} of ${tenant}`,
    h("p", {}, h("a", { href: `/t/${tenant}` }, `Go to ${tenant}`)),
    h(
      "p",
      {},
      "You find it with everything else that you belong to in ",
      h("a", { href: "/account" }, "your account"),
      ".",
    ),
  );
}

/** @param {Person} person */
function whoIs({ name, email }) {
  return h("p", {}, "You are signed in as ", h("strong", {}, name), `, ${email}.`);
}
