/** How old what is shown is; and that it could not be read anew, where that is so. */
import { TEXTS } from "../texts/operators.ts";
import { Age } from "../ui/time.tsx";

export function AsOf({ at, error }: { readonly at: number; readonly error: Error | null }) {
  if (at === 0) return null;
  return (
    <p className="text-quiet text-xs">
      {TEXTS.asOf} <Age at={at} />
      {error && <span className="text-bad"> · {TEXTS.notRenewed}</span>}
    </p>
  );
}
