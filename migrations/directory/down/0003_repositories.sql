-- Undoes 0003_repositories.sql. The directory is derived: a rebuild brings back what is lost.
DROP INDEX `repository_tenants_tenant`;
DROP TABLE `repository_tenants`;
DROP INDEX `repository_names_repository`;
DROP TABLE `repository_names`;
DROP INDEX `repositories_stars`;
DROP TABLE `repositories`;
