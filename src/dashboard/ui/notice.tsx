/** What stands where there is nothing to show: nothing yet, still on its way, or something went wrong. */
import type { ReactNode } from "react";
import { TEXTS } from "../texts/shell.ts";
import { Button } from "./button.tsx";

/** Says what would be here, and how to begin. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="grid place-content-center place-items-center gap-2 rounded-lg border border-line border-dashed px-6 py-12 text-center">
      <p className="font-medium">{title}</p>
      {children && <div className="grid max-w-prose place-items-center gap-3 text-quiet">{children}</div>}
    </div>
  );
}

/** @param error what was thrown @param retry does it again */
export function Failed({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  return (
    <div role="alert" className="grid justify-items-start gap-2 rounded-lg border border-bad bg-bad-mark p-4">
      <p className="font-medium">{TEXTS.wentWrong}</p>
      <p className="wrap-anywhere">{error instanceof Error ? error.message : String(error)}</p>
      {retry && <Button onClick={retry}>{TEXTS.tryAgain}</Button>}
    </div>
  );
}

/** Holds the place of what is on its way, without moving what stands around it. */
export function Loading({ lines = 3 }: { readonly lines?: number }) {
  return (
    <div role="status" aria-label={TEXTS.loading} className="grid gap-2 py-2">
      {Array.from({ length: lines }, (_, line) => (
        <div key={`line-${String(line)}`} className="h-5 animate-pulse rounded bg-line/60" />
      ))}
    </div>
  );
}
