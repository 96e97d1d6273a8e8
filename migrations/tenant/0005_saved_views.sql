CREATE TABLE `views` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`resource` text NOT NULL,
	`layout` text NOT NULL,
	`query` text NOT NULL,
	`columns` text DEFAULT '[]' NOT NULL
) STRICT;
