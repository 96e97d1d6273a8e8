/** An authenticator app as a second factor: set up, its backup codes made anew, taken away. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { TEXTS } from "../texts/account.ts";
import { Button } from "../ui/button.tsx";
import { Panel } from "../ui/heading.tsx";
import { useSay } from "../ui/toast.tsx";
import {
  type AccountNow,
  beginSecondFactor,
  endSecondFactor,
  type NewSecondFactor,
  newBackupCodes,
} from "./account-calls.ts";
import { AskPassword } from "./ask-password.tsx";
import { BackupCodes } from "./backup-codes.tsx";
import { SetUpApp } from "./set-up-app.tsx";

type Step =
  | { readonly kind: "begin" | "end" | "codes" }
  | { readonly kind: "set-up"; readonly factor: NewSecondFactor }
  | { readonly kind: "shown"; readonly codes: readonly string[] };

export function SecondFactorPanel({ account: { hasSecondFactor } }: { readonly account: AccountNow }) {
  const [step, setStep] = useState<Step | null>(null);
  return (
    <Panel title={TEXTS.secondFactor}>
      <p className="text-quiet">{hasSecondFactor ? TEXTS.secondFactorOn : TEXTS.secondFactorOff}</p>
      <div className="flex flex-wrap gap-2">
        {hasSecondFactor ? (
          <>
            <Button onClick={() => setStep({ kind: "codes" })}>{TEXTS.newCodes}</Button>
            <Button look="danger" onClick={() => setStep({ kind: "end" })}>
              {TEXTS.endSecondFactor}
            </Button>
          </>
        ) : (
          <Button onClick={() => setStep({ kind: "begin" })}>{TEXTS.beginSecondFactor}</Button>
        )}
      </div>
      {step && <Steps step={step} onStep={setStep} />}
    </Panel>
  );
}

function Steps({ step, onStep }: { readonly step: Step; readonly onStep: (step: Step | null) => void }) {
  const say = useSay();
  const queries = useQueryClient();
  const close = () => onStep(null);
  const look = () => queries.invalidateQueries({ queryKey: ["account"] });
  if (step.kind === "set-up") {
    const { factor } = step;
    const confirmed = () => {
      onStep({ kind: "shown", codes: factor.backupCodes });
      return look();
    };
    return <SetUpApp factor={factor} onConfirmed={confirmed} onClose={close} />;
  }
  if (step.kind === "shown") return <BackupCodes codes={step.codes} onClose={close} />;
  const given = {
    begin: async (password: string) => onStep({ kind: "set-up", factor: await beginSecondFactor(password) }),
    codes: async (password: string) => onStep({ kind: "shown", codes: await newBackupCodes(password) }),
    end: async (password: string) => {
      await endSecondFactor(password);
      close();
      say.done(TEXTS.secondFactorEnded);
      await look();
    },
  };
  const { kind } = step;
  return (
    <AskPassword {...TEXTS.ask[kind]} look={kind === "end" ? "danger" : "main"} onGiven={given[kind]} onClose={close} />
  );
}
