-- From version 2 to 3: what sandgate.sql and snapshots.sql had not.

-- The upper bound of ids in use. Before, the next id was computed from the rows at each start, without
-- ids of seeds, which begin at 500000000000000000. The bound is 10^12 higher than the highest id, because
-- ids after an imported one just below the seeds' range were not counted.
ALTER TABLE gateway ADD COLUMN ids_reserved INTEGER NOT NULL DEFAULT 110000000000000000;
UPDATE gateway SET ids_reserved = max(ids_reserved, 1000000000000 + (
    SELECT coalesce(max(id), 0) FROM (
        SELECT max(id) AS id FROM realms WHERE id < 500000000000000000
        UNION ALL SELECT max(id) FROM people WHERE id < 500000000000000000
        UNION ALL SELECT max(id) FROM identities WHERE id < 500000000000000000
        UNION ALL SELECT max(id) FROM users WHERE id < 500000000000000000
        UNION ALL SELECT max(id) FROM sessions WHERE id < 500000000000000000
        UNION ALL SELECT max(id) FROM challenges WHERE id < 500000000000000000
        UNION ALL SELECT max(id) FROM messages
        UNION ALL SELECT max(id) FROM resources WHERE id < 500000000000000000
        UNION ALL SELECT max(id) FROM customer_credentials WHERE id < 500000000000000000
        UNION ALL SELECT max(id) FROM organizations WHERE id < 500000000000000000
        UNION ALL SELECT max(last_id) FROM snapshots)));
ALTER TABLE snapshots DROP COLUMN last_id;

-- Sessions of seeds were those whose ids stand there.
ALTER TABLE sessions ADD COLUMN seeded INTEGER NOT NULL DEFAULT 0 CHECK (seeded IN (0, 1));
ALTER TABLE snapshot_sessions ADD COLUMN seeded INTEGER NOT NULL DEFAULT 0;
UPDATE sessions SET seeded = 1 WHERE id >= 500000000000000000;
UPDATE snapshot_sessions SET seeded = 1 WHERE id >= 500000000000000000;
