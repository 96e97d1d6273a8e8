import { PageHeading } from "../ui/heading.tsx";

export function RecordPage() {
  return <PageHeading title="Record" />;
}
