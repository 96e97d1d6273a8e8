/** Where somebody chooses a password. The rule is said before it is broken. */
import { TEXTS } from "../texts/sign-in.ts";
import { TextField } from "../ui/field.tsx";
import { PASSWORD } from "./password-rule.ts";

interface NewPasswordFieldProps {
  readonly label: string;
  readonly name: string;
  /** Why what was sent is none. */
  readonly error?: string | undefined;
}

export function NewPasswordField({ label, name, error }: NewPasswordFieldProps) {
  return (
    <TextField
      label={label}
      hint={TEXTS.passwordHint(PASSWORD.minLength)}
      name={name}
      type="password"
      autoComplete="new-password"
      {...PASSWORD}
      required
      error={error}
    />
  );
}
