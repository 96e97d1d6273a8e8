/** Passkeys: made in this browser, and taken away. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { session } from "../service.ts";
import { EntryError } from "../sign-in/entry.tsx";
import { TEXTS } from "../texts/account.ts";
import { Button } from "../ui/button.tsx";
import { Panel } from "../ui/heading.tsx";
import { Failed, Loading } from "../ui/notice.tsx";
import { Age } from "../ui/time.tsx";
import { type Passkey, readPasskeys, removePasskey } from "./account-calls.ts";
import { deviceOf } from "./device.ts";

const PASSKEYS = ["account", "passkeys"];

export function PasskeysPanel() {
  const { data: passkeys, error, refetch } = useQuery({ queryKey: PASSKEYS, queryFn: readPasskeys });
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: async (passkey: Passkey | null) => {
      if (passkey) await removePasskey(passkey.id);
      else await session.addPasskey(deviceOf(navigator.userAgent, TEXTS.unknownDevice));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: PASSKEYS }),
  });
  return (
    <Panel title={TEXTS.passkeys}>
      <p className="text-quiet">{TEXTS.passkeysText}</p>
      {error && <Failed error={error} retry={() => void refetch()} />}
      {!error && !passkeys && <Loading lines={1} />}
      <EntryError error={change.error} />
      <ul className="divide-y divide-line">
        {passkeys?.map((passkey) => (
          <li key={passkey.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
            <p className="min-w-0 flex-1 wrap-anywhere" dir="auto">
              {passkey.name ?? TEXTS.unnamedPasskey}
            </p>
            {passkey.createdAt && (
              <p className="text-quiet">
                {TEXTS.made} <Age at={passkey.createdAt} />
              </p>
            )}
            <Button
              look="danger"
              aria-label={TEXTS.removeOf(passkey.name ?? TEXTS.unnamedPasskey)}
              onClick={() => change.isPending || change.mutate(passkey)}
            >
              {TEXTS.remove}
            </Button>
          </li>
        ))}
      </ul>
      <Button className="self-start" onClick={() => change.isPending || change.mutate(null)}>
        {TEXTS.addPasskey}
      </Button>
    </Panel>
  );
}
