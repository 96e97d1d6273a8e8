import { PageHeading } from "../ui/heading.tsx";

export function RecordsPage() {
  return <PageHeading title="Records" />;
}
