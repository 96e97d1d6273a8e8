/** What stands around the pages of those who run the service. Everybody else is refused by the service itself. */
import { Link, Outlet } from "@tanstack/react-router";
import { TEXTS as OPERATOR_TEXTS } from "../texts/operators.ts";
import { TEXTS } from "../texts/shell.ts";
import { Frame } from "./frame.tsx";
import { useSignedIn } from "./me.ts";
import { PersonMenu } from "./person-menu.tsx";
import { SignInFirst } from "./sign-in-first.tsx";

const SECTIONS = ["tenants", "search", "repositories", "budgets", "people"] as const;

export function OperatorFrame() {
  if (useSignedIn() === false) return <SignInFirst />;
  const navigation = (
    <nav aria-label={TEXTS.navigation} className="flex min-h-full flex-1 flex-col gap-1">
      <p className="px-2 py-2 font-semibold">{TEXTS.operators}</p>
      {SECTIONS.map((section) => (
        <Link
          key={section}
          to="/operators/$section"
          params={{ section }}
          className="rounded-md px-2 py-1.5 hover:bg-line/50 [&.active]:bg-mark [&.active]:font-medium"
        >
          {OPERATOR_TEXTS.sections[section]}
        </Link>
      ))}
      <div className="mt-auto grid grid-cols-1 gap-2 pt-4">
        <Link to="/tenants" className="rounded-md px-2 py-1.5 hover:bg-line/50">
          {TEXTS.tenants}
        </Link>
        <PersonMenu />
      </div>
    </nav>
  );
  return (
    <Frame navigation={navigation}>
      <Outlet />
    </Frame>
  );
}
