/** The migrations of a repository's database, oldest first. Append-only: an entry that was ever deployed never changes and never moves. */
import down0000 from "../../migrations/repository/0000_records.down.sql";
import up0000 from "../../migrations/repository/0000_records.sql";
import down0001 from "../../migrations/repository/0001_search.down.sql";
import up0001 from "../../migrations/repository/0001_search.sql";
import type { Migration } from "../records/migrate.ts";

export const repositoryMigrations: readonly Migration[] = [
  { id: "0000_records", up: up0000, down: down0000 },
  { id: "0001_search", up: up0001, down: down0001 },
];
