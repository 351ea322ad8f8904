-- What a store of many years needs: the views of a day must not read what is not of that day.

-- The day that a finding speaks of is in its body only: the row's own day is that of its onset.
CREATE INDEX finding_by_day ON record (person, json_extract(body, '$.entry.day')) WHERE kind = 'finding';

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
