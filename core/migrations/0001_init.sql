-- A row of every family names its person; no query leaves the person out.
-- Identifiers are 16 bytes (UUID), instants are milliseconds since 1970-01-01T00:00:00Z,
-- days are counted from 1970-01-01 on the person's own calendar, hours from the epoch in UTC.

CREATE TABLE person (
    id BLOB NOT NULL PRIMARY KEY,
    added INTEGER NOT NULL,             -- 1, 2, 3 …: the order in which they were added
    body TEXT NOT NULL                  -- model::person::Person as JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE source (
    person BLOB NOT NULL REFERENCES person (id),
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    rank INTEGER NOT NULL,              -- the lower is believed first
    PRIMARY KEY (person, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE record (
    id BLOB NOT NULL PRIMARY KEY,
    person BLOB NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    day INTEGER NOT NULL,               -- of the clock on the wall when it happened
    at INTEGER NOT NULL,
    offset_s INTEGER NOT NULL,
    zone TEXT,
    revision INTEGER NOT NULL,
    status TEXT NOT NULL,
    source BLOB NOT NULL,
    written INTEGER NOT NULL,
    body TEXT NOT NULL                  -- model::record::Entry as JSON
) STRICT;
CREATE INDEX record_by_day ON record (person, kind, day);
CREATE INDEX record_by_time ON record (person, kind, at);

CREATE TABLE record_history (
    id BLOB NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    at INTEGER NOT NULL,
    offset_s INTEGER NOT NULL,
    zone TEXT,
    status TEXT NOT NULL,
    source BLOB NOT NULL,
    written INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id, revision)
) STRICT;

-- What charts and detectors read: an hour of one source in a row, its minutes packed beside.
CREATE TABLE heart_hour (
    person BLOB NOT NULL,
    source BLOB NOT NULL,
    hour INTEGER NOT NULL,
    count INTEGER NOT NULL,             -- samples with contact; the next three speak of them
    sum INTEGER NOT NULL,
    low INTEGER NOT NULL,
    high INTEGER NOT NULL,
    parts INTEGER NOT NULL,             -- rows in heart_chunk
    last_sample INTEGER,                -- the latest instant of a sample
    last_run INTEGER,                   -- the latest start of a run
    minutes BLOB NOT NULL,
    PRIMARY KEY (person, source, hour),
    FOREIGN KEY (person, source) REFERENCES source (person, id)
) STRICT, WITHOUT ROWID;

-- The measurements themselves, packed. An hour is one chunk; while it is being recorded, several.
-- A dense day that is over is one block instead, of all its hours; what came later are chunks again.
CREATE TABLE heart_chunk (
    n INTEGER PRIMARY KEY,
    person BLOB NOT NULL,
    source BLOB NOT NULL,
    hour INTEGER NOT NULL,
    part INTEGER NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (person, source, hour, part),
    FOREIGN KEY (person, source, hour) REFERENCES heart_hour (person, source, hour) ON DELETE CASCADE
) STRICT;

CREATE TABLE heart_day (
    n INTEGER PRIMARY KEY,
    person BLOB NOT NULL,
    source BLOB NOT NULL,
    day INTEGER NOT NULL,               -- from the epoch, in UTC
    body BLOB NOT NULL,
    UNIQUE (person, source, day),
    FOREIGN KEY (person, source) REFERENCES source (person, id)
) STRICT;

CREATE TABLE step (
    person BLOB NOT NULL,
    source BLOB NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (person, source, start, "end"),
    FOREIGN KEY (person, source) REFERENCES source (person, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE detector (
    person BLOB NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    state BLOB NOT NULL,
    PRIMARY KEY (person, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
    person BLOB NOT NULL REFERENCES person (id),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (person, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE platform (
    id BLOB NOT NULL PRIMARY KEY,
    person BLOB NOT NULL REFERENCES person (id),
    base_url TEXT NOT NULL,
    patient TEXT NOT NULL,
    access TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX platform_by_person ON platform (person);

-- What a platform has yet to be told. `dirty` counts changes; what was sent is subtracted, so an
-- edit made while sending stays. Written by the same code as the change itself, never by a trigger.
CREATE TABLE outbox (
    platform BLOB NOT NULL REFERENCES platform (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,                 -- record, heart or steps
    subject BLOB NOT NULL,              -- the record's id, or the source's
    hour INTEGER NOT NULL,              -- 0 for a record
    at INTEGER NOT NULL,
    dirty INTEGER NOT NULL,
    aside TEXT,                         -- why the platform refused it, if it did
    PRIMARY KEY (platform, kind, subject, hour)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_by_time ON outbox (platform, at) WHERE aside IS NULL;

CREATE TABLE sent (
    platform BLOB NOT NULL REFERENCES platform (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    subject BLOB NOT NULL,
    hour INTEGER NOT NULL,
    resource_type TEXT NOT NULL,
    id TEXT NOT NULL,
    version TEXT NOT NULL,
    PRIMARY KEY (platform, kind, subject, hour, resource_type, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE received (
    platform BLOB NOT NULL REFERENCES platform (id) ON DELETE CASCADE,
    resource_type TEXT NOT NULL,
    id TEXT NOT NULL,
    person BLOB NOT NULL REFERENCES person (id),
    version TEXT NOT NULL,
    last_updated INTEGER NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (platform, resource_type, id)
) STRICT;
CREATE INDEX received_by_person ON received (person, resource_type);

-- What left the device. Rows are only ever added; they outlive the platform's connection.
CREATE TABLE disclosure (
    n INTEGER PRIMARY KEY,
    person BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    resource_type TEXT NOT NULL,
    count INTEGER NOT NULL,
    basis TEXT NOT NULL
) STRICT;
CREATE INDEX disclosure_by_person ON disclosure (person, at);
