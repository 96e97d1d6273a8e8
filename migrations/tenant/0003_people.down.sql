DROP INDEX `invitation_tokens_end`;
--> statement-breakpoint
DROP TABLE `invitation_tokens`;
--> statement-breakpoint
DROP TABLE `ended_sessions`;
--> statement-breakpoint
DROP INDEX `members_email`;
--> statement-breakpoint
DROP INDEX `members_user`;
--> statement-breakpoint
DROP TABLE `members`;
--> statement-breakpoint
DROP INDEX `invitations_made`;
--> statement-breakpoint
DROP INDEX `invitations_email`;
--> statement-breakpoint
DROP TABLE `invitations`;
