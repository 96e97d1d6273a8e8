/** The end of an account. What the person wrote in tenants stays theirs. */
import { useState } from "react";
import { forgetLastTenant } from "../shell/last-tenant.ts";
import { TEXTS } from "../texts/account.ts";
import { Button } from "../ui/button.tsx";
import { Panel } from "../ui/heading.tsx";
import { type AccountNow, deleteAccount } from "./account-calls.ts";
import { AskPassword } from "./ask-password.tsx";

export function DeletePanel({ account: { email } }: { readonly account: AccountNow }) {
  const [asks, setAsks] = useState(false);
  const end = async (password: string) => {
    await deleteAccount(password);
    forgetLastTenant();
    location.assign("/sign-in");
  };
  return (
    <Panel title={TEXTS.deleteTitle}>
      <p className="text-quiet">{TEXTS.deleteText}</p>
      <Button look="danger" className="self-start" onClick={() => setAsks(true)}>
        {TEXTS.deleteAction}
      </Button>
      {asks && (
        <AskPassword
          title={TEXTS.deleteAsk(email)}
          text={TEXTS.deleteAskText}
          action={TEXTS.deleteAction}
          look="danger"
          onGiven={end}
          onClose={() => setAsks(false)}
        />
      )}
    </Panel>
  );
}
