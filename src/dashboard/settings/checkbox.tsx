/** A box to tick, with its label beside it. */
import type { InputHTMLAttributes, ReactNode } from "react";

export function Checkbox({
  label,
  type = "checkbox",
  ...input
}: Omit<InputHTMLAttributes<HTMLInputElement>, "type"> & {
  readonly label: ReactNode;
  readonly type?: "checkbox" | "radio";
}) {
  return (
    <label className="flex items-center gap-2">
      <input type={type} className="size-4 shrink-0 accent-accent" {...input} />
      <span className="min-w-0">{label}</span>
    </label>
  );
}
