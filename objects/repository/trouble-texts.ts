/** Trouble with GitHub in words for everybody who sees the repository. Nothing of a credential, an address or an answer is in them. */
import type { Fault } from "../github/answer.ts";
import type { Absence, Outcome } from "../github/outcome.ts";

export const ABSENCE_TEXTS: Readonly<Record<Absence, string>> = {
  missing: "GitHub shows nothing there any more.",
  blocked: "GitHub withholds it for legal reasons.",
  disabled: "Issues are switched off.",
  empty: "The repository is empty.",
  "too-large": "The list is too large for GitHub to show.",
};

const FAULT_TEXTS: Readonly<Record<Fault, string>> = {
  timeout: "GitHub did not answer in time.",
  "too-large": "GitHub's answer was too large.",
  network: "GitHub could not be reached.",
  "not-utf8": "GitHub's answer was no text.",
  address: "GitHub's answer led to another address.",
};

export function textOfFault(fault: Fault): string {
  return FAULT_TEXTS[fault];
}

export function textOfOutcome(outcome: Outcome): string {
  switch (outcome.is) {
    case "absent":
      return ABSENCE_TEXTS[outcome.why];
    case "moved":
      return "The repository has moved.";
    case "limited":
      return "GitHub's limit of requests is used up.";
    case "unauthenticated":
      return "GitHub refuses the credential.";
    case "refused":
      return outcome.why === "saml"
        ? "GitHub asks for a sign-in of the organisation (SAML)."
        : "GitHub does not let the credential read this.";
    case "page-refused":
      return "GitHub refused a later page of the list.";
    case "too-slow":
      return "GitHub took too long to make the page.";
    case "failed":
      return `GitHub answered ${outcome.status}.`;
    default:
      return "GitHub sent something else than a list.";
  }
}
