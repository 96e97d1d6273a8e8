/** One key: what it may do, when it was used, and what becomes of it. */
import { useState } from "react";
import { administrationOf, type IssuedKey } from "../../../client/administration/administration.ts";
import { CONFIG } from "../../resources.ts";
import { useTenant } from "../../shell/tenant-context.ts";
import { labelOf } from "../../texts/names.ts";
import { TEXTS } from "../../texts/settings.ts";
import { Button } from "../../ui/button.tsx";
import { Age, useNow } from "../../ui/time.tsx";
import { useSay } from "../../ui/toast.tsx";
import { Confirm } from "../confirm.tsx";
import { mayHandle } from "../roles.ts";
import type { ApiKey } from "../rows.ts";

export function KeyRow({
  apiKey,
  lastUsedAt,
  onIssued,
}: {
  readonly apiKey: ApiKey;
  readonly lastUsedAt: string | null;
  readonly onIssued: (key: IssuedKey) => void;
}) {
  const { role: own } = useTenant();
  const { name, role, resources, readOnly } = apiKey;
  const narrowed = resources ? TEXTS.keys.only(resources.map(labelOf).join(", ")) : "";
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="truncate font-medium" dir="auto">
          {name}
        </p>
        <p className="wrap-anywhere">
          {[role, narrowed, readOnly ? TEXTS.keys.reads : ""].filter(Boolean).join(" · ")}
        </p>
        <Times apiKey={apiKey} lastUsedAt={lastUsedAt} />
      </div>
      {mayHandle(CONFIG.roles, own, role) && <Actions apiKey={apiKey} onIssued={onIssued} />}
    </li>
  );
}

function Times({ apiKey, lastUsedAt }: { readonly apiKey: ApiKey; readonly lastUsedAt: string | null }) {
  const { createdAt, rotatedAt, expiresAt } = apiKey;
  const now = useNow();
  const isOver = expiresAt !== null && new Date(expiresAt).getTime() <= now;
  return (
    <p className="text-quiet">
      {lastUsedAt === null ? TEXTS.keys.neverUsed : TEXTS.keys.lastUsed}{" "}
      {lastUsedAt !== null && <Age at={lastUsedAt} />}
      {" · "}
      {rotatedAt === null ? TEXTS.keys.made : TEXTS.keys.rotated} <Age at={rotatedAt ?? createdAt} />
      {expiresAt !== null && (
        <span className={isOver ? "text-bad" : ""}>
          {" · "}
          {isOver ? TEXTS.keys.ended : TEXTS.keys.ends} <Age at={expiresAt} />
        </span>
      )}
    </p>
  );
}

function Actions({ apiKey, onIssued }: { readonly apiKey: ApiKey; readonly onIssued: (key: IssuedKey) => void }) {
  const { tenant } = useTenant();
  const say = useSay();
  const [asks, setAsks] = useState<"rotate" | "revoke" | null>(null);
  const { id, name } = apiKey;
  const close = () => setAsks(null);
  const rotate = async () => onIssued(await administrationOf(tenant).rotateKey(id));
  const revoke = async () => {
    await administrationOf(tenant).revokeKey(id);
    say.done(TEXTS.keys.revoked(name));
  };
  return (
    <div className="flex gap-2">
      <Button aria-label={TEXTS.keys.rotateOf(name)} onClick={() => setAsks("rotate")}>
        {TEXTS.keys.rotate}
      </Button>
      <Button look="danger" aria-label={TEXTS.keys.revokeOf(name)} onClick={() => setAsks("revoke")}>
        {TEXTS.keys.revoke}
      </Button>
      {asks === "rotate" && (
        <Confirm
          title={TEXTS.keys.rotateTitle(name)}
          text={TEXTS.keys.rotateText}
          action={TEXTS.keys.rotate}
          onConfirm={rotate}
          onClose={close}
        />
      )}
      {asks === "revoke" && (
        <Confirm
          title={TEXTS.keys.revokeTitle(name)}
          text={TEXTS.keys.revokeText}
          action={TEXTS.keys.revoke}
          onConfirm={revoke}
          onClose={close}
        />
      )}
    </div>
  );
}
