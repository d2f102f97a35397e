-- Indexes of the tables that hold copies, which the program makes itself (src/store/tables.c).

-- A seed of another realm may want an id that only a snapshot has.
CREATE INDEX IF NOT EXISTS snapshot_people_by_id ON snapshot_people (id);
CREATE INDEX IF NOT EXISTS snapshot_users_by_id ON snapshot_users (id);
