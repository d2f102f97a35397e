-- From version 3 to 4: the sizes of snapshots. Of older ones only the seeds count, which can be large.

CREATE TABLE snapshot_sizes (
    snapshot_id INTEGER PRIMARY KEY REFERENCES snapshots (id) ON DELETE CASCADE,
    bytes       INTEGER NOT NULL
) STRICT;
INSERT INTO snapshot_sizes SELECT id, length(CAST(seeds AS BLOB)) FROM snapshots;
