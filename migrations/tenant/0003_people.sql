CREATE TABLE `invitations` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`email` text NOT NULL,
	`role` text NOT NULL,
	`expires_at` text NOT NULL,
	`accepted_at` text,
	`accepted_by` text,
	`revoked_at` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `invitations_email` ON `invitations` (`email`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `invitations_made` ON `invitations` (`created_at`);--> statement-breakpoint
CREATE TABLE `members` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by` text NOT NULL,
	`version` integer NOT NULL,
	`deleted_at` text,
	`custom` text NOT NULL,
	`user_id` text NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `members_user` ON `members` (`user_id`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `members_email` ON `members` (`email`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE TABLE `ended_sessions` (
	`session` text PRIMARY KEY NOT NULL,
	`until` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `invitation_tokens` (
	`hash` text PRIMARY KEY NOT NULL,
	`invitation_id` text NOT NULL,
	`expires_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `invitation_tokens_end` ON `invitation_tokens` (`expires_at`);