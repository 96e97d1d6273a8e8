/** What the page behind the link of an invitation says. */
export const TEXTS = {
  title: "You are invited",
  signInFirst: "Sign in with the address that the invitation came to. If you have no account with it, create one.",
  signedInAs: (name: string, email: string) => `You are signed in as ${name}, ${email}.`,
  accept: "Accept the invitation",
  useAnother: "Use another account",
  accepted: (role: string, tenant: string) => `You are now ${role} of ${tenant}`,
  goTo: (tenant: string) => `Go to ${tenant}`,
  toTenants: "To your tenants",
  forbidden: "You cannot accept this invitation",
  forbiddenHint: "It can be accepted with the address that it was sent to alone.",
  notThere: "There is no such invitation",
  notThereText: "Look whether the address of this page is the whole link of the mail.",
  acceptedBefore: "Nothing is left to accept",
  acceptedHint: "If that was not you, ask whoever invited you.",
  over: "This invitation is over",
  overText: "Invitations end after seven days, or when they are taken back. Ask whoever invited you for another one.",
} as const;
