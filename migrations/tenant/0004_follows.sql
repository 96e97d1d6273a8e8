CREATE TABLE `follows` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`repository_id` integer NOT NULL,
	`owner` text NOT NULL,
	`name` text NOT NULL,
	`full_name` text NOT NULL,
	`visibility` text NOT NULL,
	`state` text NOT NULL,
	`activity` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `follows_repository` ON `follows` (`repository_id`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `follows_full_name` ON `follows` (lower("full_name")) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE TABLE `github_taken` (
	`key` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
) STRICT;
