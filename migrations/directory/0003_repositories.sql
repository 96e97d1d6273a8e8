-- What the directory shows of repositories: its rows, every name that one ever had, and who follows it.
CREATE TABLE `repositories` (
	`github_id` integer PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`name` text NOT NULL,
	`full_name` text NOT NULL,
	`description` text,
	`language` text,
	`topics` text DEFAULT '[]' NOT NULL,
	`visibility` text NOT NULL,
	`state` text NOT NULL,
	`stars` integer NOT NULL,
	`forks` integer NOT NULL,
	`open_issues` integer NOT NULL,
	`issues` integer NOT NULL,
	`pulls` integer NOT NULL,
	`commits` integer NOT NULL,
	`releases` integer NOT NULL,
	`contributors` integer NOT NULL,
	`archived` integer NOT NULL,
	`fresh_at` text,
	`pushed_at` text,
	`changed_at` text,
	`followers` integer NOT NULL,
	`seq` integer NOT NULL,
	`projected_at` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `repositories_stars` ON `repositories` (`stars`,`github_id`);--> statement-breakpoint
CREATE TABLE `repository_names` (
	`name` text PRIMARY KEY NOT NULL,
	`github_id` integer NOT NULL,
	`current` integer NOT NULL,
	`since` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `repository_names_repository` ON `repository_names` (`github_id`);--> statement-breakpoint
CREATE TABLE `repository_tenants` (
	`github_id` integer NOT NULL,
	`tenant` text NOT NULL,
	`visible` integer NOT NULL,
	`since` text NOT NULL,
	PRIMARY KEY(`github_id`, `tenant`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `repository_tenants_tenant` ON `repository_tenants` (`tenant`);