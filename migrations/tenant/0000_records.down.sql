DROP TABLE `api_key_secrets`;
--> statement-breakpoint
DROP TABLE `search_docs`;
--> statement-breakpoint
DROP TABLE `meta`;
--> statement-breakpoint
DROP TABLE `live_groups`;
--> statement-breakpoint
DROP TABLE `jobs`;
--> statement-breakpoint
DROP TABLE `idempotency`;
--> statement-breakpoint
DROP TABLE `buckets`;
--> statement-breakpoint
DROP TABLE `phone_numbers`;
--> statement-breakpoint
DROP TABLE `pets`;
--> statement-breakpoint
DROP TABLE `leads`;
--> statement-breakpoint
DROP TABLE `humans`;
--> statement-breakpoint
DROP TABLE `geo_interests`;
--> statement-breakpoint
DROP TABLE `flights`;
--> statement-breakpoint
DROP TABLE `error_log`;
--> statement-breakpoint
DROP TABLE `emails`;
--> statement-breakpoint
DROP TABLE `documents`;
--> statement-breakpoint
DROP TABLE `bookings`;
--> statement-breakpoint
DROP TABLE `changes`;
--> statement-breakpoint
DROP TABLE `api_keys`;
--> statement-breakpoint
DROP TABLE `activities`;
--> statement-breakpoint
DROP TABLE `accounts`;
--> statement-breakpoint
DROP TABLE `account_config`;
