/** Invites somebody into a tenant: its owner, where it has nobody yet. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { CONFIG } from "../resources.ts";
import { TEXTS } from "../texts/operators.ts";
import { Button } from "../ui/button.tsx";
import { SelectField, TextField } from "../ui/field.tsx";
import { Panel } from "../ui/heading.tsx";
import { useSay } from "../ui/toast.tsx";
import { operators } from "./operator-service.ts";

export function InviteForm({ handle }: { readonly handle: string }) {
  const say = useSay();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState(CONFIG.roles[0] ?? "");
  const invite = useMutation({
    mutationFn: () => operators.tenant(handle).invite({ email: email.trim(), role }),
    onSuccess: () => {
      say.done(TEXTS.invited(email.trim()));
      setEmail("");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate();
  };
  return (
    <Panel title={TEXTS.inviteTitle}>
      <form onSubmit={submit} noValidate className="grid gap-3">
        <TextField
          label={TEXTS.email}
          type="email"
          autoComplete="off"
          value={email}
          error={invite.error?.message}
          onChange={({ target }) => setEmail(target.value)}
        />
        <SelectField label={TEXTS.role} value={role} onChange={({ target }) => setRole(target.value)}>
          {CONFIG.roles.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </SelectField>
        <Button type="submit" className="justify-self-start" disabled={invite.isPending || email.trim() === ""}>
          {TEXTS.invite}
        </Button>
      </form>
    </Panel>
  );
}
