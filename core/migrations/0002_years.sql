-- What a store of many years needs: little room, and views of a day that do not read what is not of
-- that day.

-- The day that a finding speaks of is in its body only: the row's own day is that of its onset.
CREATE INDEX finding_by_day ON record (person, json_extract(body, '$.entry.day')) WHERE kind = 'finding';

-- A person's source as a small number: a row of the next table is often shorter than two names.
CREATE TABLE heart_series (
    n INTEGER PRIMARY KEY,
    person BLOB NOT NULL,
    source BLOB NOT NULL,
    UNIQUE (person, source),
    FOREIGN KEY (person, source) REFERENCES source (person, id)
) STRICT;

-- A day of a source that is over. It takes the place of the day's rows in heart_hour, heart_chunk and
-- heart_day; what comes later for such a day is packed into it, or waits in those until the day is over
-- again. heart_day is empty from now on.
CREATE TABLE heart_past (
    place INTEGER PRIMARY KEY,          -- series * 2^24 + 2^23 + day, from the epoch in UTC
    hours BLOB NOT NULL,                -- which of the 24 hold anything, a bit each; and their sums, if kept
    minutes BLOB NOT NULL,              -- the sums of 1,440 minutes, of a dense day
    body BLOB NOT NULL                  -- what was measured
) STRICT;

-- What came late is now noted by the store itself, whichever way it came.
UPDATE meta SET key = 'series.unseen' WHERE key = 'detectors.late';

-- What was changed last, and what was changed in a week: for taking back and for looking back.
CREATE INDEX record_by_written ON record (person, written);

-- The classes of data (model::consent::DataClass) that the person lets leave for a platform of their own. A record of
-- another class is never queued.
CREATE TABLE share (
    platform BLOB NOT NULL REFERENCES platform (id) ON DELETE CASCADE,
    class TEXT NOT NULL,
    PRIMARY KEY (platform, class)
) STRICT, WITHOUT ROWID;
-- Until now to connect a platform was to let everything leave for it.
INSERT INTO share (platform, class)
SELECT id, class.column1
FROM platform, (VALUES ('heart_rate'), ('activity'), ('sleep'), ('vitals'), ('meals'), ('habits'), ('symptoms'),
    ('medicines'), ('findings'), ('results'), ('conditions'), ('images'), ('immunizations'), ('events')) AS class
WHERE access = 'own';
