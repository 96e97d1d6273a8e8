/** An address that leads nowhere. */
import { Link } from "@tanstack/react-router";
import { TEXTS } from "../texts/shell.ts";
import { buttonClass } from "../ui/button.tsx";
import { PageHeading } from "../ui/heading.tsx";

export function NotFound() {
  return (
    <main className="mx-auto grid max-w-lg justify-items-start gap-4 p-6">
      <PageHeading title={TEXTS.notFoundTitle} />
      <p>{TEXTS.notFound}</p>
      <Link to="/" className={buttonClass("main")}>
        {TEXTS.toOverview}
      </Link>
    </main>
  );
}
