/** The heading of a page, which is the title of the tab too. */
import { type ReactNode, useEffect } from "react";

/** @param title the text, for the tab @param children what one can do here */
export function PageHeading({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Croft`;
  }, [title]);
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <div className="min-w-0 flex-1 basis-60">
        <h1 className="truncate font-semibold text-xl">{title}</h1>
        {lead && <p className="text-quiet">{lead}</p>}
      </div>
      {children}
    </header>
  );
}

/** A part of a page with a border around it. */
export function Panel({
  title,
  action,
  children,
  className = "",
}: {
  readonly title: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <section className={`flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-panel p-4 ${className}`}>
      <div className="flex items-center gap-2">
        <h2 className="flex-1 font-semibold">{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}
