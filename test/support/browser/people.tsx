/** A page of the browser tests: who is signed in, and the leads of their tenant. Tests sign in and out by `session` itself. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createCroft, type TypesOf } from "../../../src/client/croft.ts";
import { useConnection, useLive, useSession } from "../../../src/client/react/react.ts";
import { createSession } from "../../../src/client/session/session.ts";
import type { leads } from "../../../src/resources/leads.ts";

type Resources = TypesOf<{ leads: typeof leads }>;

const given = new URLSearchParams(location.hash.slice(1));
const url = given.get("url") ?? "";
const session = createSession({ url });
const croft = createCroft<Resources>({ url, session });
const acme = croft.tenant(given.get("tenant") ?? "");
const tools = { session, croft, acme };

declare global {
  /** What a test may use in the page. */
  interface Window {
    people: typeof tools;
  }
}
window.people = tools;

function Page() {
  const state = useSession(session);
  return (
    <main>
      <p data-testid="session">{state.status === "signed-in" ? state.person.email : state.status}</p>
      <Leads />
    </main>
  );
}

function Leads() {
  const { data, status } = useLive(acme.leads, { sort: ["-value"] });
  return (
    <ul data-testid="leads" data-status={status} data-connection={useConnection(acme).status}>
      {data.map((lead) => (
        <li key={lead.id} data-testid="lead">{`${lead.title} ${lead.value}`}</li>
      ))}
    </ul>
  );
}

const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <Page />
    </StrictMode>,
  );
