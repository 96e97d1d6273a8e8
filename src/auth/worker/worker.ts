/** The entry of croft-auth: wiring only. Nothing reaches it but croft, through the binding `AUTH`. */
import { WorkerEntrypoint } from "cloudflare:workers";
import type { Accounts as AccountsInterface, ClerkMessage, Mail, PeopleQuery, PersonChange } from "../accounts.ts";
import { sendMail, signingKeys } from "./auth.ts";
import { takeClerkMessage } from "./clerk-webhook.ts";
import { EndedSessions } from "./ended-sessions.ts";
import { changePerson, findPerson, listPeople } from "./people.ts";
import { answer } from "./routes.ts";
import { SignInLimits } from "./sign-in-limits.ts";
import { endedSessions } from "./stubs.ts";

export { EndedSessions, SignInLimits };

/** What src/auth/accounts.ts describes. */
export class Accounts extends WorkerEntrypoint implements AccountsInterface {
  override fetch(request: Request): Promise<Response> {
    return answer(request);
  }

  jwks() {
    return signingKeys.published(Date.now());
  }

  async endedSince(after: number) {
    return endedSessions().since(after);
  }

  person(id: string) {
    return findPerson(id);
  }

  clerkMessage(message: ClerkMessage) {
    return takeClerkMessage(message, Date.now());
  }

  sendMail(mail: Mail) {
    return sendMail(mail);
  }

  people(query: PeopleQuery) {
    return listPeople(query);
  }

  updatePerson(id: string, change: PersonChange) {
    return changePerson(id, change);
  }
}

export default {
  // It has no route; a Worker has to have a default export.
  fetch: () => new Response(null, { status: 404 }),
};
