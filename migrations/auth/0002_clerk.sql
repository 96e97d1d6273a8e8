CREATE TABLE `clerk_people` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer NOT NULL,
	`name` text NOT NULL,
	`suspended` integer NOT NULL,
	`deleted` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`event_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `clerk_receipts` (
	`id` text PRIMARY KEY NOT NULL,
	`received_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `clerk_receipts_received` ON `clerk_receipts` (`received_at`);