CREATE TABLE `memberships` (
	`tenant` text NOT NULL,
	`user_id` text NOT NULL,
	`role` text,
	`seq` integer NOT NULL,
	`reserved_at` text,
	PRIMARY KEY(`user_id`, `tenant`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `memberships_tenant` ON `memberships` (`tenant`);