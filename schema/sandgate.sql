-- The state of a sandbox. Every row belongs to a realm. Times are milliseconds since 1970 of that
-- realm's clock. Ids are the numbers that the gateways show, unique in the whole database.
--
-- Checks of a column's values list them in pairs: for a longer list, each insert would fill a temporary
-- table first, which costs more than the insert itself.

CREATE TABLE gateway (
    id           INTEGER PRIMARY KEY CHECK (id = 1),
    signing_seed BLOB    NOT NULL CHECK (length(signing_seed) = 32),
    ids_reserved INTEGER NOT NULL DEFAULT 110000000000000000 -- how far ids may have been given out
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
    settings           TEXT    NOT NULL CHECK (json_valid(settings)), -- only those that differ from the defaults
    seeds              TEXT    NOT NULL CHECK (json_valid(seeds)),    -- the seed documents that a reset applies
    seed_key           BLOB    NOT NULL CHECK (length(seed_key) = 32), -- ids of seeds derive from it
    created_at         INTEGER NOT NULL,
    tokens_removed     INTEGER NOT NULL DEFAULT 0 CHECK (tokens_removed IN (0, 1)) -- it issued some that are gone
) STRICT;

-- Somebody who can sign in. The id is that of their first credential: the identity id of a root user, the
-- user id of an authorised user.
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

