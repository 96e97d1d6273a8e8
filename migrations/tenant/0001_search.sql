-- Full-text search over search_docs. The index holds no text of its own ("external content"), so these triggers must see every
-- change: INSERT OR REPLACE on search_docs would leave the old words in the index, because it fires no delete trigger.
CREATE VIRTUAL TABLE search_fts USING fts5 (
	title,
	body,
	content = 'search_docs',
	content_rowid = 'doc',
	tokenize = "unicode61 remove_diacritics 2"
);
--> statement-breakpoint
CREATE TRIGGER search_docs_insert AFTER INSERT ON search_docs BEGIN
	INSERT INTO search_fts (rowid, title, body) VALUES (new.doc, new.title, new.body);
END;
--> statement-breakpoint
CREATE TRIGGER search_docs_delete AFTER DELETE ON search_docs BEGIN
	INSERT INTO search_fts (search_fts, rowid, title, body) VALUES ('delete', old.doc, old.title, old.body);
END;
--> statement-breakpoint
CREATE TRIGGER search_docs_update AFTER UPDATE ON search_docs BEGIN
	INSERT INTO search_fts (search_fts, rowid, title, body) VALUES ('delete', old.doc, old.title, old.body);
	INSERT INTO search_fts (rowid, title, body) VALUES (new.doc, new.title, new.body);
END;
--> statement-breakpoint
INSERT INTO search_fts (search_fts) VALUES ('rebuild');
