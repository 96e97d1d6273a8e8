/** Whether a tenant or a person may go on. */
import { TEXTS } from "../texts/operators.ts";

export function StatusMark({ status }: { readonly status: "active" | "suspended" }) {
  return <span className={status === "active" ? "text-good" : "font-medium text-bad"}>{TEXTS[status]}</span>;
}
