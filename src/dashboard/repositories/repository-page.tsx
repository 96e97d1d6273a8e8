import { PageHeading } from "../ui/heading.tsx";

export function RepositoryPage() {
  return <PageHeading title="Repository" />;
}
