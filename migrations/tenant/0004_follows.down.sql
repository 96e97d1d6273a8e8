DROP TABLE `github_taken`;
--> statement-breakpoint
DROP INDEX `follows_full_name`;
--> statement-breakpoint
DROP INDEX `follows_repository`;
--> statement-breakpoint
DROP TABLE `follows`;
