/** Sends a form: once, however often its button is pressed. */
import { type ReactNode, useRef, useState } from "react";
import type { AnyRecord } from "../../client/croft.ts";
import { useConnection } from "../../client/react/react.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { bodyOf } from "../fields/shown-field.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { singularOf } from "../texts/names.ts";
import { TEXTS } from "../texts/record.ts";
import { useSay } from "../ui/toast.tsx";
import type { FormState } from "./use-record-form.ts";
import { useSaving } from "./use-saving.tsx";

export interface Submit {
  submit(): Promise<void>;
  readonly isBusy: boolean;
  /** How often the service, or the form itself, refused. */
  readonly attempts: number;
  readonly dialog: ReactNode;
}

/**
 * @param onSaved is told of the record that was made or changed
 * @param onWaiting is called where it waits for the connection, and the form is not needed any more
 */
export function useSubmit(
  resource: ResourceDescription,
  stored: AnyRecord | null,
  form: FormState,
  onSaved: (record: AnyRecord) => void,
  onWaiting: () => void,
): Submit {
  const { tenant } = useTenant();
  const say = useSay();
  const isOffline = useConnection(tenant).status === "offline";
  const tell = () => say.done(stored ? TEXTS.saved : TEXTS.created(singularOf(resource.name)));
  const saved = (record: AnyRecord) => {
    tell();
    onSaved(record);
  };
  const saving = useSaving(resource, saved);
  const busy = useRef(false);
  const keys = useRef({ body: "", key: "" });
  const [isBusy, setBusy] = useState(false);
  const [attempts, setAttempts] = useState(0);

  /** A repetition of what failed has the key of the first attempt: the service may have made the record all the same. */
  const keyOf = (body: object): string => {
    const text = JSON.stringify(body);
    if (keys.current.body !== text) keys.current = { body: text, key: crypto.randomUUID() };
    return keys.current.key;
  };
  const create = async (): Promise<AnyRecord | null> => {
    const body = bodyOf(form.changes);
    const sent = tenant.resource(resource.name).create(body, { idempotencyKey: keyOf(body), optimistic: isOffline });
    if (!isOffline) return (await sent).record;
    say.done(TEXTS.waits);
    // The form is closed by then, and whoever filled it in is somewhere else.
    sent.then(tell, (error) => say.failed(TEXTS.notSaved, error));
    onWaiting();
    return null;
  };
  const update = async (base: AnyRecord): Promise<AnyRecord | null> => {
    if (Object.keys(form.changes).length === 0) return base;
    const { status, record } = await saving.save(base, form.changes, keyOf({ version: base.version, ...form.changes }));
    if (status === "waiting") onWaiting();
    return record;
  };
  const submit = async () => {
    if (busy.current) return;
    setAttempts((before) => before + 1);
    if (!form.check()) return;
    busy.current = true;
    setBusy(true);
    try {
      const record = await (stored ? update(stored) : create());
      if (record) saved(record);
    } catch (error) {
      form.refuse(error);
      setAttempts((before) => before + 1);
    } finally {
      busy.current = false;
      setBusy(false);
    }
  };
  return { submit, isBusy, attempts, dialog: saving.dialog };
}
