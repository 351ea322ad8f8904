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
    erased INTEGER NOT NULL,            -- of which of them only the sums are left, a bit each, where the rest is kept
    fives BLOB NOT NULL                 -- the sums of 288 times five minutes, of a dense day
) STRICT;
-- Apart, so that a chart of years reads few pages.
CREATE TABLE heart_body (
    place INTEGER PRIMARY KEY REFERENCES heart_past (place) ON DELETE CASCADE,
    minutes BLOB NOT NULL,              -- the sums of 1,440 minutes, of a dense day
    body BLOB NOT NULL                  -- what was measured
) STRICT;

-- A view of a day tells how a habit has gone for years: only what it needs of each tick, many days in a row.
CREATE TABLE habit_course (
    person BLOB NOT NULL REFERENCES person (id),
    block INTEGER NOT NULL,             -- the day by 512, rounded down
    habit BLOB NOT NULL,                -- its record
    ticks BLOB NOT NULL,                -- runs of ticks: the days between them, the amount, how many (store/courses.rs)
    PRIMARY KEY (person, block, habit)
) STRICT, WITHOUT ROWID;

-- The rate at last_sample, so that the present is told without unpacking it; NULL where it was written before.
ALTER TABLE heart_hour ADD COLUMN last_bpm INTEGER;

-- What came late is now noted by the store itself, whichever way it came.
UPDATE meta SET key = 'series.unseen' WHERE key = 'detectors.late';

-- What was changed last, and what was changed in a week: for taking back and for looking back.
CREATE INDEX record_by_written ON record (person, written);

-- Versions that were written by taking a change back, and the revision whose words they have again, so that
-- taking back once more goes one change further; 0 where the record counted for nothing before.
CREATE TABLE undone (
    id BLOB NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    stands INTEGER NOT NULL,
    PRIMARY KEY (id, revision)
) STRICT, WITHOUT ROWID;

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

-- Bluetooth devices of the household, and what they sent one at a time. A device belongs to no one person:
-- whoever uses it is named in `device_user`, and a value in `device_value` is someone's or waits to be.
CREATE TABLE device (
    id BLOB NOT NULL PRIMARY KEY,
    added INTEGER NOT NULL,
    key TEXT NOT NULL,                  -- as the radio names it
    body TEXT NOT NULL                  -- the rest of model::device::Device as JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE device_user (
    device BLOB NOT NULL REFERENCES device (id) ON DELETE CASCADE,
    person BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    number INTEGER,                     -- the user number that the device has for them
    PRIMARY KEY (device, person)
) STRICT, WITHOUT ROWID;

-- How far the stored records of a device are fetched: moves in the transaction that keeps them.
CREATE TABLE device_cursor (
    device BLOB NOT NULL REFERENCES device (id) ON DELETE CASCADE,
    stream INTEGER NOT NULL,            -- the characteristic
    sequence INTEGER NOT NULL,
    PRIMARY KEY (device, stream)
) STRICT, WITHOUT ROWID;

-- Every value that was kept, as sent. It outlives its device; a waiting one has no person.
CREATE TABLE device_value (
    id BLOB NOT NULL PRIMARY KEY,       -- derived: the same value again is the same row
    device BLOB NOT NULL,
    person BLOB REFERENCES person (id) ON DELETE CASCADE,
    waiting INTEGER NOT NULL,           -- 1 until somebody says whose it is
    received INTEGER NOT NULL,
    body TEXT NOT NULL                  -- model::device::DeviceValue as JSON
) STRICT;
CREATE INDEX device_value_waiting ON device_value (received) WHERE waiting = 1;
CREATE INDEX device_value_by_person ON device_value (person);

-- Pictures of meals, as the camera made them. One goes with its meal, and not before: a meal that is
-- brought back has its picture again.
CREATE TABLE photo (
    id BLOB NOT NULL PRIMARY KEY,
    person BLOB NOT NULL REFERENCES person (id),
    record BLOB NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    format TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
CREATE INDEX photo_by_record ON photo (record);

-- Energy, as steps: every source's intervals, of which each stretch of time counts once.
CREATE TABLE energy (
    person BLOB NOT NULL,
    source BLOB NOT NULL,
    kind TEXT NOT NULL,                 -- active or basal
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    milli_kcal INTEGER NOT NULL,
    PRIMARY KEY (person, source, kind, start, "end"),
    FOREIGN KEY (person, source) REFERENCES source (person, id)
) STRICT, WITHOUT ROWID;

-- The revision of the record here that a sent resource says: the common base, should both sides change it.
-- Versions are kept (record_history), so the number is enough. NULL for series, and for what was sent before.
ALTER TABLE sent ADD COLUMN revision INTEGER;

-- What two devices changed differently: both versions, whole, until the person says which holds. The record
-- itself goes on with one of them meanwhile.
CREATE TABLE conflict (
    record BLOB NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,          -- of the record: the one that stood when it was noticed
    person BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    noticed INTEGER NOT NULL,
    fields TEXT NOT NULL,               -- their names, as JSON
    here TEXT NOT NULL,                 -- model::record::Record as JSON, as this device had it
    there TEXT NOT NULL,                -- as the other had it
    PRIMARY KEY (record, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX conflict_by_person ON conflict (person, noticed);

-- The revision that was first sent and got no answer, 0 of a series: before it is sent again it is looked up
-- whether it arrived, and whether somebody has changed it since.
ALTER TABLE outbox ADD COLUMN tried INTEGER;
CREATE INDEX outbox_tried ON outbox (platform) WHERE tried IS NOT NULL;

-- What was added last to an hour that is being recorded, before it is packed into a chunk (store/tail.rs). The
-- sums of the hour count it in, its minutes do not.
ALTER TABLE heart_hour ADD COLUMN tail BLOB;

-- What documents of platforms consist of (PDF, pictures, documents in FHIR), as it was fetched for one version of the
-- document. It goes with the document.
CREATE TABLE attachment (
    platform BLOB NOT NULL,
    resource_type TEXT NOT NULL,
    id TEXT NOT NULL,
    place INTEGER NOT NULL,             -- which of the document's contents, from 0
    version TEXT NOT NULL,
    content_type TEXT NOT NULL,
    state TEXT NOT NULL,                -- model::attachment::AttachmentState
    bytes BLOB NOT NULL,                -- empty unless it is kept
    PRIMARY KEY (platform, resource_type, id, place),
    FOREIGN KEY (platform, resource_type, id) REFERENCES received (platform, resource_type, id) ON DELETE CASCADE
) STRICT;

-- The detectors' state as it was when they had seen what was measured before some instants: data that comes late is
-- looked at from there on, not from the first day.
CREATE TABLE detector_past (
    person BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,                -- a midnight in UTC
    state BLOB NOT NULL,
    PRIMARY KEY (person, at)
) STRICT, WITHOUT ROWID;
