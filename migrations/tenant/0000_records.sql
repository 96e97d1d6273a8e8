CREATE TABLE `account_config` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`timezone` text NOT NULL,
	`locale` text NOT NULL,
	`currency` text NOT NULL,
	`unique_emails` integer NOT NULL,
	`unique_phone_numbers` integer NOT NULL,
	`custom_fields` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`name` text NOT NULL,
	`domain` text,
	`website` text,
	`industry` text,
	`size` integer,
	`owner_id` text,
	`external_id` text,
	`tags` text DEFAULT '[]' NOT NULL,
	`notes` text
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_domain` ON `accounts` (`domain`) WHERE deleted_at IS NULL AND domain IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_external` ON `accounts` (`external_id`) WHERE deleted_at IS NULL AND external_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `activities` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`kind` text NOT NULL,
	`summary` text NOT NULL,
	`body` text,
	`occurred_at` text NOT NULL,
	`duration_minutes` integer,
	`status` text,
	`subject_resource` text,
	`subject_id` text,
	`human_id` text,
	`url` text,
	`external_id` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `activities_occurred` ON `activities` (`occurred_at`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `activities_subject` ON `activities` (`subject_id`) WHERE deleted_at IS NULL AND subject_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `activities_human` ON `activities` (`human_id`) WHERE deleted_at IS NULL AND human_id IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `activities_external` ON `activities` (`external_id`) WHERE deleted_at IS NULL AND external_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`resources` text,
	`read_only` integer NOT NULL,
	`expires_at` text,
	`last_used_at` text,
	`revoked_at` text,
	`rotated_at` text
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
CREATE TABLE `bookings` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`human_id` text NOT NULL,
	`flight_id` text NOT NULL,
	`pet_ids` text DEFAULT '[]' NOT NULL,
	`seats` integer NOT NULL,
	`status` text NOT NULL,
	`price` integer NOT NULL,
	`currency` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `bookings_flight` ON `bookings` (`flight_id`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `bookings_human` ON `bookings` (`human_id`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE TABLE `documents` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`name` text NOT NULL,
	`content_type` text NOT NULL,
	`size` integer NOT NULL,
	`sha256` text NOT NULL,
	`resource` text NOT NULL,
	`record_id` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `documents_record` ON `documents` (`record_id`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE TABLE `emails` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`address` text NOT NULL,
	`label` text,
	`is_primary` integer NOT NULL,
	`human_id` text,
	`account_id` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `emails_address` ON `emails` (`address`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `emails_human` ON `emails` (`human_id`) WHERE deleted_at IS NULL AND human_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `emails_account` ON `emails` (`account_id`) WHERE deleted_at IS NULL AND account_id IS NOT NULL;--> statement-breakpoint
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
CREATE TABLE `flights` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`carrier` text NOT NULL,
	`number` text NOT NULL,
	`from_airport` text NOT NULL,
	`to_airport` text NOT NULL,
	`departs_at` text NOT NULL,
	`arrives_at` text NOT NULL,
	`seats` integer NOT NULL,
	`status` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `flights_departs` ON `flights` (`departs_at`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE TABLE `geo_interests` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`label` text NOT NULL,
	`latitude` real NOT NULL,
	`longitude` real NOT NULL,
	`radius` real NOT NULL,
	`human_id` text,
	`account_id` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `geo_interests_latitude` ON `geo_interests` (`latitude`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `geo_interests_human` ON `geo_interests` (`human_id`) WHERE deleted_at IS NULL AND human_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `geo_interests_account` ON `geo_interests` (`account_id`) WHERE deleted_at IS NULL AND account_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `humans` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`first_name` text,
	`last_name` text,
	`job_title` text,
	`company` text,
	`account_id` text,
	`owner_id` text,
	`do_not_contact` integer NOT NULL,
	`birthday` text,
	`github_id` integer,
	`github_login` text,
	`external_id` text,
	`tags` text DEFAULT '[]' NOT NULL,
	`notes` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `humans_account` ON `humans` (`account_id`) WHERE deleted_at IS NULL AND account_id IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `humans_github` ON `humans` (`github_id`) WHERE deleted_at IS NULL AND github_id IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `humans_external` ON `humans` (`external_id`) WHERE deleted_at IS NULL AND external_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `leads` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`title` text,
	`stage` text NOT NULL,
	`value` integer NOT NULL,
	`currency` text NOT NULL,
	`human_id` text,
	`account_id` text,
	`owner_id` text,
	`first_name` text,
	`last_name` text,
	`company` text,
	`email` text,
	`phone` text,
	`github_login` text,
	`source` text NOT NULL,
	`source_url` text,
	`external_id` text,
	`expected_close_at` text,
	`lost_reason` text,
	`converted_at` text,
	`tags` text DEFAULT '[]' NOT NULL,
	`notes` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `leads_stage` ON `leads` (`stage`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `leads_human` ON `leads` (`human_id`) WHERE deleted_at IS NULL AND human_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `leads_account` ON `leads` (`account_id`) WHERE deleted_at IS NULL AND account_id IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `leads_external` ON `leads` (`external_id`) WHERE deleted_at IS NULL AND external_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `pets` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`name` text NOT NULL,
	`species` text NOT NULL,
	`breed` text,
	`weight_grams` integer,
	`owner_id` text,
	`birthday` text,
	`notes` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `pets_owner` ON `pets` (`owner_id`) WHERE deleted_at IS NULL AND owner_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `phone_numbers` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`number` text NOT NULL,
	`label` text,
	`is_primary` integer NOT NULL,
	`human_id` text,
	`account_id` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `phone_numbers_number` ON `phone_numbers` (`number`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `phone_numbers_human` ON `phone_numbers` (`human_id`) WHERE deleted_at IS NULL AND human_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `phone_numbers_account` ON `phone_numbers` (`account_id`) WHERE deleted_at IS NULL AND account_id IS NOT NULL;--> statement-breakpoint
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
CREATE TABLE `api_key_secrets` (
	`key_id` text NOT NULL,
	`hash` text NOT NULL,
	`expires_at` integer,
	PRIMARY KEY(`key_id`, `hash`)
) STRICT;
