import { PageHeading } from "../ui/heading.tsx";

export function SettingsPage() {
  return <PageHeading title="Settings" />;
}
