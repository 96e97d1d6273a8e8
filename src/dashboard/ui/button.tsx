/** Buttons, and links that look like them. */
import type { ButtonHTMLAttributes, Ref } from "react";

export type ButtonLook = "main" | "plain" | "quiet" | "danger";

const SHARED =
  "inline-flex items-center justify-center gap-1.5 rounded-md px-3 h-9 font-medium whitespace-nowrap select-none " +
  "cursor-pointer disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:opacity-60";

const LOOKS: Readonly<Record<ButtonLook, string>> = {
  main: "bg-accent text-on-accent hover:brightness-110",
  plain: "bg-panel text-ink border border-edge hover:bg-sunken",
  quiet: "text-ink hover:bg-sunken",
  danger: "bg-panel text-bad border border-bad hover:bg-bad-mark",
};

/** The classes of a button, for links and the triggers of other components. */
export function buttonClass(look: ButtonLook = "plain"): string {
  return `${SHARED} ${LOOKS[look]}`;
}

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: ButtonLook;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = "plain", className = "", type = "button", ...props }: ButtonProps) {
  return <button type={type} className={`${buttonClass(look)} ${className}`} {...props} />;
}

/** A square button with an icon alone. @param label what it does, for those who do not see it, and as a tip for those who do */
export function IconButton({
  label,
  className = "",
  ...props
}: Omit<ButtonProps, "look"> & { readonly label: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={`inline-grid size-9 shrink-0 cursor-pointer place-items-center rounded-md text-quiet hover:bg-sunken hover:text-ink disabled:cursor-not-allowed disabled:opacity-60 ${className}`}
      {...props}
    />
  );
}
