/** A link to GitHub, with somebody else's words as its text. */
import type { ReactNode } from "react";

export function GithubLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      dir="auto"
      className="line-clamp-2 min-w-0 font-medium wrap-anywhere hover:text-accent hover:underline"
    >
      {children}
    </a>
  );
}
