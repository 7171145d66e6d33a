"""The tables of the read model; a change of shape raises VERSION, and the file is rebuilt from the topics."""

VERSION = 9
"""A file of another version is thrown away: everything in it comes from the topics again."""

SCHEMA = """
CREATE TABLE identity (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE position (topic TEXT, partition INTEGER, next_offset INTEGER NOT NULL, PRIMARY KEY (topic, partition));

-- One row as soon as any topic speaks of a mention; `fact` is null until its words are committed, or after a removal.
-- `unsent` is 1 where it was closed and its last reply did not go out after all: then `closed` is 0.
CREATE TABLE mention (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    conversation TEXT,
    platform TEXT,
    received_at INTEGER,
    fact TEXT,
    audience TEXT NOT NULL DEFAULT ' ',
    labels TEXT,
    basis TEXT,
    labelled_at INTEGER,
    by_person INTEGER NOT NULL DEFAULT 0,
    tags TEXT NOT NULL DEFAULT ' ',
    urgency INTEGER,
    needs_reply INTEGER,
    hello INTEGER NOT NULL DEFAULT 0,
    district TEXT,
    concern TEXT,
    language TEXT,
    claim TEXT,
    claimed_at INTEGER,
    claimed_by TEXT,
    claimed_until INTEGER,
    closing TEXT,
    closed_at INTEGER,
    closed INTEGER NOT NULL DEFAULT 0,
    unsent INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX mention_newest ON mention (received_at DESC, id DESC) WHERE fact IS NOT NULL;
CREATE INDEX mention_open ON mention (urgency, received_at) WHERE fact IS NOT NULL AND closed = 0;
CREATE INDEX mention_thread ON mention (conversation);
CREATE INDEX mention_language ON mention (language);
CREATE INDEX mention_unlabelled ON mention (received_at) WHERE fact IS NOT NULL AND labels IS NULL AND closed = 0;
CREATE INDEX mention_labelled ON mention (labelled_at) WHERE by_person = 0;
CREATE INDEX mention_wordless ON mention (id) WHERE fact IS NULL;
CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2');

CREATE TABLE note (id TEXT PRIMARY KEY, mention TEXT NOT NULL, at INTEGER NOT NULL, fact TEXT NOT NULL);
CREATE INDEX note_mention ON note (mention, at);

CREATE TABLE alert (
    id TEXT PRIMARY KEY,
    raised_at INTEGER NOT NULL,
    audience TEXT NOT NULL,
    raised TEXT NOT NULL,
  occasions TEXT NOT NULL,
    acknowledged TEXT,
    passed_on TEXT,
    closed TEXT,
    closed_at INTEGER
);
CREATE INDEX alert_open ON alert (raised_at) WHERE closed IS NULL;
CREATE INDEX alert_closed ON alert (closed_at) WHERE closed IS NOT NULL;

-- Mentions that were removed, by id alone: what answered one may come after, with its words. Drafts that are done too.
CREATE TABLE gone (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);

-- `expected` is 1 while the publisher has not taken what this desk asked for; `at` is when it goes or went out.
CREATE TABLE delivery (
    id TEXT PRIMARY KEY,
    post TEXT NOT NULL,
    account TEXT NOT NULL,
    author TEXT NOT NULL,
    state TEXT NOT NULL,
    submitted_at INTEGER NOT NULL,
    at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    replaces TEXT,
    reply_to TEXT,
    audience TEXT NOT NULL,
    expected INTEGER NOT NULL,
    fact TEXT NOT NULL
);
CREATE INDEX delivery_newest ON delivery (submitted_at DESC, id DESC);
CREATE INDEX delivery_state ON delivery (state, at);
CREATE INDEX delivery_down ON delivery (changed_at)
    WHERE fact ->> '$.take_down' IS NOT NULL AND fact ->> '$.take_down.verdict' IS NULL;
CREATE INDEX delivery_post ON delivery (post);
CREATE INDEX delivery_replaces ON delivery (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX delivery_reply_to ON delivery (reply_to) WHERE reply_to IS NOT NULL;
CREATE TABLE sample (delivery TEXT PRIMARY KEY, at INTEGER NOT NULL, fact TEXT NOT NULL);

CREATE TABLE draft (id TEXT PRIMARY KEY, author TEXT NOT NULL, at INTEGER NOT NULL, fact TEXT NOT NULL);
CREATE INDEX draft_author ON draft (author, at DESC);

CREATE TABLE template (id TEXT PRIMARY KEY, at INTEGER NOT NULL, audience TEXT NOT NULL, fact TEXT NOT NULL);

-- `first` and `last` are the days of its period; empty where it is no period that we know.
CREATE TABLE measure (
    district TEXT NOT NULL,
    platform TEXT NOT NULL,
    measure TEXT NOT NULL,
    period TEXT NOT NULL,
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    fact TEXT NOT NULL,
    PRIMARY KEY (district, platform, measure, period)
) WITHOUT ROWID;

-- One row for each scope; `place` is the offset of its record, null while this desk alone has said it.
CREATE TABLE hold (
    scope TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    place INTEGER,
    changed_at INTEGER NOT NULL,
    fact TEXT NOT NULL
);
CREATE INDEX hold_id ON hold (id);

CREATE TABLE person (id TEXT PRIMARY KEY, fact TEXT NOT NULL);
CREATE TABLE labelling (reporter TEXT PRIMARY KEY, fact TEXT NOT NULL);
CREATE TABLE channel (account TEXT, reporter TEXT, fact TEXT NOT NULL, PRIMARY KEY (account, reporter));
"""
