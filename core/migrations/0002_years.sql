-- What a store of many years needs: the views of a day must not read what is not of that day.

-- The day that a finding speaks of is in its body only: the row's own day is that of its onset.
CREATE INDEX finding_by_day ON record (person, json_extract(body, '$.entry.day')) WHERE kind = 'finding';
