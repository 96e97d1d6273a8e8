/** The settings of a tenant: sections at the side, one of them open. What the caller's role does not allow is not offered. */
import { Link, useLocation, useParams } from "@tanstack/react-router";
import { Suspense, useEffect, useRef } from "react";
import { isAtLeast } from "../shell/permissions.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/settings.ts";
import { TEXTS as SHELL } from "../texts/shell.ts";
import { PageHeading } from "../ui/heading.tsx";
import { Empty, Loading } from "../ui/notice.tsx";
import { SECTIONS } from "./sections.ts";

export function SettingsPage() {
  const { section: name } = useParams({ from: "/t/$tenant/settings/$section" });
  const { role } = useTenant();
  const section = SECTIONS.find((each) => each.name === name);
  if (!section) return <NoSuchSection />;
  const { Component, least } = section;
  const title = TEXTS.names[section.name];
  return (
    <>
      <PageHeading title={title} lead={TEXTS.title} />
      <div className="flex flex-col gap-4 lg:flex-row lg:gap-8">
        <SectionList />
        <div className="min-w-0 max-w-4xl flex-1">
          {role === null && <Loading />}
          {role !== null && !isAtLeast(role, least) && <Empty title={title}>{TEXTS.notOpen(role)}</Empty>}
          {role !== null && isAtLeast(role, least) && (
            <Suspense fallback={<Loading lines={6} />}>
              <Component />
            </Suspense>
          )}
        </div>
      </div>
    </>
  );
}

function NoSuchSection() {
  return (
    <>
      <PageHeading title={SHELL.notFoundTitle} lead={SHELL.notFound} />
      <SectionList />
    </>
  );
}

function SectionList() {
  const { handle, role } = useTenant();
  const { pathname } = useLocation();
  const list = useRef<HTMLUListElement>(null);
  // On a telephone the list is wider than the screen. The mark of the section that is open moves with the address.
  useEffect(() => {
    const open = list.current?.querySelector(`a[href="${pathname}"]`);
    open?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [pathname]);
  return (
    <nav aria-label={TEXTS.sections} className="shrink-0 lg:w-44">
      <ul ref={list} className="-mx-1 flex gap-1 overflow-x-auto p-1 lg:sticky lg:top-6 lg:flex-col">
        {SECTIONS.filter(({ least }) => isAtLeast(role, least)).map(({ name }) => (
          <li key={name} className="shrink-0">
            <Link
              to="/t/$tenant/settings/$section"
              params={{ tenant: handle, section: name }}
              className="block rounded-md px-2.5 py-1.5 hover:bg-line/50 [&.active]:bg-mark [&.active]:font-medium"
            >
              {TEXTS.names[name]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
