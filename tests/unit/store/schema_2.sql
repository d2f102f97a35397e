-- The schema of version 2, as it was: a fixture of upgrade.c, which nobody changes.

-- The state of a sandbox. Every row belongs to a realm; times are milliseconds since 1970 of that
-- realm's clock; ids are the numbers that the gateways show, unique in the whole database.
--
-- What may stand in a column is listed in pairs: for a longer list each insert would fill a temporary
-- table first, which costs more than the insert itself.

CREATE TABLE gateway (
    id           INTEGER PRIMARY KEY CHECK (id = 1),
    signing_seed BLOB NOT NULL CHECK (length(signing_seed) = 32)
) STRICT;

CREATE TABLE realms (
    id                 INTEGER PRIMARY KEY,
    name               TEXT    NOT NULL UNIQUE,
    api_key            TEXT    NOT NULL UNIQUE,
    ui_key             TEXT    NOT NULL UNIQUE,
    consumers_profile  INTEGER NOT NULL UNIQUE,
    corporates_profile INTEGER NOT NULL UNIQUE,
    tenant_id          TEXT    NOT NULL UNIQUE,
    client_id          TEXT    NOT NULL UNIQUE,
    client_secret      TEXT    NOT NULL,
    clock_offset       INTEGER NOT NULL,
    clock_frozen       INTEGER NOT NULL CHECK (clock_frozen IN (0, 1)),
    clock_stopped_at   INTEGER NOT NULL,
    settings           TEXT    NOT NULL CHECK (json_valid(settings)), -- what differs from the defaults
    seeds              TEXT    NOT NULL CHECK (json_valid(seeds)),    -- the documents a reset returns to
    seed_key           BLOB    NOT NULL CHECK (length(seed_key) = 32), -- so that it finds the same ids
    created_at         INTEGER NOT NULL
) STRICT;

-- A human who can sign in. The id is that of the credential they first got: a root's identity id,
-- an authorised user's user id.
CREATE TABLE people (
    id                INTEGER PRIMARY KEY,
    realm_id          INTEGER NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    credential_type   TEXT    NOT NULL CHECK (credential_type IN ('ROOT', 'USER')),
    password_hash     TEXT,
    password_set_at   INTEGER NOT NULL DEFAULT 0,
    password_expired  INTEGER NOT NULL DEFAULT 0 CHECK (password_expired IN (0, 1)),
    failed_logins     INTEGER NOT NULL DEFAULT 0 CHECK (failed_logins >= 0),
    locked_until      INTEGER NOT NULL DEFAULT 0,
    stepped_up_at     INTEGER NOT NULL DEFAULT 0, -- start of the account-information window; 0 never
    push_answer       TEXT CHECK (push_answer IN ('accept', 'decline')
                               OR push_answer IN ('ignore', 'manual')),
    push_answer_after INTEGER NOT NULL DEFAULT 0 CHECK (push_answer_after >= 0),
    created_at        INTEGER NOT NULL,
    UNIQUE (realm_id, id)
) STRICT;
CREATE INDEX people_of_realm ON people (realm_id, created_at, id);

