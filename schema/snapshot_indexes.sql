-- Indexes of the snapshot tables, which the program creates (src/store/tables.c).

-- For the check that a seed of another realm does not use an id that only a snapshot has.
CREATE INDEX IF NOT EXISTS snapshot_people_by_id ON snapshot_people (id);
CREATE INDEX IF NOT EXISTS snapshot_users_by_id ON snapshot_users (id);
