/** Records laid out otherwise than as a table. Each layout is loaded when somebody asks for it. */
import { lazy, Suspense } from "react";
import { Loading } from "../ui/notice.tsx";
import type { LayoutProps } from "./layout-props.ts";
import type { Layout } from "./possible-layouts.ts";

const LAYOUTS = {
  board: lazy(() => import("./board-layout.tsx").then(({ BoardLayout }) => ({ default: BoardLayout }))),
  calendar: lazy(() => import("./calendar-layout.tsx").then(({ CalendarLayout }) => ({ default: CalendarLayout }))),
  map: lazy(() => import("./map-layout.tsx").then(({ MapLayout }) => ({ default: MapLayout }))),
} as const;

export function OtherLayout({ layout, ...props }: LayoutProps & { readonly layout: Exclude<Layout, "table"> }) {
  const Shown = LAYOUTS[layout];
  return (
    <Suspense fallback={<Loading lines={8} />}>
      <Shown {...props} />
    </Suspense>
  );
}