-- Every password a person had, the present one included; the oldest are dropped.
CREATE TABLE passwords (
    id        INTEGER PRIMARY KEY AUTOINCREMENT, -- the order in which they were set
    realm_id  INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    hash      TEXT    NOT NULL,
    FOREIGN KEY (realm_id, person_id) REFERENCES people (realm_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX passwords_of_person ON passwords (realm_id, person_id, id);

-- Passwords that a client sent to be tokenised: the token stands for the value until it is purged.
CREATE TABLE tokenised (
    token      TEXT    NOT NULL,
    realm_id   INTEGER NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    value      TEXT    NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (realm_id, token)
) STRICT, WITHOUT ROWID;

CREATE TABLE identities (
    id                 INTEGER PRIMARY KEY,
    realm_id           INTEGER NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    type               TEXT    NOT NULL CHECK (type IN ('CONSUMER', 'CORPORATE')),
    profile_id         INTEGER NOT NULL,
    name               TEXT    NOT NULL,
    active             INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    diligence          TEXT    NOT NULL DEFAULT 'NOT_STARTED',
    diligence_level    TEXT    NOT NULL DEFAULT 'KYC_LEVEL_2',
    ongoing_diligence  TEXT    NOT NULL DEFAULT 'NOT_STARTED',
    ongoing_level      TEXT    NOT NULL DEFAULT 'KYC_LEVEL_2',
    diligence_ref      INTEGER NOT NULL DEFAULT 0, -- the provider's; 0: it was never asked
    details            TEXT    NOT NULL CHECK (json_valid(details)), -- the body that created it
    created_at         INTEGER NOT NULL,
    UNIQUE (realm_id, id),
    CHECK (diligence IN ('NOT_STARTED', 'INITIATED')
        OR diligence IN ('PENDING_REVIEW', 'APPROVED') OR diligence IN ('REJECTED')),
    CHECK (ongoing_diligence IN ('NOT_STARTED', 'INITIATED')
        OR ongoing_diligence IN ('PENDING_REVIEW', 'APPROVED')
        OR ongoing_diligence IN ('REJECTED'))
) STRICT;

-- A person in an identity: as its root (same id) or as an authorised user.
CREATE TABLE users (
    id                  INTEGER PRIMARY KEY,
    realm_id            INTEGER NOT NULL,
    identity_id         INTEGER NOT NULL,
    person_id           INTEGER NOT NULL,
    type                TEXT    NOT NULL CHECK (type IN ('ROOT', 'USER')),
    email               TEXT    NOT NULL COLLATE NOCASE,
    email_verified      INTEGER NOT NULL DEFAULT 0 CHECK (email_verified IN (0, 1)),
    email_proved        INTEGER NOT NULL DEFAULT 0 CHECK (email_proved IN (0, 1)), -- this address or a former one
    email_code          TEXT,                       -- the active verification code
    email_deadline      INTEGER NOT NULL DEFAULT 0, -- until then an unverified address is reserved
    email_released      INTEGER NOT NULL DEFAULT 0 CHECK (email_released IN (0, 1)),
    email_shared        INTEGER NOT NULL DEFAULT 0 CHECK (email_shared IN (0, 1)), -- with an older place
    email_pending       TEXT    COLLATE NOCASE,     -- a new address, which has the code and the deadline
    email_changed_at    INTEGER NOT NULL DEFAULT 0, -- when a change was last asked for
    name                TEXT    NOT NULL,
    surname             TEXT    NOT NULL,
    mobile_country_code TEXT,
    mobile_number       TEXT,
    mobile_verified     INTEGER NOT NULL DEFAULT 0 CHECK (mobile_verified IN (0, 1)),
    mobile_former       TEXT, -- proved once, and to be told when the present one is
    mobile_changes      INTEGER NOT NULL DEFAULT 0 CHECK (mobile_changes >= 0),
    recovered_at        INTEGER NOT NULL DEFAULT 0, -- a password, or an address that was changed
    invite_code         TEXT,                       -- of an invitation that was not consumed
    invite_deadline     INTEGER NOT NULL DEFAULT 0,
    invite_consumed     INTEGER NOT NULL DEFAULT 0 CHECK (invite_consumed IN (0, 1)),
    diligence           TEXT    NOT NULL DEFAULT 'NOT_STARTED' -- on the user; that on the identity is its own
                        CHECK (diligence IN ('NOT_STARTED', 'INITIATED')
                            OR diligence IN ('PENDING_REVIEW', 'APPROVED') OR diligence IN ('REJECTED')),
    details             TEXT CHECK (details IS NULL OR json_valid(details)), -- what else is known of an authorised user
    lost_nonce          TEXT,                       -- of a lost password's recovery
    lost_deadline       INTEGER NOT NULL DEFAULT 0,
    active              INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    created_at          INTEGER NOT NULL,
    CHECK ((mobile_country_code IS NULL) = (mobile_number IS NULL)),
    FOREIGN KEY (realm_id, identity_id) REFERENCES identities (realm_id, id) ON DELETE CASCADE,
    FOREIGN KEY (realm_id, person_id) REFERENCES people (realm_id, id) ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX users_by_email ON users (realm_id, email)
    WHERE email_released = 0 AND email_shared = 0;
CREATE INDEX users_by_former_email ON users (realm_id, email) WHERE email_released = 1;
CREATE UNIQUE INDEX users_by_pending_email ON users (realm_id, email_pending)
    WHERE email_pending IS NOT NULL;
CREATE INDEX users_of_person ON users (realm_id, person_id, created_at, id);
CREATE INDEX users_by_mobile ON users (realm_id, mobile_country_code || mobile_number);
CREATE INDEX users_of_identity ON users (realm_id, identity_id, created_at, id, active);
CREATE INDEX users_inactive ON users (realm_id, identity_id, created_at, id) WHERE active = 0;
CREATE INDEX users_by_tag ON users (realm_id, identity_id, details ->> '$.tag', created_at, id)
    WHERE details ->> '$.tag' IS NOT NULL;
CREATE INDEX users_with_roles ON users (realm_id, identity_id, created_at, id)
    WHERE details ->> '$.roles' IS NOT NULL;

CREATE TABLE factors (
    realm_id  INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    channel   TEXT    NOT NULL CHECK (channel IN ('SMS', 'AUTHY') OR channel IN ('BIOMETRIC')),
    status    TEXT    NOT NULL CHECK (status IN ('PENDING_VERIFICATION', 'ACTIVE')
                                   OR status IN ('INACTIVE')),
    PRIMARY KEY (realm_id, person_id, channel),
    FOREIGN KEY (realm_id, person_id) REFERENCES people (realm_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Every token that was ever issued. The text is kept because getCredentials answers it.
CREATE TABLE sessions (
    id            INTEGER PRIMARY KEY,
    realm_id      INTEGER NOT NULL, -- cleared with the realm; a person's is held by the key below
    person_id     INTEGER,           -- NULL: an application's own token
    identity_id   INTEGER,           -- NULL: not bound to one
    user_id       INTEGER,           -- whose e-mail address opened it
    kind          TEXT    NOT NULL CHECK (kind IN ('ACCESS', 'AUTH')
                                       OR kind IN ('AUTH_BIOMETRIC', 'PASSWORD_EXPIRED')
                                       OR kind IN ('IMPERSONATION', 'CLIENT')
                                       OR kind IN ('CUSTOMER', 'OPEN_BANKING')),
    stepped_up    INTEGER NOT NULL DEFAULT 0 CHECK (stepped_up IN (0, 1)),
    created_at    INTEGER NOT NULL,
    last_activity INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL DEFAULT 0, -- 0: slides with activity
    ended_at      INTEGER NOT NULL DEFAULT 0, -- 0: not ended by anybody
    token         TEXT    NOT NULL, -- names this row itself, and is compared as a whole
    FOREIGN KEY (realm_id, person_id) REFERENCES people (realm_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX sessions_of_person ON sessions (realm_id, person_id, created_at, id);

CREATE TABLE challenges (
    id             INTEGER PRIMARY KEY,
    realm_id       INTEGER NOT NULL,
    person_id      INTEGER NOT NULL,
    user_id        INTEGER NOT NULL, -- the place in which the person is challenged
    identity_id    INTEGER NOT NULL, -- what that place is in; 0: the session is bound to none
    session_id     INTEGER NOT NULL, -- 0: nobody is signed in yet
    kind           TEXT    NOT NULL CHECK (kind IN ('STEP_UP', 'ENROLMENT')
                                        OR kind IN ('LOGIN', 'CONFIRMATION')),
    channel        TEXT    NOT NULL CHECK (channel IN ('SMS', 'AUTHY') OR channel IN ('BIOMETRIC')),
    state          TEXT    NOT NULL CHECK (state IN ('PENDING', 'VERIFIED')
                                        OR state IN ('DECLINED', 'EXPIRED')
                                        OR state IN ('BLOCKED', 'REPLACED')
                                        OR state IN ('PIN_RECOVERY')),
    code           TEXT,
    resource_type  TEXT    CHECK ((resource_type IS NULL) = (kind <> 'CONFIRMATION')),
    wrong_attempts INTEGER NOT NULL DEFAULT 0 CHECK (wrong_attempts >= 0),
    created_at     INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL,
    answer         TEXT CHECK (answer IN ('VERIFIED', 'DECLINED')), -- the phone's, once it is time
    overtaken      INTEGER NOT NULL DEFAULT 0 CHECK (overtaken IN (0, 1)), -- by a code of its session
    due_at         INTEGER, -- when it changes by itself; NULL: never again
    FOREIGN KEY (realm_id, person_id) REFERENCES people (realm_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX challenges_of_person ON challenges (realm_id, person_id, kind, channel, id);
CREATE INDEX challenges_of_session ON challenges (realm_id, session_id, kind, channel, id);
CREATE INDEX challenges_decided ON challenges (realm_id, session_id)
    WHERE kind = 'STEP_UP' AND channel <> 'SMS' AND state IN ('VERIFIED', 'DECLINED');
CREATE INDEX challenges_due ON challenges (realm_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX challenges_pushed ON challenges (realm_id, created_at) WHERE channel <> 'SMS';

-- What business operations of an identity made, and a confirmation challenge sets going. Their
-- public state PENDING_CHALLENGE covers both waiting for a challenge and being challenged.
CREATE TABLE resources (
    realm_id     INTEGER NOT NULL,
    id           INTEGER NOT NULL,
    type         TEXT    NOT NULL CHECK (type IN ('outgoing_wire_transfers', 'sends')
                                      OR type IN ('linked_account_declaration', 'correspondent_bank_transfers')),
    identity_id  INTEGER NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('PENDING_CHALLENGE', 'COMPLETED')
                                      OR state IN ('REJECTED', 'FAILED') OR state IN ('INVALID')),
    outcome      TEXT    NOT NULL CHECK (outcome IN ('COMPLETED', 'FAILED')), -- once it is confirmed
    challenge_id INTEGER, -- the last that it was challenged by
    created_at   INTEGER NOT NULL,
    PRIMARY KEY (realm_id, id),
    FOREIGN KEY (realm_id, identity_id) REFERENCES identities (realm_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX resources_of_identity ON resources (realm_id, identity_id);
CREATE INDEX resources_of_challenge ON resources (challenge_id) WHERE challenge_id IS NOT NULL;

-- What would have left the gateway: texts, e-mails, pushes, and webhooks, which really leave it.
CREATE TABLE messages (
    realm_id        INTEGER NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    id              INTEGER NOT NULL,
    at              INTEGER NOT NULL,
    channel         TEXT    NOT NULL CHECK (channel IN ('SMS', 'EMAIL')
                                         OR channel IN ('PUSH', 'WEBHOOK')),
    recipient       TEXT    NOT NULL,
    kind            TEXT    NOT NULL,
    code            TEXT,
    challenge_id    INTEGER,
    text            TEXT    NOT NULL,
    payload         TEXT, -- JSON, written by a view
    delivery        TEXT    CHECK (delivery IN ('PENDING', 'DELIVERED') OR delivery IN ('FAILED')),
    attempts        INTEGER NOT NULL DEFAULT 0,
    last_status     INTEGER NOT NULL DEFAULT 0, -- of the receiver's last answer; 0: none came
    last_error      TEXT, -- why no answer came to the last attempt
    next_attempt_at INTEGER, -- while it is pending
    PRIMARY KEY (realm_id, id),
    CHECK ((next_attempt_at IS NOT NULL) = (delivery IS 'PENDING'))
) STRICT, WITHOUT ROWID;
CREATE INDEX messages_to_deliver ON messages (realm_id, next_attempt_at, id)
    WHERE next_attempt_at IS NOT NULL;

-- Answers that are given again to a call with the same idempotency-ref (weavr-auth.md 1.2).
CREATE TABLE replays (
    realm_id   INTEGER NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    scope_id   INTEGER NOT NULL, -- a session, an identity; 0: the realm itself
    operation  TEXT    NOT NULL,
    reference  BLOB    NOT NULL CHECK (length(reference) = 32), -- digests: both may be long
    payload    BLOB    NOT NULL CHECK (length(payload) = 32),
    status     INTEGER NOT NULL, -- 0: it was refused, and may be tried again
    media_type TEXT,
    body       TEXT    NOT NULL,
    made       INTEGER NOT NULL, -- id of what is shown as it is now; 0: the body is the answer
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (realm_id, scope_id, operation, reference)
) STRICT, WITHOUT ROWID;
CREATE INDEX replays_to_forget ON replays (realm_id, expires_at);

-- Credentials that only the Customer API knows; e-mail addresses and mobiles are in users.
CREATE TABLE customer_credentials (
    id         INTEGER PRIMARY KEY,
    realm_id   INTEGER NOT NULL,
    person_id  INTEGER NOT NULL,
    type       TEXT    NOT NULL,
    value      TEXT    NOT NULL, -- of an address in small letters
    code_hash  TEXT,
    channel    TEXT    CHECK (channel IS NULL OR json_valid(channel)), -- where a code would be sent
    created_at INTEGER NOT NULL,
    UNIQUE (realm_id, type, value),
    FOREIGN KEY (realm_id, person_id) REFERENCES people (realm_id, id) ON DELETE CASCADE
) STRICT;
-- By time first: the ids of a seed's rows stand above all others.
CREATE INDEX customer_credentials_of_person
    ON customer_credentials (realm_id, person_id, created_at, id);

-- For which activity the Customer API demands a second factor.
CREATE TABLE two_factor (
    realm_id   INTEGER NOT NULL,
    person_id  INTEGER NOT NULL,
    id         TEXT    NOT NULL,
    login      INTEGER NOT NULL CHECK (login IN (0, 1)),
    trading    INTEGER NOT NULL CHECK (trading IN (0, 1)),
    funding    INTEGER NOT NULL CHECK (funding IN (0, 1)),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (realm_id, person_id),
    FOREIGN KEY (realm_id, person_id) REFERENCES people (realm_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Which of those credentials helped to open a session of the Customer API.
CREATE TABLE session_credentials (
    realm_id      INTEGER NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    credential_id INTEGER NOT NULL,
    session_id    INTEGER NOT NULL,
    PRIMARY KEY (realm_id, credential_id, session_id)
) STRICT, WITHOUT ROWID;

-- Customers of the Customer API. Every identity is one, with the same id, whose details say only what
-- was changed; the others have a person of their own.
CREATE TABLE customers (
    id           INTEGER PRIMARY KEY, -- that of the identity or the person
    realm_id     INTEGER NOT NULL,
    name         TEXT    NOT NULL,    -- what the API calls its id
    person_id    INTEGER,
    identity_id  INTEGER,
    type         TEXT    NOT NULL CHECK (type IN ('Person', 'Organization')),
    status       TEXT    NOT NULL CHECK (status IN ('new', 'verified')
                                      OR status IN ('under_verificaiton', 'blacklisted')
                                      OR status IN ('under_investigation', 'dispute')
                                      OR status IN ('on_hold', 'bancrupted')),
    organization TEXT,                -- the name of one
    details      TEXT    NOT NULL CHECK (json_valid(details)),
    created_at   INTEGER NOT NULL,
    UNIQUE (realm_id, name),
    CHECK ((person_id IS NULL) <> (identity_id IS NULL)),
    CHECK (coalesce(person_id, identity_id) = id),
    FOREIGN KEY (realm_id, person_id) REFERENCES people (realm_id, id) ON DELETE CASCADE,
    FOREIGN KEY (realm_id, identity_id) REFERENCES identities (realm_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX customers_of_person ON customers (realm_id, person_id) WHERE person_id IS NOT NULL;
CREATE INDEX customers_of_identity ON customers (realm_id, identity_id)
    WHERE identity_id IS NOT NULL;
CREATE INDEX customers_of_type ON customers (realm_id, type, created_at, id, status);
CREATE INDEX customers_of_status ON customers (realm_id, type, status, created_at, id)
    WHERE status <> 'new';
CREATE INDEX customers_of_organization
    ON customers (realm_id, organization, created_at, id, status, type)
    WHERE organization IS NOT NULL;

-- Organizations of the Customer API. Every corporate is one, as every identity is a customer.
CREATE TABLE organizations (
    id          INTEGER PRIMARY KEY,
    realm_id    INTEGER NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    name        TEXT    NOT NULL,
    identity_id INTEGER,
    details     TEXT    NOT NULL CHECK (json_valid(details)),
    created_at  INTEGER NOT NULL,
    UNIQUE (realm_id, name),
    CHECK (identity_id IS NULL OR identity_id = id),
    FOREIGN KEY (realm_id, identity_id) REFERENCES identities (realm_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX organizations_of_identity ON organizations (realm_id, identity_id)
    WHERE identity_id IS NOT NULL;

-- AccessControl of the Customer API: groups of rights over an application's components, and the
-- customers in them. They are recorded, and nothing is refused for want of one.
CREATE TABLE access_groups (
    realm_id    INTEGER NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    id          TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    application TEXT    NOT NULL CHECK (application IN ('b2b_wallet', 'b2c_wallet')
                                     OR application IN ('admin_wallet')),
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (realm_id, id),
    UNIQUE (realm_id, application, name)
) STRICT, WITHOUT ROWID;

-- A component has one id in its realm, whichever groups name it.
CREATE TABLE access_components (
    realm_id INTEGER NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    name     TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    PRIMARY KEY (realm_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE access_roles (
    realm_id     INTEGER NOT NULL,
    group_id     TEXT    NOT NULL,
    place        INTEGER NOT NULL CHECK (place >= 0), -- as the group was made
    component    TEXT    NOT NULL,
    access_right TEXT    NOT NULL,
    PRIMARY KEY (realm_id, group_id, place),
    FOREIGN KEY (realm_id, group_id) REFERENCES access_groups (realm_id, id) ON DELETE CASCADE,
    FOREIGN KEY (realm_id, component) REFERENCES access_components (realm_id, name) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE access_members (
    id          INTEGER PRIMARY KEY AUTOINCREMENT, -- the order in which groups were given
    realm_id    INTEGER NOT NULL,
    name        TEXT    NOT NULL, -- what the API calls its id
    group_id    TEXT    NOT NULL,
    customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    created_at  INTEGER NOT NULL,
    UNIQUE (customer_id, group_id),
    FOREIGN KEY (realm_id, group_id) REFERENCES access_groups (realm_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX access_members_of_group ON access_members (realm_id, group_id);

-- Consents of the Open Banking API: what was said of each, and of the access to accounts under it.
CREATE TABLE consents (
    realm_id   INTEGER NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    id         TEXT    NOT NULL,
    details    TEXT    CHECK (details IS NULL OR json_valid(details)),
    access     TEXT    CHECK (access IS NULL OR json_valid(access)),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (realm_id, id),
    CHECK (details IS NOT NULL OR access IS NOT NULL)
) STRICT, WITHOUT ROWID;

-- Payments of the Merchant API. Of a card there is what answers show, and neither its number nor its code.
CREATE TABLE payments (
    realm_id       INTEGER NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    id             TEXT    NOT NULL,
    organization   TEXT    NOT NULL, -- as the header names it
    transaction_id TEXT    NOT NULL, -- the merchant's
    amount         TEXT    NOT NULL CHECK (json_valid(amount)),
    currency       TEXT    NOT NULL,
    brand          TEXT    NOT NULL,
    mode           TEXT    NOT NULL,
    descriptor     TEXT    NOT NULL,
    first_name     TEXT    NOT NULL,
    last_name      TEXT    NOT NULL,
    card_bin       TEXT    NOT NULL CHECK (length(card_bin) = 6),
    card_last      TEXT    NOT NULL CHECK (length(card_last) = 4),
    expiry_month   TEXT    NOT NULL,
    expiry_year    TEXT    NOT NULL,
    created_at     INTEGER NOT NULL,
    PRIMARY KEY (realm_id, id),
    UNIQUE (realm_id, organization, transaction_id)
) STRICT, WITHOUT ROWID;

-- Copies of what is in a realm. Rows keep their ids, which are unique among the living only; what the
-- originals must keep to was checked when they were written, so that copies are plain rows, in the
-- order of their keys. Columns are those of the originals: the list of tables has them.

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
