/** The frame of the pages for those who are not signed in. */
import type { ReactNode } from "react";
import { TEXTS } from "../texts/shell.ts";
import { PageHeading } from "../ui/heading.tsx";
import { sentenceOf } from "./sentence.ts";

export function Entry({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <main className="mx-auto grid w-full max-w-sm content-start gap-5 px-5 py-[12vh]">
      <p className="flex items-center gap-2 font-semibold">
        <img src="/docs/icon.svg" alt="" width={24} height={24} /> {TEXTS.product}
      </p>
      <PageHeading title={title} />
      {children}
    </main>
  );
}

/** @param error what was thrown; null shows nothing */
export function EntryError({ error }: { readonly error: Error | null }) {
  if (!error) return null;
  return (
    <p role="alert" className="rounded-md border border-bad bg-bad-mark px-3 py-2 wrap-anywhere">
      {sentenceOf(error)}
    </p>
  );
}
