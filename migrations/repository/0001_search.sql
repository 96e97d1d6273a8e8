-- Full-text search over search_docs. The index holds no text of its own ("external content"); objects/records/search-index.ts writes
-- it beside every record, without triggers: those would open a savepoint each, and FTS5 writes what it has gathered at every savepoint.
CREATE VIRTUAL TABLE search_fts USING fts5 (
	title,
	body,
	content = 'search_docs',
	content_rowid = 'doc',
	tokenize = "unicode61 remove_diacritics 2"
);
