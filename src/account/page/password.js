/** `/account/password`: where the link of a mail leads, with a token that is good for one new password. */
import { h } from "/docs/dom.js";
import { post, Refusal } from "./calls.js";
import { form, NEW_PASSWORD } from "./form.js";
import { say, show } from "./screen.js";
import { showForgot } from "./sign-in.js";

/** @param {URLSearchParams} params of the address */
export function showPassword(params) {
  const token = params.get("token");
  if (params.has("error") || !token) return showOver();
  const submit = async (/** @type {Record<string, string>} */ { password }) => {
    try {
      await post("/auth/reset-password", { token, newPassword: password });
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== "INVALID_TOKEN") throw error;
      return showOver();
    }
    // It is used up; what stays in the history should not look like a key.
    history.replaceState(null, "", location.pathname);
    show(
      "Your password is changed",
      h("p", {}, "Wherever you were signed in, you are signed out now."),
      h("p", {}, h("a", { href: "/account" }, "Sign in")),
    );
  };
  show("Choose a new password", form([{ ...NEW_PASSWORD, label: "New password" }], "Save the password", submit));
}

function showOver() {
  showForgot("/account");
  say("This link is over, or it was used already. You can ask for another one.");
}
