import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { expect, it } from "vitest";
import { createCroft, type TypesOf } from "../../src/client/croft.ts";
import { useAggregate, useConnection, useLive, useRecord, useSession } from "../../src/client/react/react.ts";
import { createSession } from "../../src/client/session/session.ts";
import type { leads } from "../../src/resources/leads.ts";

const nobodyCalls = () => Promise.reject(new Error("A call was made."));
const session = createSession({ url: "https://croft.test", fetch: nobodyCalls });

/** A client that must not reach for the network. */
const acme = createCroft<TypesOf<{ leads: typeof leads }>>({
  url: "https://croft.test",
  token: "key",
  fetch: nobodyCalls,
  webSocket: class {
    constructor() {
      throw new Error("A socket was opened.");
    }
    send(): void {}
    close(): void {}
    addEventListener(): void {}
  },
}).tenant("acme");

function Page() {
  const list = useLive(acme.leads, { filter: { stage: "new" }, sort: ["-value"] });
  const nothing = useLive(acme.leads, null);
  const { record, status } = useRecord(acme.leads, "lead_1");
  const figures = useAggregate(acme.leads, { groupBy: ["stage"], count: true });
  const connection = useConnection(acme);
  const person = useSession(session);
  return createElement("p", null, JSON.stringify([list, nothing, record, status, figures, connection, person]));
}

it("renders the beginning of every hook on a server, and asks nobody", () => {
  const loading = { data: [], seq: null, status: "loading", error: null };
  const text = renderToString(createElement(Page))
    .replaceAll("&quot;", '"')
    .replaceAll(/<[^>]*>/g, "");
  expect(JSON.parse(text)).toEqual([
    loading,
    loading,
    null,
    "loading",
    loading,
    { status: "idle" },
    { status: "unknown" },
  ]);
});
