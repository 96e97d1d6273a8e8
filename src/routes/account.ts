/**
 * `GET /account`, `/account/password` and `/invitations/{token}`: one page, to which the links in mails lead. It signs people in
 * and lets them accept invitations, by the calls that everybody has. Its path may hold a token, which stays in the browser.
 */
import * as z from "zod";
import account from "../account/page/account.css";
import page from "../account/page/account.html";
import script from "../account/page/account.js";
import calls from "../account/page/calls.js";
import form from "../account/page/form.js";
import invitation from "../account/page/invitation.js";
import password from "../account/page/password.js";
import screen from "../account/page/screen.js";
import signIn from "../account/page/sign-in.js";
import signedIn from "../account/page/signed-in.js";
import { pageFile, pageFiles } from "./page-file.ts";

/** The page, whatever stands in the query: the page reads what it knows, and links gather more on their way through mails. */
export const showAccount = pageFile(page, "html", z.looseObject({}));

/** A file of the page. */
export const showAccountFile = pageFiles({
  "account.css": pageFile(account, "css"),
  "account.js": pageFile(script, "js"),
  "calls.js": pageFile(calls, "js"),
  "form.js": pageFile(form, "js"),
  "invitation.js": pageFile(invitation, "js"),
  "password.js": pageFile(password, "js"),
  "screen.js": pageFile(screen, "js"),
  "sign-in.js": pageFile(signIn, "js"),
  "signed-in.js": pageFile(signedIn, "js"),
});
