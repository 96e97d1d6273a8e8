/** Where the link of an invitation leads. Whoever is signed in may accept it; the others sign in first, and come back. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { CroftError, createCroft } from "../../client/croft.ts";
import { useSession } from "../../client/react/use-session.ts";
import type { Person } from "../../client/session/session.ts";
import { session } from "../service.ts";
import { TEXTS } from "../texts/invitation.ts";
import { TEXTS as SIGN_IN } from "../texts/sign-in.ts";
import { Button, buttonClass } from "../ui/button.tsx";
import { Loading } from "../ui/notice.tsx";
import { Entry, EntryError } from "./entry.tsx";

export function InvitationPage() {
  const { token } = useParams({ from: "/invitations/$token" });
  const state = useSession(session);
  if (state.status === "signed-in") return <Accept key={state.person.id} token={token} person={state.person} />;
  return (
    <Entry title={TEXTS.title}>
      {state.status === "unknown" ? <Loading /> : <SignInToAccept next={`/invitations/${token}`} />}
    </Entry>
  );
}

function SignInToAccept({ next }: { readonly next: string }) {
  return (
    <>
      <p>{TEXTS.signInFirst}</p>
      <Link to="/sign-in" search={{ next }} className={buttonClass("main")}>
        {SIGN_IN.title}
      </Link>
      <Link to="/sign-up" search={{ next }} className={buttonClass()}>
        {SIGN_IN.noAccount}
      </Link>
    </>
  );
}

function Accept({ token, person }: { readonly token: string; readonly person: Person }) {
  // One acceptance, however often it is sent: an answer that was lost comes again.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const queries = useQueryClient();
  const accept = useMutation({
    mutationFn: () => createCroft({ url: location.origin, session }).acceptInvitation(token, { idempotencyKey }),
    // Whoever is told to belong nowhere is not let in.
    onSuccess: () => queries.invalidateQueries({ queryKey: ["me"] }),
  });
  if (accept.isSuccess) return <Accepted {...accept.data} />;
  const refused = refusalOf(accept.error);
  return (
    <Entry title={refused?.title ?? TEXTS.title}>
      {refused ? refused.text.map((each) => <p key={each}>{each}</p>) : <EntryError error={accept.error} />}
      <p className="wrap-anywhere">{TEXTS.signedInAs(person.name, person.email)}</p>
      {!refused && (
        <Button look="main" onClick={() => accept.isPending || accept.mutate()} aria-disabled={accept.isPending}>
          {TEXTS.accept}
        </Button>
      )}
      <UseAnother />
      {refused && <ToTenants />}
    </Entry>
  );
}

function Accepted({ tenant, member: { role } }: Readonly<{ tenant: string; member: { readonly role: string } }>) {
  return (
    <Entry title={TEXTS.accepted(role, tenant)}>
      <Link to="/t/$tenant" params={{ tenant }} className={buttonClass("main")}>
        {TEXTS.goTo(tenant)}
      </Link>
      <ToTenants />
    </Entry>
  );
}

/** Signs out, and shows who may sign in instead: the address stays. */
function UseAnother() {
  const leave = useMutation({ mutationFn: () => session.signOut() });
  return (
    <>
      <EntryError error={leave.error} />
      <Button onClick={() => leave.isPending || leave.mutate()}>{TEXTS.useAnother}</Button>
    </>
  );
}

function ToTenants() {
  return (
    <Link to="/tenants" className="text-accent hover:underline">
      {TEXTS.toTenants}
    </Link>
  );
}

/** What to say by the status of the answer; null for what may pass by itself. */
function refusalOf(error: Error | null): { readonly title: string; readonly text: readonly string[] } | null {
  if (!(error instanceof CroftError)) return null;
  const { overText, notThereText, forbiddenHint, acceptedHint } = TEXTS;
  if (error.status === 403) return { title: TEXTS.forbidden, text: [error.message, forbiddenHint] };
  if (error.status === 404) return { title: TEXTS.notThere, text: [notThereText] };
  if (error.status === 409) return { title: TEXTS.acceptedBefore, text: [error.message, acceptedHint] };
  if (error.status === 410) return { title: TEXTS.over, text: [overText] };
  return null;
}
