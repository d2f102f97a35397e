-- Copies of what is in a realm. Rows keep their ids, which are unique among the living only; what the
-- originals must keep to was checked when they were written, so that copies are plain rows, in the
-- order of their keys. Columns are those of the originals: include/store/all_tables.def lists them.

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
    last_id          INTEGER NOT NULL, -- given out so far, in all realms
    UNIQUE (realm_id, name)
) STRICT;

CREATE TABLE snapshot_people (
    snapshot_id       INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    id                INTEGER NOT NULL,
    credential_type   TEXT    NOT NULL,
    password_hash     TEXT,
    password_set_at   INTEGER NOT NULL,
    password_expired  INTEGER NOT NULL,
    failed_logins     INTEGER NOT NULL,
    locked_until      INTEGER NOT NULL,
    stepped_up_at     INTEGER NOT NULL,
    push_answer       TEXT,
    push_answer_after INTEGER NOT NULL,
    created_at        INTEGER NOT NULL,
    PRIMARY KEY (snapshot_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_passwords (
    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    id          INTEGER NOT NULL,
    person_id   INTEGER NOT NULL,
    hash        TEXT    NOT NULL,
    PRIMARY KEY (snapshot_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_tokenised (
    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    token       TEXT    NOT NULL,
    value       TEXT    NOT NULL,
    expires_at  INTEGER NOT NULL,
    PRIMARY KEY (snapshot_id, token)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_identities (
    snapshot_id       INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    id                INTEGER NOT NULL,
    type              TEXT    NOT NULL,
    profile_id        INTEGER NOT NULL,
    name              TEXT    NOT NULL,
    active            INTEGER NOT NULL,
    diligence         TEXT    NOT NULL,
    diligence_level   TEXT    NOT NULL,
    ongoing_diligence TEXT    NOT NULL,
    ongoing_level     TEXT    NOT NULL,
    diligence_ref     INTEGER NOT NULL,
    details           TEXT    NOT NULL,
    created_at        INTEGER NOT NULL,
    PRIMARY KEY (snapshot_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_users (
    snapshot_id         INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    id                  INTEGER NOT NULL,
    identity_id         INTEGER NOT NULL,
    person_id           INTEGER NOT NULL,
    type                TEXT    NOT NULL,
    email               TEXT    NOT NULL,
    email_verified      INTEGER NOT NULL,
    email_proved        INTEGER NOT NULL,
    email_code          TEXT,
    email_deadline      INTEGER NOT NULL,
    email_released      INTEGER NOT NULL,
    email_shared        INTEGER NOT NULL,
    email_pending       TEXT,
    email_changed_at    INTEGER NOT NULL,
    name                TEXT    NOT NULL,
    surname             TEXT    NOT NULL,
    mobile_country_code TEXT,
    mobile_number       TEXT,
    mobile_verified     INTEGER NOT NULL,
    mobile_former       TEXT,
    mobile_changes      INTEGER NOT NULL,
    recovered_at        INTEGER NOT NULL,
    invite_code         TEXT,
    invite_deadline     INTEGER NOT NULL,
    invite_consumed     INTEGER NOT NULL,
    diligence           TEXT    NOT NULL,
    details             TEXT,
    lost_nonce          TEXT,
    lost_deadline       INTEGER NOT NULL,
    active              INTEGER NOT NULL,
    created_at          INTEGER NOT NULL,
    PRIMARY KEY (snapshot_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX snapshot_people_by_id ON snapshot_people (id);
CREATE INDEX snapshot_users_by_id ON snapshot_users (id); -- a seed of another realm may want it

CREATE TABLE snapshot_factors (
    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    person_id   INTEGER NOT NULL,
    channel     TEXT    NOT NULL,
    status      TEXT    NOT NULL,
    PRIMARY KEY (snapshot_id, person_id, channel)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_sessions (
    snapshot_id   INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    id            INTEGER NOT NULL,
    person_id     INTEGER,
    identity_id   INTEGER,
    user_id       INTEGER,
    kind          TEXT    NOT NULL,
    stepped_up    INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    last_activity INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL,
    ended_at      INTEGER NOT NULL,
    token         TEXT    NOT NULL,
    PRIMARY KEY (snapshot_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_challenges (
    snapshot_id    INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    id             INTEGER NOT NULL,
    person_id      INTEGER NOT NULL,
    user_id        INTEGER NOT NULL,
    identity_id    INTEGER NOT NULL,
    session_id     INTEGER NOT NULL,
    kind           TEXT    NOT NULL,
    channel        TEXT    NOT NULL,
    state          TEXT    NOT NULL,
    code           TEXT,
    resource_type  TEXT,
    wrong_attempts INTEGER NOT NULL,
    created_at     INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL,
    answer         TEXT,
    overtaken      INTEGER NOT NULL,
    due_at         INTEGER,
    PRIMARY KEY (snapshot_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_resources (
    snapshot_id  INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    id           INTEGER NOT NULL,
    type         TEXT    NOT NULL,
    identity_id  INTEGER NOT NULL,
    state        TEXT    NOT NULL,
    outcome      TEXT    NOT NULL,
    challenge_id INTEGER,
    created_at   INTEGER NOT NULL,
    PRIMARY KEY (snapshot_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_messages (
    snapshot_id     INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    id              INTEGER NOT NULL,
    at              INTEGER NOT NULL,
    channel         TEXT    NOT NULL,
    recipient       TEXT    NOT NULL,
    kind            TEXT    NOT NULL,
    code            TEXT,
    challenge_id    INTEGER,
    text            TEXT    NOT NULL,
    payload         TEXT,
    delivery        TEXT,
    attempts        INTEGER NOT NULL,
    last_status     INTEGER NOT NULL,
    last_error      TEXT,
    next_attempt_at INTEGER,
    PRIMARY KEY (snapshot_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_replays (
    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    scope_id    INTEGER NOT NULL,
    operation   TEXT    NOT NULL,
    reference   BLOB    NOT NULL,
    payload     BLOB    NOT NULL,
    status      INTEGER NOT NULL,
    media_type  TEXT,
    body        TEXT    NOT NULL,
    made        INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    PRIMARY KEY (snapshot_id, scope_id, operation, reference)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_customer_credentials (
    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    id          INTEGER NOT NULL,
    person_id   INTEGER NOT NULL,
    type        TEXT    NOT NULL,
    value       TEXT    NOT NULL,
    code_hash   TEXT,
    channel     TEXT,
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (snapshot_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_two_factor (
    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    person_id   INTEGER NOT NULL,
    id          TEXT    NOT NULL,
    login       INTEGER NOT NULL,
    trading     INTEGER NOT NULL,
    funding     INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    PRIMARY KEY (snapshot_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_session_credentials (
    snapshot_id   INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    credential_id INTEGER NOT NULL,
    session_id    INTEGER NOT NULL,
    PRIMARY KEY (snapshot_id, credential_id, session_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_customers (
    snapshot_id  INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    id           INTEGER NOT NULL,
    name         TEXT    NOT NULL,
    person_id    INTEGER,
    identity_id  INTEGER,
    type         TEXT    NOT NULL,
    status       TEXT    NOT NULL,
    organization TEXT,
    details      TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    PRIMARY KEY (snapshot_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_organizations (
    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    id          INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    identity_id INTEGER,
    details     TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (snapshot_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_access_groups (
    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    id          TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    application TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (snapshot_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_access_components (
    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    name        TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    PRIMARY KEY (snapshot_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_access_roles (
    snapshot_id  INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    group_id     TEXT    NOT NULL,
    place        INTEGER NOT NULL,
    component    TEXT    NOT NULL,
    access_right TEXT    NOT NULL,
    PRIMARY KEY (snapshot_id, group_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_access_members (
    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    id          INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    group_id    TEXT    NOT NULL,
    customer_id INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (snapshot_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_consents (
    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    id          TEXT    NOT NULL,
    details     TEXT,
    access      TEXT,
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (snapshot_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_payments (
    snapshot_id    INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    id             TEXT    NOT NULL,
    organization   TEXT    NOT NULL,
    transaction_id TEXT    NOT NULL,
    amount         TEXT    NOT NULL,
    currency       TEXT    NOT NULL,
    brand          TEXT    NOT NULL,
    mode           TEXT    NOT NULL,
    descriptor     TEXT    NOT NULL,
    first_name     TEXT    NOT NULL,
    last_name      TEXT    NOT NULL,
    card_bin       TEXT    NOT NULL,
    card_last      TEXT    NOT NULL,
    expiry_month   TEXT    NOT NULL,
    expiry_year    TEXT    NOT NULL,
    created_at     INTEGER NOT NULL,
    PRIMARY KEY (snapshot_id, id)
) STRICT, WITHOUT ROWID;
