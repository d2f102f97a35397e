-- Snapshots of realms. The copied rows are in tables of their own (snapshot_people and so on), because
-- they keep their ids, which are unique only among live rows. The copies have no constraints: their
-- originals were checked. The program creates these tables from tables.def and the schema
-- (src/store/tables.c).

CREATE TABLE snapshots (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    realm_id         INTEGER NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    name             TEXT    NOT NULL,
    created_at       INTEGER NOT NULL, -- by the realm's clock, which continues from there after a restore
    clock_offset     INTEGER NOT NULL,
    clock_frozen     INTEGER NOT NULL CHECK (clock_frozen IN (0, 1)),
    clock_stopped_at INTEGER NOT NULL,
    settings         TEXT    NOT NULL CHECK (json_valid(settings)),
    seeds            TEXT    NOT NULL CHECK (json_valid(seeds)),
    rates            BLOB    NOT NULL, -- counts of the rate limits, in the format of the program
    tokens_removed   INTEGER NOT NULL DEFAULT 0 CHECK (tokens_removed IN (0, 1)),
    UNIQUE (realm_id, name)
) STRICT;

-- What a snapshot takes, for the budget of all (src/store/snapshots.c). In a table of its own, because a
-- column behind the seeds could only be read through them, and they can have megabytes.
CREATE TABLE snapshot_sizes (
    snapshot_id INTEGER PRIMARY KEY REFERENCES snapshots (id) ON DELETE CASCADE,
    bytes       INTEGER NOT NULL
) STRICT;
