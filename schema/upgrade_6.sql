-- From version 6 to 7: instruments, the ledger, transactions.

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
