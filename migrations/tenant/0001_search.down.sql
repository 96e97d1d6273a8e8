DROP TRIGGER search_docs_update;
--> statement-breakpoint
DROP TRIGGER search_docs_delete;
--> statement-breakpoint
DROP TRIGGER search_docs_insert;
--> statement-breakpoint
DROP TABLE search_fts;
