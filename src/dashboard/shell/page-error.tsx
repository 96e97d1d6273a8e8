/** What stands in place of a page that failed. The frame around it goes on. */
import type { ErrorComponentProps } from "@tanstack/react-router";
import { Failed } from "../ui/notice.tsx";

export function PageError({ error, reset }: ErrorComponentProps) {
  return <Failed error={error} retry={reset} />;
}
