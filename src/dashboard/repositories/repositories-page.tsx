/** The repositories that a tenant follows, and the way to more of them. */
import { Link } from "@tanstack/react-router";
import { mayChangeAs } from "../shell/permissions.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/repositories.ts";
import { PageHeading } from "../ui/heading.tsx";
import { DirectorySearch } from "./directory-search.tsx";
import { FollowForm } from "./follow-form.tsx";
import { useFollows } from "./followed.ts";
import { FollowedRepositories } from "./followed-repositories.tsx";

export function RepositoriesPage() {
  const { rights, handle } = useTenant();
  const follows = useFollows();
  const mayFollow = mayChangeAs("member", rights);
  return (
    <>
      <PageHeading title={TEXTS.title} lead={TEXTS.lead} />
      {mayFollow && <FollowForm follows={follows.follows} />}
      <FollowedRepositories {...follows} mayUnfollow={mayFollow} />
      <DirectorySearch follows={follows.follows} mayFollow={mayFollow} />
      {mayChangeAs("admin", rights) && (
        <p className="text-quiet">
          {TEXTS.privateOnes}{" "}
          <Link
            to="/t/$tenant/settings/$section"
            params={{ tenant: handle, section: "github" }}
            className="text-accent underline underline-offset-4"
          >
            {TEXTS.toToken}
          </Link>
        </p>
      )}
    </>
  );
}
