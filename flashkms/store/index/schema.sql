-- The index: everything here follows from deck files and logs. Whoever deletes it loses nothing.
-- A change here needs no migration: the version in database.py follows this text, and another version is rebuilt.

CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Deck files as they were read last: status of the file, the deck's own keys, what was wrong, which entries are left
-- out for it, the ids of those that stood at the end when the file lost its end, and whether its last line had an end.
CREATE TABLE deck_file (
    path TEXT PRIMARY KEY,
    status BLOB NOT NULL,
    deck TEXT NOT NULL,
    head BLOB NOT NULL,
    problems BLOB NOT NULL,
    broken BLOB NOT NULL,
    missing BLOB NOT NULL,
    ended INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How many cards each deck has.
CREATE TABLE deck_size (
    deck TEXT PRIMARY KEY,
    cards INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every entry of every deck file, also one whose id an earlier file has taken.
CREATE TABLE entry (
    path TEXT NOT NULL,
    position INTEGER NOT NULL,
    key TEXT NOT NULL, -- the id, case folded
    kind TEXT NOT NULL,
    shape BLOB NOT NULL,
    PRIMARY KEY (path, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_key ON entry (key, path, position);

-- The keys that more than one entry has.
CREATE TABLE taken (
    key TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- A card of a deck file, of the log, or of both. Without a deck it stands in no file; without a phase it is new.
CREATE TABLE card (
    id TEXT PRIMARY KEY,
    key TEXT NOT NULL, -- the entry's id, case folded
    deck TEXT,
    path TEXT,
    position INTEGER,
    ordinal INTEGER,
    held INTEGER NOT NULL DEFAULT 0, -- suspended or gone in the file
    logged INTEGER NOT NULL DEFAULT 0, -- the log speaks of it
    phase INTEGER,
    stability REAL CHECK (stability BETWEEN 0.001 AND 36500),
    difficulty REAL CHECK (difficulty BETWEEN 1 AND 10),
    step_due INTEGER, -- microseconds since 1970
    day_due INTEGER, -- days since 0001-01-01
    interval_days INTEGER,
    reps INTEGER,
    lapses INTEGER,
    steps_left INTEGER,
    last_review INTEGER, -- microseconds since 1970
    last_day INTEGER, -- the study day of the last answer
    began BLOB, -- the memory before that day's first answer
    suspended INTEGER NOT NULL DEFAULT 0,
    buried INTEGER, -- the study day
    unburied INTEGER, -- microseconds since 1970
    flag INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX card_key ON card (key);
CREATE INDEX card_deck ON card (deck) WHERE deck IS NOT NULL;
CREATE INDEX card_new ON card (path, position, ordinal) WHERE phase IS NULL AND day_due IS NULL;
CREATE INDEX card_step ON card (step_due) WHERE step_due IS NOT NULL;
-- For the counts of every deck: all that they ask of a card in review, so that the card itself need not be looked up.
CREATE INDEX card_tally ON card (deck, day_due, key, phase, held, suspended, buried)
    WHERE day_due IS NOT NULL AND phase = 1 AND deck IS NOT NULL;
-- Likewise for the first of what is due: a backlog of thousands is not looked up card by card.
CREATE INDEX card_due ON card (day_due, deck, key, phase, held, suspended, buried) WHERE day_due IS NOT NULL AND phase = 1;
CREATE INDEX card_day ON card (day_due) WHERE day_due IS NOT NULL AND phase IS NOT 1;
CREATE INDEX card_kept ON card (id) WHERE suspended OR flag OR buried IS NOT NULL OR unburied IS NOT NULL;
CREATE INDEX card_today ON card (last_day) WHERE last_day IS NOT NULL;

-- What the log says of entries: marked, dropped, made by a build.
CREATE TABLE standing (
    entry TEXT PRIMARY KEY,
    marked INTEGER NOT NULL,
    dropped INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE made (
    entry TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Log files, and how far each is in here.
CREATE TABLE log (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    status BLOB NOT NULL,
    offset INTEGER NOT NULL, -- bytes that are in here
    lines INTEGER NOT NULL, -- line feeds among them
    tail BLOB NOT NULL, -- the last bytes before the offset
    latest INTEGER NOT NULL -- the latest instant in it, in microseconds since 1970
) STRICT;

-- Where in the logs the events of a card or an entry stand: file number and offset, packed.
CREATE TABLE history (
    subject TEXT PRIMARY KEY,
    places BLOB NOT NULL,
    latest INTEGER NOT NULL -- microseconds since 1970
) STRICT, WITHOUT ROWID;

CREATE TABLE undo (
    id TEXT PRIMARY KEY,
    target TEXT NOT NULL,
    place INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX undo_target ON undo (target);

-- Subjects with an event that is dated too far ahead to count yet.
CREATE TABLE waiting (
    at INTEGER NOT NULL,
    subject TEXT NOT NULL,
    PRIMARY KEY (at, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE log_problem (
    name TEXT NOT NULL,
    line INTEGER NOT NULL,
    message TEXT NOT NULL,
    hint TEXT NOT NULL,
    PRIMARY KEY (name, line)
) STRICT, WITHOUT ROWID;

-- What a search looks at beyond the card itself; filled by the first search, card by card.
CREATE TABLE words (
    id TEXT PRIMARY KEY,
    entry TEXT NOT NULL,
    deck TEXT NOT NULL,
    tags TEXT NOT NULL,
    note TEXT NOT NULL,
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    untriaged INTEGER NOT NULL,
    conflict INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    held INTEGER NOT NULL -- suspended or gone in the file
) STRICT, WITHOUT ROWID;

-- Where the points of a note stand: `place.py` fills it when a place is asked for.
CREATE TABLE note (
    path TEXT PRIMARY KEY,
    status BLOB NOT NULL,
    places BLOB NOT NULL
) STRICT, WITHOUT ROWID;
