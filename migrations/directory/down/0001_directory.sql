-- Undoes 0001_directory.sql. The directory is derived: nothing is lost that a rebuild does not bring back.
DROP TRIGGER `entries_changed`;
DROP TRIGGER `entries_removed`;
DROP TRIGGER `entries_added`;
DROP TABLE `entries_fts`;
DROP TABLE `tenants`;
DROP TABLE `entries`;
