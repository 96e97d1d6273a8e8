-- Undoes 0002_memberships.sql. The directory is derived: a rebuild brings back what is lost.
DROP INDEX `memberships_tenant`;
DROP TABLE `memberships`;
