-- From version 3 to 4: what ended is removed after a time, and does not slow down look-ups before.

ALTER TABLE realms ADD COLUMN tokens_removed INTEGER NOT NULL DEFAULT 0 CHECK (tokens_removed IN (0, 1));
ALTER TABLE snapshots ADD COLUMN tokens_removed INTEGER NOT NULL DEFAULT 0 CHECK (tokens_removed IN (0, 1));

ALTER TABLE sessions ADD COLUMN lapsed INTEGER NOT NULL DEFAULT 0 CHECK (lapsed IN (0, 1));
ALTER TABLE sessions ADD COLUMN codes_unverified INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN code_sent_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN push_decided INTEGER NOT NULL DEFAULT 0 CHECK (push_decided IN (0, 1));
DROP INDEX sessions_of_person;
CREATE INDEX sessions_of_person ON sessions (realm_id, person_id, ended_at, created_at, id);
CREATE INDEX sessions_of_realm ON sessions (realm_id, created_at, id) WHERE ended_at = 0;
CREATE INDEX sessions_idle ON sessions (realm_id, last_activity) WHERE ended_at = 0 AND expires_at = 0;
CREATE INDEX sessions_expiring ON sessions (realm_id, expires_at) WHERE ended_at = 0 AND expires_at <> 0;
CREATE INDEX sessions_ended ON sessions (realm_id, ended_at, id) WHERE ended_at <> 0;
CREATE INDEX session_credentials_of_session ON session_credentials (realm_id, session_id);

-- When challenges were settled was not recorded; it was before they would have expired.
ALTER TABLE challenges ADD COLUMN settled_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE snapshot_challenges ADD COLUMN settled_at INTEGER NOT NULL DEFAULT 0;
UPDATE challenges SET settled_at = expires_at WHERE state <> 'PENDING';
UPDATE snapshot_challenges SET settled_at = expires_at WHERE state <> 'PENDING';
CREATE INDEX challenges_of_realm ON challenges (realm_id, id);
CREATE INDEX challenges_settled ON challenges (realm_id, settled_at, id)
    WHERE settled_at <> 0 AND due_at IS NULL;
CREATE TABLE pushes (
    realm_id INTEGER NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    number   INTEGER NOT NULL CHECK (number > 0),
    at       INTEGER NOT NULL,
    PRIMARY KEY (realm_id, number)
) STRICT, WITHOUT ROWID;
INSERT INTO pushes (realm_id, number, at)
    SELECT realm_id, row_number() OVER (PARTITION BY realm_id ORDER BY created_at, id), created_at
    FROM challenges WHERE channel <> 'SMS'
    AND (kind IN ('STEP_UP', 'CONFIRMATION') OR (kind = 'ENROLMENT' AND channel = 'AUTHY'));
DROP INDEX challenges_pushed;

CREATE INDEX users_of_realm ON users (realm_id, created_at, id);
CREATE INDEX users_admin ON users (realm_id, identity_id)
    WHERE active = 1 AND instr(details ->> '$.roles', '"ADMIN"');
CREATE INDEX customers_in_order ON customers (realm_id, identity_id IS NULL, created_at, id);
CREATE INDEX organizations_in_order ON organizations (realm_id, identity_id IS NULL, created_at, id);
CREATE INDEX resources_of_realm ON resources (realm_id, created_at, id);
CREATE INDEX tokenised_to_forget ON tokenised (realm_id, expires_at);

-- The sizes of snapshots. Of older ones only the seeds count, which can be large.

CREATE TABLE snapshot_sizes (
    snapshot_id INTEGER PRIMARY KEY REFERENCES snapshots (id) ON DELETE CASCADE,
    bytes       INTEGER NOT NULL
) STRICT;
INSERT INTO snapshot_sizes SELECT id, length(CAST(seeds AS BLOB)) FROM snapshots;
