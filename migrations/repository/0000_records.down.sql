DROP TABLE `followers`;
--> statement-breakpoint
DROP INDEX `deliveries_received`;
--> statement-breakpoint
DROP TABLE `deliveries`;
--> statement-breakpoint
DROP TABLE `cursors`;
--> statement-breakpoint
DROP INDEX `search_docs_record_id_unique`;
--> statement-breakpoint
DROP TABLE `search_docs`;
--> statement-breakpoint
DROP TABLE `meta`;
--> statement-breakpoint
DROP INDEX `live_groups_key_unique`;
--> statement-breakpoint
DROP TABLE `live_groups`;
--> statement-breakpoint
DROP INDEX `jobs_due`;
--> statement-breakpoint
DROP TABLE `jobs`;
--> statement-breakpoint
DROP INDEX `idempotency_at`;
--> statement-breakpoint
DROP TABLE `idempotency`;
--> statement-breakpoint
DROP TABLE `buckets`;
--> statement-breakpoint
DROP TABLE `error_log`;
--> statement-breakpoint
DROP INDEX `changes_record`;
--> statement-breakpoint
DROP TABLE `changes`;
--> statement-breakpoint
DROP TABLE `streams`;
--> statement-breakpoint
DROP TABLE `stars`;
--> statement-breakpoint
DROP TABLE `repository`;
--> statement-breakpoint
DROP TABLE `releases`;
--> statement-breakpoint
DROP INDEX `issues_changed`;
--> statement-breakpoint
DROP INDEX `issues_number`;
--> statement-breakpoint
DROP TABLE `issues`;
--> statement-breakpoint
DROP TABLE `contributors`;
--> statement-breakpoint
DROP INDEX `commits_committed`;
--> statement-breakpoint
DROP TABLE `commits`;
--> statement-breakpoint
DROP INDEX `comments_posted`;
--> statement-breakpoint
DROP INDEX `comments_issue`;
--> statement-breakpoint
DROP TABLE `comments`;
