/** The service as an operator reaches it: with tokens of that role, or with the operator token that was typed in. */
import { type Croft, createCroft } from "../../client/croft.ts";
import { type Operators, operatorsOf } from "../../client/operators/operators.ts";
import { createSession } from "../../client/session/session.ts";
import { typedCredential } from "../credential.ts";
import { croft } from "../service.ts";

export const operatorCroft: Croft<Record<never, never>> = typedCredential() ? croft : asOperator();

export const operators: Operators = operatorsOf(operatorCroft);

function asOperator(): Croft<Record<never, never>> {
  return createCroft({ url: location.origin, session: createSession({ url: location.origin, role: "operator" }) });
}
