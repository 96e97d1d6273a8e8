/** The pages of those who run the service. */
import { useParams } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { NotFound } from "../shell/not-found.tsx";
import { BudgetsSection } from "./budgets-section.tsx";
import { PeopleSection } from "./people-section.tsx";
import { RepositoriesSection } from "./repositories-section.tsx";
import { SearchSection } from "./search-section.tsx";
import { TenantsSection } from "./tenants-section.tsx";

const SECTIONS: ReadonlyMap<string, ComponentType> = new Map([
  ["tenants", TenantsSection],
  ["search", SearchSection],
  ["repositories", RepositoriesSection],
  ["budgets", BudgetsSection],
  ["people", PeopleSection],
]);

export function OperatorsPage() {
  const { section = "" } = useParams({ strict: false });
  const Section = SECTIONS.get(section) ?? NotFound;
  return <Section key={section} />;
}
