/** What stands around the pages of those who run the service. Everybody else is told so, and refused by the service itself. */
import { Link, Outlet } from "@tanstack/react-router";
import { TEXTS as OPERATOR_TEXTS } from "../texts/operators.ts";
import { TEXTS } from "../texts/shell.ts";
import { buttonClass } from "../ui/button.tsx";
import { PageHeading } from "../ui/heading.tsx";
import { Loading } from "../ui/notice.tsx";
import { Frame } from "./frame.tsx";
import { useIsOperator, useSignedIn } from "./me.ts";
import { PersonMenu } from "./person-menu.tsx";
import { SignInFirst } from "./sign-in-first.tsx";

const SECTIONS = ["tenants", "search", "repositories", "budgets", "people"] as const;

export function OperatorFrame() {
  const isOperator = useIsOperator();
  if (useSignedIn() === false) return <SignInFirst />;
  if (isOperator === null) return <Loading />;
  if (!isOperator) return <NoOperator />;
  return (
    <Frame title={TEXTS.operators} navigation={<Navigation />}>
      <Outlet />
    </Frame>
  );
}

function Navigation() {
  return (
    <nav aria-label={TEXTS.navigation} className="flex min-h-full flex-1 flex-col gap-1">
      <p className="px-2 py-2 font-semibold">{TEXTS.operators}</p>
      {SECTIONS.map((section) => (
        <Link
          key={section}
          to="/operators/$section"
          params={{ section }}
          activeOptions={{ includeSearch: false }}
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
}

function NoOperator() {
  return (
    <main className="mx-auto grid max-w-lg justify-items-start gap-4 p-6">
      <PageHeading title={OPERATOR_TEXTS.noOperator} />
      <p>{OPERATOR_TEXTS.noOperatorMeaning}</p>
      <Link to="/tenants" className={buttonClass("main")}>
        {TEXTS.tenants}
      </Link>
    </main>
  );
}
