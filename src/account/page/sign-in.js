/** For those who are not signed in: sign in, create an account, ask for a mail. The fragment of the address says which. */
import { h } from "/docs/dom.js";
import { post } from "./calls.js";
import { action, EMAIL, form, NEW_PASSWORD } from "./form.js";
import { say, show } from "./screen.js";

/**
 * Where somebody signs in, and what for.
 * @typedef {{
 *   title: string,
 *   intro: string,
 *   path: string,
 *   signedIn: () => Promise<void>,
 * }} Place
 */

/** @type {import("./form.js").Field} */
const PASSWORD = { name: "password", label: "Password", type: "password", autocomplete: "current-password" };

/** @type {import("./form.js").Field} */
const TOTP = {
  name: "code",
  label: "Code of your authenticator app",
  autocomplete: "one-time-code",
  attributes: { inputmode: "numeric", pattern: "\\s*([0-9]\\s*){6}", title: "six digits" },
};

/** @type {import("./form.js").Field} */
const BACKUP_CODE = {
  name: "code",
  label: "One of your backup codes",
  autocomplete: "off",
  attributes: { autocapitalize: "none" },
};

/** Better Auth comes back here behind the link of a mail; this and an `error` say with what. */
export const VERIFIED = "verified";

/**
 * What the fragment of the address asks for.
 * @param {Place} place
 */
export function showSignIn(place) {
  if (location.hash === "#create") return showCreate(place);
  if (location.hash === "#forgot") return showForgot(place.path);
  if (location.hash === "#confirm") return showConfirm(place, "Confirm your address");
  const submit = async (/** @type {Record<string, string>} */ { email, password }) => {
    const { twoFactorRedirect } = await post("/auth/sign-in/email", { email, password });
    say("");
    if (twoFactorRedirect) showSecondFactor(place, TOTP);
    else await place.signedIn();
  };
  show(
    place.title,
    place.intro !== "" && h("p", { class: "quiet" }, place.intro),
    form([EMAIL, PASSWORD], "Sign in", submit),
    ways(
      ["#create", "Create an account"],
      ["#forgot", "I forgot my password"],
      ["#confirm", "I have not confirmed my address yet"],
    ),
  );
}

/** @param {Place} place */
function showCreate(place) {
  const name = { name: "name", label: "Your name", autocomplete: "name", attributes: { maxlength: "200" } };
  const submit = async (/** @type {Record<string, string>} */ { email = "", ...rest }) => {
    await post("/auth/sign-up/email", { ...rest, email, callbackURL: callbackOf(place) });
    say("");
    show(
      "Look into your mail",
      h("p", {}, "We have written to ", h("strong", {}, email), ". Open the link in the mail, then sign in."),
      h("p", { class: "quiet" }, "Nothing there after a few minutes? It may lie among the unwanted ones."),
      again(place, email),
      ways([place.path, "Sign in"]),
    );
  };
  show(
    "Create an account",
    place.intro !== "" && h("p", { class: "quiet" }, place.intro),
    form([name, EMAIL, NEW_PASSWORD], "Create the account", submit),
    ways([place.path, "I have an account"]),
  );
}

/**
 * Says the same whether or not there is an account.
 * @param {string} path where to sign in
 */
export function showForgot(path) {
  const submit = async (/** @type {Record<string, string>} */ { email = "" }) => {
    await post("/auth/request-password-reset", { email, redirectTo: "/account/password" });
    say("");
    const text = ", we have written to it. Open the link in the mail; it works for one hour.";
    show(
      "Look into your mail",
      h("p", {}, "If there is an account with ", h("strong", {}, email), text),
      ways([path, "Sign in"]),
    );
  };
  show(
    "Choose a new password",
    h("p", { class: "quiet" }, "We send you a link by which you choose another one."),
    form([EMAIL], "Send the link", submit),
    ways([path, "Sign in"]),
  );
}

/**
 * @param {Place} place
 * @param {import("./form.js").Field} field
 */
function showSecondFactor(place, field) {
  const isTotp = field === TOTP;
  const submit = async (/** @type {Record<string, string>} */ { code = "" }) => {
    const path = `/auth/two-factor/${isTotp ? "verify-totp" : "verify-backup-code"}`;
    await post(path, { code: code.replaceAll(/\s/g, "") });
    await place.signedIn();
  };
  const other = async () => showSecondFactor(place, isTotp ? BACKUP_CODE : TOTP);
  show(
    "Confirm that it is you",
    form([field], "Sign in", submit),
    action(isTotp ? "Use a backup code instead" : "Use the authenticator app instead", other),
  );
}

/**
 * Sends another link that confirms an address. Whoever signs in is not told that this is what is missing.
 * @param {Place} place
 * @param {string} title
 */
export function showConfirm(place, title) {
  const submit = async (/** @type {Record<string, string>} */ { email = "" }) => {
    await sendAgain(place, email);
    const text = " waits for its confirmation, we have written to it once more.";
    show(
      "Look into your mail",
      h("p", {}, "If an account with ", h("strong", {}, email), text),
      ways([place.path, "Sign in"]),
    );
  };
  show(
    title,
    h("p", {}, "Links that confirm an address work for one hour. We gladly send you another one."),
    form([EMAIL], "Send another link", submit),
    ways([place.path, "Sign in"]),
  );
}

/**
 * @param {Place} place
 * @param {string} email
 */
function again(place, email) {
  return action("Send the mail again", async () => {
    await sendAgain(place, email);
    say(`We have written to ${email} once more.`);
  });
}

/**
 * @param {Place} place
 * @param {string} email
 */
async function sendAgain(place, email) {
  await post("/auth/send-verification-email", { email, callbackURL: callbackOf(place) });
}

/** @param {Place} place */
function callbackOf({ path }) {
  return `${path}?${VERIFIED}=yes`;
}

/** @param {...[href: string, label: string]} links */
function ways(...links) {
  return h("ul", { class: "ways" }, ...links.map(([href, label]) => h("li", {}, h("a", { href }, label))));
}
