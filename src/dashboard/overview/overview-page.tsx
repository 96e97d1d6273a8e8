import { PageHeading } from "../ui/heading.tsx";

export function OverviewPage() {
  return <PageHeading title="Overview" />;
}
