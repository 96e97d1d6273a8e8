/** A page of the browser tests: leads by their stage, one of them in full, figures, the connection, and what can be done. */
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import { createCroft, type TypesOf } from "../../../src/client/croft.ts";
import { useAggregate, useConnection, useLive, useRecord } from "../../../src/client/react/react.ts";
import type { leads } from "../../../src/resources/leads.ts";

type Resources = TypesOf<{ leads: typeof leads }>;

const given = new URLSearchParams(location.hash.slice(1));
const croft = createCroft<Resources>({ url: given.get("url") ?? "", token: given.get("key") ?? "" });
const acme = croft.tenant(given.get("tenant") ?? "");

/** How often a hook asked for a query of leads: once for each query, not for each render. */
let asked = 0;
const { leads: resource } = acme;
const live = resource.live.bind(resource);
resource.live = (query) => {
  asked += 1;
  return live(query);
};

function Leads() {
  const [stage, show] = useState("new");
  const [selected, select] = useState<string | null>(null);
  const { data, status } = useLive(acme.leads, { filter: { stage }, sort: ["-value"] });
  return (
    <main>
      <Connection />
      {["new", "qualified"].map((each) => (
        <button type="button" key={each} onClick={() => show(each)}>{`show ${each}`}</button>
      ))}
      <ul data-testid="leads" data-status={status} data-asked={asked}>
        {data.map((lead) => (
          <li key={lead.id}>
            <span data-testid="lead">{`${lead.title} ${lead.value}`}</span>
            <button type="button" onClick={() => select(lead.id)}>{`select ${lead.title}`}</button>
            <button type="button" onClick={() => raise(lead.id, lead.value)}>{`raise ${lead.title}`}</button>
          </li>
        ))}
      </ul>
      <button
        type="button"
        onClick={() => void acme.leads.create({ title: "Added here", stage: "new", value: 1 }, { optimistic: true })}
      >
        add
      </button>
      <Twin />
      <Selected id={selected} />
      <Stages />
    </main>
  );
}

function raise(id: string, value: number): void {
  void acme.leads.update(id, { value: value + 1 }, { optimistic: true });
}

function Connection() {
  return <p data-testid="connection">{useConnection(acme).status}</p>;
}

/** The same query as that of the list at first, written down another time. */
function Twin() {
  return <p data-testid="twin">{useLive(acme.leads, { sort: ["-value"], filter: { stage: "new" } }).data.length}</p>;
}

function Selected({ id }: { readonly id: string | null }) {
  const { record, status } = useRecord(acme.leads, id);
  return (
    <p data-testid="record">{record ? `${record.title} ${record.stage} ${record.value}` : `no record, ${status}`}</p>
  );
}

function Stages() {
  const { data } = useAggregate(acme.leads, { groupBy: ["stage"], count: true, sum: ["value"] });
  const rows = data.map((row) => JSON.stringify([row.stage, row.count, row.sum]));
  return <p data-testid="stages">{rows.toSorted().join(" ")}</p>;
}

function App() {
  const [open, setOpen] = useState(true);
  if (!open) return <p>closed</p>;
  return (
    <>
      <button type="button" onClick={() => setOpen(false)}>
        close
      </button>
      <Leads />
    </>
  );
}

const root = document.getElementById("root");
if (!root) throw new Error("The page has no element to render into.");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
