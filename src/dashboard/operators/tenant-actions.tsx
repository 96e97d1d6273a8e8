/** What an operator may do with a tenant. */
import { useState } from "react";
import type { TenantDetails } from "../../client/operators/operators.ts";
import { CONFIG } from "../resources.ts";
import { TEXTS } from "../texts/operators.ts";
import { Button } from "../ui/button.tsx";
import { Confirm, type Question } from "../ui/confirm.tsx";
import { SelectField } from "../ui/field.tsx";
import { Panel } from "../ui/heading.tsx";
import { useSay } from "../ui/toast.tsx";
import { operators } from "./operator-service.ts";

interface ActionsProps {
  readonly details: TenantDetails;
  readonly onChanged: () => void;
}

export function TenantActions({ details, onChanged }: ActionsProps) {
  const [question, setQuestion] = useState<Question | null>(null);
  const { tenant, status } = details;
  const change = details.status === "active" ? suspension(tenant, onChanged) : resumption(tenant, onChanged);
  return (
    <Panel title={TEXTS.actions}>
      <div className="flex flex-wrap gap-2">
        <Button look={status === "active" ? "danger" : "main"} onClick={() => setQuestion(change)}>
          {change.action}
        </Button>
        <Button onClick={() => setQuestion(rebuilding(tenant))}>{TEXTS.rebuild}</Button>
      </div>
      <PlanForm key={details.plan} details={details} onChanged={onChanged} />
      {question && <Confirm question={question} onClose={() => setQuestion(null)} />}
    </Panel>
  );
}

function suspension(tenant: string, onChanged: () => void): Question {
  return {
    title: TEXTS.suspendTitle(tenant),
    meaning: TEXTS.suspendMeaning,
    action: TEXTS.suspend,
    isDanger: true,
    async act() {
      await operators.tenant(tenant).update({ status: "suspended" });
      onChanged();
      return TEXTS.suspendedNow(tenant);
    },
  };
}

function resumption(tenant: string, onChanged: () => void): Question {
  return {
    title: TEXTS.resumeTitle(tenant),
    meaning: TEXTS.resumeMeaning,
    action: TEXTS.resume,
    async act() {
      await operators.tenant(tenant).update({ status: "active" });
      onChanged();
      return TEXTS.resumedNow(tenant);
    },
  };
}

function rebuilding(tenant: string): Question {
  return {
    title: `${TEXTS.rebuild}?`,
    meaning: TEXTS.rebuildMeaning,
    action: TEXTS.rebuild,
    async act() {
      await operators.tenant(tenant).rebuildDirectory();
      return TEXTS.queued;
    },
  };
}

function PlanForm({ details: { tenant, plan }, onChanged }: ActionsProps) {
  const say = useSay();
  const [chosen, choose] = useState(plan);
  const change = async () => {
    try {
      await operators.tenant(tenant).update({ plan: chosen });
      say.done(TEXTS.planChanged(tenant, chosen));
      onChanged();
    } catch (error) {
      say.failed(TEXTS.failed, error);
    }
  };
  return (
    <div className="flex flex-wrap items-end gap-2">
      <div className="w-44">
        <SelectField label={TEXTS.plan} value={chosen} onChange={({ target }) => choose(target.value)}>
          {CONFIG.plans.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </SelectField>
      </div>
      <Button disabled={chosen === plan} onClick={() => void change()}>
        {TEXTS.changePlan}
      </Button>
    </div>
  );
}
