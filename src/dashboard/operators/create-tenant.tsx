/** Makes a tenant, and shows its first key once. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { CroftError } from "../../client/croft.ts";
import type { MadeTenant } from "../../client/operators/operators.ts";
import { CONFIG } from "../resources.ts";
import { TEXTS } from "../texts/operators.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { CONTROL, SelectField, TextField } from "../ui/field.tsx";
import { Failed } from "../ui/notice.tsx";
import { useSay } from "../ui/toast.tsx";
import { operators } from "./operator-service.ts";

export function CreateTenant({ onClose, onMade }: { readonly onClose: () => void; readonly onMade: () => void }) {
  const [made, setMade] = useState<MadeTenant | null>(null);
  const done = (tenant: MadeTenant) => {
    setMade(tenant);
    onMade();
  };
  return made ? (
    <Dialog open onClose={onClose} title={TEXTS.keyTitle(made.tenant)} description={TEXTS.keyOnce}>
      <FirstKey value={made.apiKey.key} onDone={onClose} />
    </Dialog>
  ) : (
    <Dialog open onClose={onClose} title={TEXTS.createTenant} description={TEXTS.createLead}>
      <Fields onMade={done} onCancel={onClose} />
    </Dialog>
  );
}

function Fields({
  onMade,
  onCancel,
}: {
  readonly onMade: (tenant: MadeTenant) => void;
  readonly onCancel: () => void;
}) {
  const [tenant, setTenant] = useState("");
  const [name, setName] = useState("");
  const [plan, setPlan] = useState(CONFIG.plans[0] ?? "");
  const make = useMutation({
    mutationFn: () => operators.tenants.create({ tenant: tenant.trim(), name: name.trim(), plan }),
    onSuccess: onMade,
  });
  const wrong = make.error instanceof CroftError ? make.error.details : [];
  const errorOf = (field: string) => wrong.find((each) => each.field === field)?.message;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <TextField
        label={TEXTS.handle}
        hint={TEXTS.handleHint}
        error={errorOf("tenant")}
        value={tenant}
        onChange={({ target }) => setTenant(target.value)}
        autoCapitalize="none"
        spellCheck={false}
      />
      <TextField
        label={TEXTS.name}
        error={errorOf("name")}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <SelectField label={TEXTS.plan} value={plan} onChange={({ target }) => setPlan(target.value)}>
        {CONFIG.plans.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </SelectField>
      {make.error && wrong.length === 0 && <Failed error={make.error} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{TEXTS.cancel}</Button>
        <Button type="submit" look="main" disabled={make.isPending}>
          {TEXTS.create}
        </Button>
      </div>
    </form>
  );
}

function FirstKey({ value, onDone }: { readonly value: string; readonly onDone: () => void }) {
  const say = useSay();
  const copy = () =>
    void navigator.clipboard.writeText(value).then(
      () => say.done(TEXTS.copied),
      (error: unknown) => say.failed(TEXTS.failed, error),
    );
  return (
    <div className="grid gap-4">
      <input
        readOnly
        aria-label={TEXTS.key}
        value={value}
        onFocus={({ target }) => target.select()}
        className={`${CONTROL} font-mono`}
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={copy}>{TEXTS.copy}</Button>
        <Button look="main" onClick={onDone}>
          {TEXTS.done}
        </Button>
      </div>
    </div>
  );
}