-- A person's latest passwords, including the current one.
CREATE TABLE passwords (
    id        INTEGER PRIMARY KEY AUTOINCREMENT, -- the order in which they were set
    realm_id  INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    hash      TEXT    NOT NULL,
    FOREIGN KEY (realm_id, person_id) REFERENCES people (realm_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX passwords_of_person ON passwords (realm_id, person_id, id);

-- Tokenised secrets: a token stands for the value until it expires.
CREATE TABLE tokenised (
    token      TEXT    NOT NULL,
    realm_id   INTEGER NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    value      TEXT    NOT NULL,
    expires_at INTEGER NOT NULL,
    showable   INTEGER NOT NULL DEFAULT 0 CHECK (showable IN (0, 1)), -- the browser client may show the value
    uses       INTEGER NOT NULL DEFAULT 0, -- how often an operation took the token for its value
    PRIMARY KEY (realm_id, token)
) STRICT, WITHOUT ROWID;
CREATE INDEX tokenised_to_forget ON tokenised (realm_id, expires_at);

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
    diligence_ref      INTEGER NOT NULL DEFAULT 0, -- of the provider; 0: not started
    details            TEXT    NOT NULL CHECK (json_valid(details)), -- the body of its creation
    created_at         INTEGER NOT NULL,
    UNIQUE (realm_id, id),
    CHECK (diligence IN ('NOT_STARTED', 'INITIATED')
        OR diligence IN ('PENDING_REVIEW', 'APPROVED') OR diligence IN ('REJECTED')),
    CHECK (ongoing_diligence IN ('NOT_STARTED', 'INITIATED')
        OR ongoing_diligence IN ('PENDING_REVIEW', 'APPROVED')
        OR ongoing_diligence IN ('REJECTED'))
) STRICT;

-- A person in an identity: its root user (with the same id) or an authorised user.
CREATE TABLE users (
    id                  INTEGER PRIMARY KEY,
    realm_id            INTEGER NOT NULL,
    identity_id         INTEGER NOT NULL,
    person_id           INTEGER NOT NULL,
    type                TEXT    NOT NULL CHECK (type IN ('ROOT', 'USER')),
    email               TEXT    NOT NULL COLLATE NOCASE,
    email_verified      INTEGER NOT NULL DEFAULT 0 CHECK (email_verified IN (0, 1)),
    email_proved        INTEGER NOT NULL DEFAULT 0 CHECK (email_proved IN (0, 1)), -- this address or an earlier one
    email_code          TEXT,                       -- the active verification code
    email_deadline      INTEGER NOT NULL DEFAULT 0, -- an unverified address is reserved until then
    email_released      INTEGER NOT NULL DEFAULT 0 CHECK (email_released IN (0, 1)),
    email_shared        INTEGER NOT NULL DEFAULT 0 CHECK (email_shared IN (0, 1)), -- another user had the address first
    email_pending       TEXT    COLLATE NOCASE,     -- a new address; code and deadline are its own
    email_changed_at    INTEGER NOT NULL DEFAULT 0, -- time of the last requested change
    name                TEXT    NOT NULL,
    surname             TEXT    NOT NULL,
    mobile_country_code TEXT,
    mobile_number       TEXT,
    mobile_verified     INTEGER NOT NULL DEFAULT 0 CHECK (mobile_verified IN (0, 1)),
    mobile_former       TEXT, -- the last verified number; it gets a notice when the current one is verified
    mobile_changes      INTEGER NOT NULL DEFAULT 0 CHECK (mobile_changes >= 0),
    recovered_at        INTEGER NOT NULL DEFAULT 0, -- time of a password recovery or a change of address
    invite_code         TEXT,                       -- of a pending invitation
    invite_deadline     INTEGER NOT NULL DEFAULT 0,
    invite_consumed     INTEGER NOT NULL DEFAULT 0 CHECK (invite_consumed IN (0, 1)),
    diligence           TEXT    NOT NULL DEFAULT 'NOT_STARTED' -- KYC of the user; the identity has its own
                        CHECK (diligence IN ('NOT_STARTED', 'INITIATED')
                            OR diligence IN ('PENDING_REVIEW', 'APPROVED') OR diligence IN ('REJECTED')),
    details             TEXT CHECK (details IS NULL OR json_valid(details)), -- the other members of an authorised user
    lost_nonce          TEXT,                       -- of a lost password
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
CREATE INDEX users_of_person ON users (realm_id, person_id, created_at, id, identity_id, active);
CREATE INDEX users_by_mobile ON users (realm_id, mobile_country_code || mobile_number);
CREATE INDEX users_of_realm ON users (realm_id, created_at, id);
CREATE INDEX users_of_identity ON users (realm_id, identity_id, created_at, id, active);
CREATE INDEX users_inactive ON users (realm_id, identity_id, created_at, id) WHERE active = 0;
CREATE INDEX users_by_tag ON users (realm_id, identity_id, details ->> '$.tag', created_at, id)
    WHERE details ->> '$.tag' IS NOT NULL;
CREATE INDEX users_with_roles ON users (realm_id, identity_id, created_at, id)
    WHERE details ->> '$.roles' IS NOT NULL;
CREATE INDEX users_admin ON users (realm_id, identity_id)
    WHERE active = 1 AND instr(details ->> '$.roles', '"ADMIN"');

CREATE TABLE factors (
    realm_id  INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    channel   TEXT    NOT NULL CHECK (channel IN ('SMS', 'AUTHY') OR channel IN ('BIOMETRIC')),
    status    TEXT    NOT NULL CHECK (status IN ('PENDING_VERIFICATION', 'ACTIVE')
                                   OR status IN ('INACTIVE')),
    PRIMARY KEY (realm_id, person_id, channel),
    FOREIGN KEY (realm_id, person_id) REFERENCES people (realm_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Every token that was issued. The text is kept because getCredentials returns it.
CREATE TABLE sessions (
    id            INTEGER PRIMARY KEY,
    realm_id      INTEGER NOT NULL, -- cleared with the realm; rows of a person have the key below
    person_id     INTEGER,           -- NULL: a token of an application
    identity_id   INTEGER,           -- NULL: bound to none
    user_id       INTEGER,           -- whose e-mail address was used to sign in
    kind          TEXT    NOT NULL CHECK (kind IN ('ACCESS', 'AUTH')
                                       OR kind IN ('AUTH_BIOMETRIC', 'PASSWORD_EXPIRED')
                                       OR kind IN ('IMPERSONATION', 'CLIENT')
                                       OR kind IN ('CUSTOMER', 'OPEN_BANKING')),
    stepped_up    INTEGER NOT NULL DEFAULT 0 CHECK (stepped_up IN (0, 1)),
    created_at    INTEGER NOT NULL,
    last_activity INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL DEFAULT 0, -- 0: expires when idle
    ended_at      INTEGER NOT NULL DEFAULT 0, -- 0: not ended
    token         TEXT    NOT NULL, -- contains the id of this row; compared as a whole
    seeded        INTEGER NOT NULL DEFAULT 0 CHECK (seeded IN (0, 1)), -- made by a seed, not by a sign-in
    lapsed        INTEGER NOT NULL DEFAULT 0 CHECK (lapsed IN (0, 1)), -- ended by time: idle or expired
    -- of its step-up challenges that were removed: codes since the last verified one, when the last code was
    -- sent, and whether a push was answered
    codes_unverified INTEGER NOT NULL DEFAULT 0,
    code_sent_at  INTEGER NOT NULL DEFAULT 0,
    push_decided  INTEGER NOT NULL DEFAULT 0 CHECK (push_decided IN (0, 1)),
    FOREIGN KEY (realm_id, person_id) REFERENCES people (realm_id, id) ON DELETE CASCADE
) STRICT;
-- What ended is behind what goes on, so that look-ups walk live sessions only.
CREATE INDEX sessions_of_person ON sessions (realm_id, person_id, ended_at, created_at, id);
CREATE INDEX sessions_of_realm ON sessions (realm_id, created_at, id) WHERE ended_at = 0;
CREATE INDEX sessions_idle ON sessions (realm_id, last_activity) WHERE ended_at = 0 AND expires_at = 0;
CREATE INDEX sessions_expiring ON sessions (realm_id, expires_at) WHERE ended_at = 0 AND expires_at <> 0;
CREATE INDEX sessions_ended ON sessions (realm_id, ended_at, id) WHERE ended_at <> 0;

CREATE TABLE challenges (
    id             INTEGER PRIMARY KEY,
    realm_id       INTEGER NOT NULL,
    person_id      INTEGER NOT NULL,
    user_id        INTEGER NOT NULL, -- the user that is challenged
    identity_id    INTEGER NOT NULL, -- of that user; 0: the session is bound to none
    session_id     INTEGER NOT NULL, -- 0: not signed in yet
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
    answer         TEXT CHECK (answer IN ('VERIFIED', 'DECLINED')), -- scripted answer of the phone, given at due_at
    overtaken      INTEGER NOT NULL DEFAULT 0 CHECK (overtaken IN (0, 1)), -- its session was stepped up by a code
    due_at         INTEGER, -- time of its next change; NULL: none
    settled_at     INTEGER NOT NULL DEFAULT 0, -- when it left PENDING; 0: not yet
    FOREIGN KEY (realm_id, person_id) REFERENCES people (realm_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX challenges_of_person ON challenges (realm_id, person_id, kind, channel, id);
CREATE INDEX challenges_of_session ON challenges (realm_id, session_id, kind, channel, id);
CREATE INDEX challenges_decided ON challenges (realm_id, session_id)
    WHERE kind = 'STEP_UP' AND channel <> 'SMS' AND state IN ('VERIFIED', 'DECLINED');
CREATE INDEX challenges_due ON challenges (realm_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX challenges_of_realm ON challenges (realm_id, id);
CREATE INDEX challenges_settled ON challenges (realm_id, settled_at, id)
    WHERE settled_at <> 0 AND due_at IS NULL;

-- The pushes that quotas count, numbered from 1 in each realm. Those of more than a year ago are removed, but
-- for the last.
CREATE TABLE pushes (
    realm_id INTEGER NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    number   INTEGER NOT NULL CHECK (number > 0),
    at       INTEGER NOT NULL,
    PRIMARY KEY (realm_id, number)
) STRICT, WITHOUT ROWID;

-- Directors and other beneficiaries of corporates who are no users, and prove who they are in the browser.
CREATE TABLE beneficiary_checks (
    realm_id    INTEGER NOT NULL,
    reference   INTEGER NOT NULL,
    identity_id INTEGER NOT NULL,
    email       TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    status      TEXT    NOT NULL CHECK (status IN ('INITIATED', 'PENDING_REVIEW')
                                     OR status IN ('APPROVED', 'REJECTED')),
    PRIMARY KEY (realm_id, reference),
    FOREIGN KEY (realm_id, identity_id) REFERENCES identities (realm_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX beneficiary_checks_of_identity ON beneficiary_checks (realm_id, identity_id, reference);

-- Resources that business operations of an identity created, and that a confirmation challenge confirms.
-- The public state PENDING_CHALLENGE means both waiting for a challenge and being challenged.
CREATE TABLE resources (
    realm_id     INTEGER NOT NULL,
    id           INTEGER NOT NULL,
    type         TEXT    NOT NULL CHECK (type IN ('outgoing_wire_transfers', 'sends')
                                      OR type IN ('linked_account_declaration', 'correspondent_bank_transfers')),
    identity_id  INTEGER NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('PENDING_CHALLENGE', 'COMPLETED')
                                      OR state IN ('REJECTED', 'FAILED') OR state IN ('INVALID')),
    outcome      TEXT    NOT NULL CHECK (outcome IN ('COMPLETED', 'FAILED')), -- the state after confirmation
    challenge_id INTEGER, -- the latest challenge
    created_at   INTEGER NOT NULL,
    PRIMARY KEY (realm_id, id),
    FOREIGN KEY (realm_id, identity_id) REFERENCES identities (realm_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX resources_of_realm ON resources (realm_id, created_at, id);
CREATE INDEX resources_of_identity ON resources (realm_id, identity_id);
CREATE INDEX resources_of_challenge ON resources (challenge_id) WHERE challenge_id IS NOT NULL;

-- The outbox: texts, e-mails and pushes, which are never sent, and webhooks, which are.
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
    last_status     INTEGER NOT NULL DEFAULT 0, -- of the receiver's last answer; 0: no answer
    last_error      TEXT, -- why the last attempt got no answer
    next_attempt_at INTEGER, -- only if it is pending
    PRIMARY KEY (realm_id, id),
    CHECK ((next_attempt_at IS NOT NULL) = (delivery IS 'PENDING'))
) STRICT, WITHOUT ROWID;
CREATE INDEX messages_to_deliver ON messages (realm_id, next_attempt_at, id)
    WHERE next_attempt_at IS NOT NULL;

-- Answers to repeat for calls with the same idempotency-ref (weavr-auth.md 1.2).
CREATE TABLE replays (
    realm_id   INTEGER NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    scope_id   INTEGER NOT NULL, -- a session or an identity; 0: the realm
    operation  TEXT    NOT NULL,
    reference  BLOB    NOT NULL CHECK (length(reference) = 32), -- digests, because both may be long
    payload    BLOB    NOT NULL CHECK (length(payload) = 32),
    status     INTEGER NOT NULL, -- 0: it was refused and may be repeated
    media_type TEXT,
    body       TEXT    NOT NULL,
    made       INTEGER NOT NULL, -- id of the object to show in its current state; 0: the body is the answer
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (realm_id, scope_id, operation, reference)
) STRICT, WITHOUT ROWID;
CREATE INDEX replays_to_forget ON replays (realm_id, expires_at);

-- Credentials that only the Customer API has. E-mail addresses and mobile numbers are in users.
CREATE TABLE customer_credentials (
    id         INTEGER PRIMARY KEY,
    realm_id   INTEGER NOT NULL,
    person_id  INTEGER NOT NULL,
    type       TEXT    NOT NULL,
    value      TEXT    NOT NULL, -- addresses in lower case
    code_hash  TEXT,
    channel    TEXT    CHECK (channel IS NULL OR json_valid(channel)), -- where codes would be sent
    created_at INTEGER NOT NULL,
    UNIQUE (realm_id, type, value),
    FOREIGN KEY (realm_id, person_id) REFERENCES people (realm_id, id) ON DELETE CASCADE
) STRICT;
-- Ordered by time before id, because seeds have higher ids than all other rows.
CREATE INDEX customer_credentials_of_person
    ON customer_credentials (realm_id, person_id, created_at, id);

-- The activities for which the Customer API requires a second factor.
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

-- The customer_credentials with which a session of the Customer API was opened.
CREATE TABLE session_credentials (
    realm_id      INTEGER NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    credential_id INTEGER NOT NULL,
    session_id    INTEGER NOT NULL,
    PRIMARY KEY (realm_id, credential_id, session_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_credentials_of_session ON session_credentials (realm_id, session_id);

-- Customers of the Customer API. Every identity is a customer with the same id; its details contain only
-- what the Customer API changed. Other customers have a person of their own.
CREATE TABLE customers (
    id           INTEGER PRIMARY KEY, -- same as the identity or the person
    realm_id     INTEGER NOT NULL,
    name         TEXT    NOT NULL,    -- the API calls it id
    person_id    INTEGER,
    identity_id  INTEGER,
    type         TEXT    NOT NULL CHECK (type IN ('Person', 'Organization')),
    status       TEXT    NOT NULL CHECK (status IN ('new', 'verified')
                                      OR status IN ('under_verificaiton', 'blacklisted')
                                      OR status IN ('under_investigation', 'dispute')
                                      OR status IN ('on_hold', 'bancrupted')),
    organization TEXT,                -- name of an organization
    details      TEXT    NOT NULL CHECK (json_valid(details)),
    created_at   INTEGER NOT NULL,
    UNIQUE (realm_id, name),
    CHECK ((person_id IS NULL) <> (identity_id IS NULL)),
    CHECK (coalesce(person_id, identity_id) = id),
    FOREIGN KEY (realm_id, person_id) REFERENCES people (realm_id, id) ON DELETE CASCADE,
    FOREIGN KEY (realm_id, identity_id) REFERENCES identities (realm_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX customers_in_order ON customers (realm_id, identity_id IS NULL, created_at, id);
CREATE INDEX customers_of_person ON customers (realm_id, person_id) WHERE person_id IS NOT NULL;
CREATE INDEX customers_of_identity ON customers (realm_id, identity_id)
    WHERE identity_id IS NOT NULL;
CREATE INDEX customers_of_type ON customers (realm_id, type, created_at, id, status);
CREATE INDEX customers_of_status ON customers (realm_id, type, status, created_at, id)
    WHERE status <> 'new';
CREATE INDEX customers_of_organization
    ON customers (realm_id, organization, created_at, id, status, type)
    WHERE organization IS NOT NULL;

-- Organizations of the Customer API. Every corporate is an organization with the same id.
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
CREATE INDEX organizations_in_order ON organizations (realm_id, identity_id IS NULL, created_at, id);
CREATE INDEX organizations_of_identity ON organizations (realm_id, identity_id)
    WHERE identity_id IS NOT NULL;

-- AccessControl of the Customer API: groups of rights to an application's components, and the customers
-- in them. Rights are recorded but not enforced.
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

-- A component has one id in its realm, in all groups.
CREATE TABLE access_components (
    realm_id INTEGER NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    name     TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    PRIMARY KEY (realm_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE access_roles (
    realm_id     INTEGER NOT NULL,
    group_id     TEXT    NOT NULL,
    place        INTEGER NOT NULL CHECK (place >= 0), -- order in the group
    component    TEXT    NOT NULL,
    access_right TEXT    NOT NULL,
    PRIMARY KEY (realm_id, group_id, place),
    FOREIGN KEY (realm_id, group_id) REFERENCES access_groups (realm_id, id) ON DELETE CASCADE,
    FOREIGN KEY (realm_id, component) REFERENCES access_components (realm_id, name) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE access_members (
    id          INTEGER PRIMARY KEY AUTOINCREMENT, -- the order of assignment
    realm_id    INTEGER NOT NULL,
    name        TEXT    NOT NULL, -- the API calls it id
    group_id    TEXT    NOT NULL,
    customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    created_at  INTEGER NOT NULL,
    UNIQUE (customer_id, group_id),
    FOREIGN KEY (realm_id, group_id) REFERENCES access_groups (realm_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX access_members_of_group ON access_members (realm_id, group_id);

-- Consents of the Open Banking API: the body of each, and of the access to accounts under it.
CREATE TABLE consents (
    realm_id   INTEGER NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    id         TEXT    NOT NULL,
    details    TEXT    CHECK (details IS NULL OR json_valid(details)),
    access     TEXT    CHECK (access IS NULL OR json_valid(access)),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (realm_id, id),
    CHECK (details IS NOT NULL OR access IS NOT NULL)
) STRICT, WITHOUT ROWID;

-- Payments of the Merchant API. Of a card only what answers show is stored; not its number or its code.
CREATE TABLE payments (
    realm_id       INTEGER NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    id             TEXT    NOT NULL,
    organization   TEXT    NOT NULL, -- from the header
    transaction_id TEXT    NOT NULL, -- chosen by the merchant
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

-- Money. Instruments are what customers have: managed accounts, and cards.
CREATE TABLE instruments (
    realm_id      INTEGER NOT NULL,
    id            INTEGER NOT NULL,
    identity_id   INTEGER NOT NULL,
    type          TEXT    NOT NULL CHECK (type IN ('managed_accounts', 'managed_cards')),
    profile_id    INTEGER NOT NULL,
    friendly_name TEXT    NOT NULL,
    tag           TEXT,
    currency      TEXT    NOT NULL,
    blocks        TEXT    NOT NULL,   -- reasons with commas, oldest first; the oldest is shown
    destroyed     TEXT,               -- the reason
    low_balance   INTEGER,
    iban          INTEGER NOT NULL CHECK (iban IN (0, 1)), -- it has one, made of its id
    bank_number   INTEGER,            -- sort code and account number, 14 digits
    created_at    INTEGER NOT NULL,
    PRIMARY KEY (realm_id, id),
    FOREIGN KEY (realm_id, identity_id) REFERENCES identities (realm_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX instruments_of_identity ON instruments (realm_id, identity_id, type, created_at, id);
CREATE UNIQUE INDEX instruments_by_bank_number ON instruments (realm_id, bank_number)
    WHERE bank_number IS NOT NULL;

-- The double-entry ledger. An account is an instrument, or one of the programme's own: -1 the bank, -2 merchants,
-- -3 fees, -4 opening balances. Its balances are those after its last posting.
CREATE TABLE ledger_accounts (
    realm_id  INTEGER NOT NULL REFERENCES realms (id) ON DELETE CASCADE,
    id        INTEGER NOT NULL,
    currency  TEXT    NOT NULL,
    available INTEGER NOT NULL,
    actual    INTEGER NOT NULL,
    lines     INTEGER NOT NULL, -- postings so far
    moves     INTEGER NOT NULL, -- those of the actual balance, and their fees
    last_at   INTEGER NOT NULL,
    PRIMARY KEY (realm_id, id, currency),
    CHECK (id < 0 OR available >= 0)
) STRICT, WITHOUT ROWID;

-- The postings of a transaction add up to 0. The last columns are what a statement shows.
CREATE TABLE postings (
    realm_id        INTEGER NOT NULL,
    account_id      INTEGER NOT NULL,
    currency        TEXT    NOT NULL,
    line            INTEGER NOT NULL, -- 1, 2, … in the account
    transaction_id  INTEGER NOT NULL,
    at              INTEGER NOT NULL, -- grows with each line
    available       INTEGER NOT NULL,
    actual          INTEGER NOT NULL,
    available_after INTEGER NOT NULL,
    actual_after    INTEGER NOT NULL,
    move            INTEGER NOT NULL, -- of the account, as of this line
    type            TEXT,             -- of the statement's line
    state           TEXT CHECK (state IS NULL OR state IN ('PENDING', 'COMPLETED')),
    amount          INTEGER NOT NULL,
    fee             INTEGER NOT NULL,
    details         TEXT CHECK (details IS NULL OR json_valid(details)),
    PRIMARY KEY (realm_id, account_id, currency, line),
    CHECK ((account_id < 0) = (state IS NULL) AND (account_id < 0) = (type IS NULL)),
    FOREIGN KEY (realm_id, account_id, currency)
        REFERENCES ledger_accounts (realm_id, id, currency) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX postings_at ON postings (realm_id, account_id, currency, at);
CREATE INDEX postings_moves ON postings (realm_id, account_id, currency, move)
    WHERE account_id > 0 AND actual <> 0;
CREATE INDEX postings_of_transaction ON postings (realm_id, transaction_id);

-- What moves money, or is about to: deposits, transfers, sends.
CREATE TABLE transactions (
    realm_id            INTEGER NOT NULL,
    id                  INTEGER NOT NULL,
    kind                TEXT    NOT NULL CHECK (kind IN ('DEPOSIT', 'TRANSFER')
                                             OR kind IN ('SEND', 'OPENING')),
    state               TEXT    NOT NULL CHECK (state IN ('PENDING', 'COMPLETED')
                                             OR state IN ('SCHEDULED', 'CANCELLED')
                                             OR state IN ('PENDING_CHALLENGE', 'REJECTED')
                                             OR state IN ('FAILED', 'INVALID')),
    identity_id         INTEGER NOT NULL, -- who ordered it, or got the deposit
    recipient_id        INTEGER,          -- the identity that has the destination
    profile_id          INTEGER,
    source_id           INTEGER,          -- instruments
    destination_id      INTEGER,
    currency            TEXT    NOT NULL,
    amount              INTEGER NOT NULL,
    fee                 INTEGER NOT NULL,
    tag                 TEXT,
    description         TEXT,
    details             TEXT CHECK (details IS NULL OR json_valid(details)), -- of a deposit
    challenge_id        INTEGER,
    exemption           TEXT,             -- why it needs no challenge
    cancellation_reason TEXT,
    scheduled_at        INTEGER,
    executed_at         INTEGER,
    created_at          INTEGER NOT NULL,
    updated_at          INTEGER NOT NULL,
    PRIMARY KEY (realm_id, id),
    FOREIGN KEY (realm_id, identity_id) REFERENCES identities (realm_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX transactions_of_realm ON transactions (realm_id, created_at, id);
CREATE INDEX transactions_debits ON transactions (realm_id, identity_id, created_at, id)
    WHERE source_id IS NOT NULL;
CREATE INDEX transactions_credits ON transactions (realm_id, recipient_id, created_at, id)
    WHERE recipient_id IS NOT NULL;
CREATE INDEX transactions_of_challenge ON transactions (realm_id, challenge_id)
    WHERE challenge_id IS NOT NULL;
CREATE INDEX transactions_due ON transactions (realm_id, scheduled_at, created_at, id)
    WHERE state = 'SCHEDULED';

-- What an identity has paid without a challenge because it was little, since the last one that it confirmed.
CREATE TABLE low_value_uses (
    realm_id    INTEGER NOT NULL,
    identity_id INTEGER NOT NULL,
    amount      INTEGER NOT NULL,
    count       INTEGER NOT NULL,
    PRIMARY KEY (realm_id, identity_id),
    FOREIGN KEY (realm_id, identity_id) REFERENCES identities (realm_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
