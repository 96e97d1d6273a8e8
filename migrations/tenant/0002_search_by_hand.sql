-- objects/records/search-index.ts writes the index itself now. A statement with triggers opens a savepoint of its own, and FTS5 answers
-- every savepoint by writing what it has gathered: a batch of a hundred records wrote a hundred pieces of index instead of one.
DROP TRIGGER search_docs_update;
--> statement-breakpoint
DROP TRIGGER search_docs_delete;
--> statement-breakpoint
DROP TRIGGER search_docs_insert;
