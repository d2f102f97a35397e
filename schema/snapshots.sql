-- Copies of what is in a realm. Rows keep their ids, which are unique among the living only; what the
-- originals must keep to was checked when they were written, so that copies are plain rows, in the
-- order of their keys. The tables for them (snapshot_people …) are made by the program, from the list of
-- a realm's tables and from the schema: src/store/tables.c.

CREATE TABLE snapshots (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    realm_id         INTEGER NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    name             TEXT    NOT NULL,
    created_at       INTEGER NOT NULL, -- by the realm's clock, which goes on from there
    clock_offset     INTEGER NOT NULL,
    clock_frozen     INTEGER NOT NULL CHECK (clock_frozen IN (0, 1)),
    clock_stopped_at INTEGER NOT NULL,
    settings         TEXT    NOT NULL CHECK (json_valid(settings)),
    seeds            TEXT    NOT NULL CHECK (json_valid(seeds)),
    rates            BLOB    NOT NULL, -- what counts towards the rate limits, as the program keeps it
    UNIQUE (realm_id, name)
) STRICT;
