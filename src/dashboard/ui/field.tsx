/** A label, what is filled in, a hint and what is wrong with it, tied together for those who hear the page. */
import {
  type ComponentProps,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from "react";

/** Classes of whatever is filled in. */
export const CONTROL =
  "w-full rounded-md border border-edge bg-panel px-2.5 h-9 text-ink placeholder:text-quiet " +
  // Telephones zoom in on smaller letters.
  "max-sm:text-base disabled:bg-sunken disabled:text-quiet aria-invalid:border-bad";

/** What the control is to carry. */
export interface ControlProps {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
}

interface FieldParts {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What is wrong, in words. */
  readonly error?: ReactNode;
}

/** @param children given the attributes that tie the control to its label */
export function Field({
  label,
  hint,
  error,
  children,
}: FieldParts & { readonly children: (props: ControlProps) => ReactNode }) {
  const id = useId();
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} className="text-quiet text-xs">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-bad text-xs">
          {error}
        </p>
      )}
    </div>
  );
}

export function TextField({ label, hint, error, ...input }: FieldParts & ComponentProps<"input">) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(props) => <input className={CONTROL} {...input} {...props} />}
    </Field>
  );
}

export function TextArea({ label, hint, error, ...input }: FieldParts & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(props) => <textarea rows={4} className={`${CONTROL} h-auto py-2`} {...input} {...props} />}
    </Field>
  );
}

/** A choice of a few. The browser's own: it is worked by keyboard, read aloud and fits telephones everywhere. */
export function SelectField({ label, hint, error, ...select }: FieldParts & SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(props) => <select className={CONTROL} {...select} {...props} />}
    </Field>
  );
}
