/** What went wrong with a form as a whole. */
import { CroftError } from "../../client/croft.ts";

/** @param fields that say themselves what is wrong with them: an error about these alone is not repeated here */
export function FormError({
  error,
  fields = [],
}: {
  readonly error: Error | null;
  readonly fields?: readonly string[];
}) {
  if (!error) return null;
  const left = error instanceof CroftError ? error.details.filter(({ field }) => !fields.includes(field)) : [];
  if (error instanceof CroftError && error.details.length > 0 && left.length === 0) return null;
  return (
    <div role="alert" className="rounded-md border border-bad bg-bad-mark px-3 py-2 wrap-anywhere">
      <p>{error.message}</p>
      {left.map(({ field, message }) => (
        <p key={field + message}>{message}</p>
      ))}
    </div>
  );
}

/** What the service says of one field. Of a conflict the details tell the id of what is in the way; its sentence says more. */
export function wrongIn(error: Error | null, field: string): string | undefined {
  if (!(error instanceof CroftError)) return undefined;
  const detail = error.details.find((each) => each.field === field);
  return detail && error.code === "CONFLICT" ? error.message : detail?.message;
}
