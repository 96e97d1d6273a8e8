/** Records over REST, the writing half: parse, call the store, reply. */

import { type Reply, recordReply, reply } from "../records/reply.ts";
import type { Call } from "./call.ts";
import { commit } from "./write.ts";

export function createRecord(call: Call): Reply {
  const resource = call.resource();
  call.allowParams("upsert");
  const body = call.json();
  const match = call.query.get("upsert");
  return commit(call, [resource.name], (writer) => {
    const written =
      match === null ? writer.create(resource, body) : writer.upsert(resource, match, body, call.expectedVersions());
    const location = `/v1/tenants/${call.tenant.view.tenant}/${resource.name}/${written.record.id}`;
    return recordReply(
      written.created ? 201 : 200,
      written,
      call.tenant.store.log.seq,
      written.created ? { Location: location } : {},
    );
  });
}

export function updateRecord(call: Call): Reply {
  return change(call, "update");
}

export function replaceRecord(call: Call): Reply {
  return change(call, "replace");
}

function change(call: Call, how: "update" | "replace"): Reply {
  const resource = call.resource();
  call.allowParams();
  const body = call.json();
  return commit(call, [resource.name], (writer) => {
    const written = writer[how](resource, call.param("id"), body, call.expectedVersions());
    return recordReply(200, written, call.tenant.store.log.seq);
  });
}

export function deleteRecord(call: Call): Reply {
  const resource = call.resource();
  call.allowParams("purge");
  const purge = call.flag("purge");
  return commit(call, [resource.name], (writer) => {
    const expected = call.expectedVersions();
    const gone = purge
      ? writer.purge(resource, call.param("id"), expected)
      : writer.remove(resource, call.param("id"), expected);
    return reply(200, { id: gone.id, deletedAt: gone.deletedAt }, { seq: call.tenant.store.log.seq });
  });
}

export function restoreRecord(call: Call): Reply {
  const resource = call.resource();
  call.allowParams();
  return commit(call, [resource.name], (writer) =>
    recordReply(200, writer.restore(resource, call.param("id"), call.expectedVersions()), call.tenant.store.log.seq),
  );
}
