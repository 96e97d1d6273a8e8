import { PageHeading } from "../ui/heading.tsx";

export function RepositoriesPage() {
  return <PageHeading title="Repositories" />;
}
