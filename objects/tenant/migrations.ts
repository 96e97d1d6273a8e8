/** The migrations of a tenant's database, oldest first. Append-only: an entry that was ever deployed never changes and never moves. */
import down0000 from "../../migrations/tenant/0000_records.down.sql";
import up0000 from "../../migrations/tenant/0000_records.sql";
import down0001 from "../../migrations/tenant/0001_search.down.sql";
import up0001 from "../../migrations/tenant/0001_search.sql";
import down0002 from "../../migrations/tenant/0002_search_by_hand.down.sql";
import up0002 from "../../migrations/tenant/0002_search_by_hand.sql";
import down0003 from "../../migrations/tenant/0003_people.down.sql";
import up0003 from "../../migrations/tenant/0003_people.sql";
import down0004 from "../../migrations/tenant/0004_follows.down.sql";
import up0004 from "../../migrations/tenant/0004_follows.sql";
import down0005 from "../../migrations/tenant/0005_saved_views.down.sql";
import up0005 from "../../migrations/tenant/0005_saved_views.sql";
import type { Migration } from "../records/migrate.ts";

export const tenantMigrations: readonly Migration[] = [
  { id: "0000_records", up: up0000, down: down0000 },
  { id: "0001_search", up: up0001, down: down0001 },
  { id: "0002_search_by_hand", up: up0002, down: down0002 },
  { id: "0003_people", up: up0003, down: down0003 },
  { id: "0004_follows", up: up0004, down: down0004 },
  { id: "0005_saved_views", up: up0005, down: down0005 },
];
