/** The keys of programs. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { IssuedKey } from "../../../client/administration/administration.ts";
import { useTenant } from "../../shell/tenant-context.ts";
import { TEXTS } from "../../texts/settings.ts";
import { Button } from "../../ui/button.tsx";
import { Empty, Failed, Loading } from "../../ui/notice.tsx";
import { keySchema, rowsOf } from "../rows.ts";
import { useRows } from "../use-rows.ts";
import { KeyRow } from "./key-row.tsx";
import { MakeKey } from "./make-key.tsx";
import { ShownKey } from "./shown-key.tsx";

const LIVING = { filter: { revokedAt: { isNull: true } }, sort: ["-createdAt"], limit: 1_000 };

export function ApiKeysSection() {
  const { rows, status, error } = useRows("api-keys", keySchema, LIVING);
  const usedAt = useLastUse();
  const [makes, setMakes] = useState(false);
  const [shown, setShown] = useState<IssuedKey | null>(null);
  const issued = (key: IssuedKey) => {
    setMakes(false);
    setShown(key);
  };
  if (status === "failed") return <Failed error={error} />;
  return (
    <div className="grid gap-4">
      <p className="text-quiet">{TEXTS.keys.lead}</p>
      <Button look="main" className="justify-self-start" onClick={() => setMakes(true)}>
        {TEXTS.keys.make}
      </Button>
      {status === "loading" && <Loading lines={6} />}
      {status !== "loading" && rows.length === 0 && <Empty title={TEXTS.keys.none}>{TEXTS.keys.noneHint}</Empty>}
      {rows.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line bg-panel">
          {rows.map((key) => (
            <KeyRow key={key.id} apiKey={key} lastUsedAt={usedAt.get(key.id) ?? key.lastUsedAt} onIssued={issued} />
          ))}
        </ul>
      )}
      {makes && <MakeKey onMade={issued} onClose={() => setMakes(false)} />}
      {shown && <ShownKey issued={shown} onClose={() => setShown(null)} />}
    </div>
  );
}

/** When each key was used last: no change of the record, so live lists do not tell. */
function useLastUse(): ReadonlyMap<string, string | null> {
  const { tenant, handle } = useTenant();
  const { data } = useQuery({
    queryKey: ["last-use", handle],
    queryFn: async ({ signal }) => {
      const page = await tenant.resource("api-keys").list({ limit: 200 }, { signal });
      return new Map(rowsOf(keySchema, page.data).map(({ id, lastUsedAt }) => [id, lastUsedAt]));
    },
    refetchInterval: 15_000,
  });
  return data ?? NONE;
}

const NONE: ReadonlyMap<string, string | null> = new Map();
