CREATE TABLE `comments` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`github_id` integer NOT NULL,
	`issue_number` integer NOT NULL,
	`body` text,
	`author_id` integer,
	`author_login` text NOT NULL,
	`author_type` text,
	`url` text NOT NULL,
	`posted_at` text NOT NULL,
	`changed_at` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `comments_issue` ON `comments` (`issue_number`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `comments_posted` ON `comments` (`posted_at`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE TABLE `commits` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`sha` text NOT NULL,
	`message` text NOT NULL,
	`author_name` text,
	`author_email` text,
	`author_id` integer,
	`author_login` text,
	`committer_login` text,
	`authored_at` text,
	`committed_at` text NOT NULL,
	`url` text NOT NULL,
	`parents` integer NOT NULL,
	`is_verified` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `commits_committed` ON `commits` (`committed_at`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE TABLE `contributors` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`github_id` integer NOT NULL,
	`login` text NOT NULL,
	`type` text NOT NULL,
	`contributions` integer NOT NULL,
	`url` text NOT NULL,
	`avatar_url` text
) STRICT;
--> statement-breakpoint
CREATE TABLE `issues` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`github_id` integer NOT NULL,
	`number` integer NOT NULL,
	`is_pull` integer NOT NULL,
	`is_draft` integer NOT NULL,
	`title` text NOT NULL,
	`body` text,
	`state` text NOT NULL,
	`state_reason` text,
	`author_id` integer,
	`author_login` text NOT NULL,
	`author_type` text,
	`labels` text DEFAULT '[]' NOT NULL,
	`assignees` text DEFAULT '[]' NOT NULL,
	`milestone` text,
	`comments` integer NOT NULL,
	`is_locked` integer NOT NULL,
	`url` text NOT NULL,
	`opened_at` text NOT NULL,
	`changed_at` text NOT NULL,
	`closed_at` text,
	`merged_at` text
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `issues_number` ON `issues` (`number`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `issues_changed` ON `issues` (`changed_at`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE TABLE `releases` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`github_id` integer NOT NULL,
	`tag` text NOT NULL,
	`name` text,
	`body` text,
	`is_draft` integer NOT NULL,
	`is_prerelease` integer NOT NULL,
	`author_id` integer,
	`author_login` text NOT NULL,
	`assets` integer NOT NULL,
	`downloads` integer NOT NULL,
	`url` text NOT NULL,
	`opened_at` text NOT NULL,
	`published_at` text
) STRICT;
--> statement-breakpoint
CREATE TABLE `repository` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`github_id` integer NOT NULL,
	`owner` text NOT NULL,
	`name` text NOT NULL,
	`full_name` text NOT NULL,
	`state` text NOT NULL,
	`state_since` text NOT NULL,
	`description` text,
	`homepage` text,
	`url` text NOT NULL,
	`language` text,
	`license` text,
	`topics` text DEFAULT '[]' NOT NULL,
	`visibility` text NOT NULL,
	`is_fork` integer NOT NULL,
	`is_archived` integer NOT NULL,
	`is_disabled` integer NOT NULL,
	`is_template` integer NOT NULL,
	`has_issues` integer NOT NULL,
	`default_branch` text,
	`stars` integer NOT NULL,
	`forks` integer NOT NULL,
	`watchers` integer,
	`open_issues` integer NOT NULL,
	`size` integer NOT NULL,
	`former_names` text DEFAULT '[]' NOT NULL,
	`opened_at` text NOT NULL,
	`pushed_at` text,
	`changed_at` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `stars` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`day` text NOT NULL,
	`total` integer,
	`gained` integer,
	`source` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `streams` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`name` text NOT NULL,
	`phase` text NOT NULL,
	`expected` integer,
	`done` integer NOT NULL,
	`fresh_at` text,
	`truncated` integer NOT NULL,
	`reason` text,
	`error` text,
	`error_at` text,
	`completed_at` text
) STRICT;
--> statement-breakpoint
CREATE TABLE `changes` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text GENERATED ALWAYS AS (printf('chg_%014d', seq)) VIRTUAL,
	`at` text NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text NOT NULL,
	`request_id` text NOT NULL,
	`resource` text NOT NULL,
	`record_id` text NOT NULL,
	`action` text NOT NULL,
	`before` text,
	`after` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `changes_record` ON `changes` (`record_id`,`seq`);--> statement-breakpoint
CREATE TABLE `error_log` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`kind` text NOT NULL,
	`code` text NOT NULL,
	`message` text NOT NULL,
	`request_id` text NOT NULL,
	`route` text
) STRICT;
--> statement-breakpoint
CREATE TABLE `buckets` (
	`key` text PRIMARY KEY NOT NULL,
	`tokens` real NOT NULL,
	`at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `idempotency` (
	`actor_id` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`status` integer NOT NULL,
	`headers` text NOT NULL,
	`body` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`actor_id`, `key`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `idempotency_at` ON `idempotency` (`at`);--> statement-breakpoint
CREATE TABLE `jobs` (
	`key` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`payload` text NOT NULL,
	`due_at` integer NOT NULL,
	`attempts` integer NOT NULL,
	`parked_at` integer,
	`last_error` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`due_at`);--> statement-breakpoint
CREATE TABLE `live_groups` (
	`id` integer PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`spec` text NOT NULL,
	`last_seq` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `live_groups_key_unique` ON `live_groups` (`key`);--> statement-breakpoint
CREATE TABLE `meta` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `search_docs` (
	`doc` integer PRIMARY KEY NOT NULL,
	`record_id` text NOT NULL,
	`resource` text NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `search_docs_record_id_unique` ON `search_docs` (`record_id`);--> statement-breakpoint
CREATE TABLE `cursors` (
	`stream` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`event` text NOT NULL,
	`body` text,
	`received_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `deliveries_received` ON `deliveries` (`received_at`);--> statement-breakpoint
CREATE TABLE `followers` (
	`tenant` text PRIMARY KEY NOT NULL,
	`credential` text,
	`visible` integer NOT NULL,
	`activity` integer NOT NULL,
	`told_seq` integer NOT NULL,
	`since` integer NOT NULL,
	`checked_at` integer NOT NULL
) STRICT;
