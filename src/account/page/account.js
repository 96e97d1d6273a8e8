/** The account's page: looks who is signed in, and shows what the address asks for. */
import { h } from "/docs/dom.js";
import { post, read, sentenceOf } from "./calls.js";
import { action } from "./form.js";
import { showInvitation } from "./invitation.js";
import { showPassword } from "./password.js";
import { say, show } from "./screen.js";
import { showConfirm, showSignIn, VERIFIED } from "./sign-in.js";
import { showSignedIn } from "./signed-in.js";

/** @import { SignedIn } from "./signed-in.js" */
/** @import { Place } from "./sign-in.js" */

const path = location.pathname.replace(/\/$/, "");
const params = new URLSearchParams(location.search);
const [, invitation] = /^\/invitations\/([^/]+)$/.exec(path) ?? [];

/** @type {Place} */
const PLACE = {
  title: invitation ? "You are invited" : "Sign in",
  intro: invitation
    ? "Sign in with the address that the invitation came to. If you have no account with it, create one."
    : "",
  path: invitation ? path : "/account",
  signedIn: draw,
};

async function leave() {
  await post("/auth/sign-out");
  say("You are signed out.");
  await draw();
}

/** Shows what the address asks for, to whoever is signed in now. */
async function draw() {
  /** @type {SignedIn | null} */
  const signedIn = await read("/auth/get-session");
  if (!signedIn) return showSignIn(PLACE);
  if (location.hash !== "") history.replaceState(null, "", path);
  if (invitation) showInvitation(invitation, signedIn.user, leave);
  else showSignedIn(signedIn, leave);
}

/** Draws, or says why it cannot. */
async function start() {
  try {
    await draw();
  } catch (error) {
    const retry = async () => {
      say("");
      await draw();
    };
    show("That did not work", h("p", {}, sentenceOf(error)), action("Try again", retry, "main"));
  }
}

/** Behind the link of a mail the address says how it went; told once, it goes. */
async function arrive() {
  const failed = params.has("error");
  const verified = params.has(VERIFIED);
  if (failed || verified) history.replaceState(null, "", path);
  if (failed && verified) return showConfirm(PLACE, "This link is over");
  if (failed) say("Signing in did not work. Try it again.");
  else if (verified) say("Your address is confirmed.");
  await start();
}

if (path === "/account/password") {
  showPassword(params);
} else {
  addEventListener("hashchange", () => {
    say("");
    void start();
  });
  await arrive();
}
