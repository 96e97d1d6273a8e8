import { PageHeading } from "../ui/heading.tsx";

export function OperatorsPage() {
  return <PageHeading title="Operators" />;
}
