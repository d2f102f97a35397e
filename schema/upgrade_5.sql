-- From version 5 to 6: tokenised secrets count their uses, and those of the simulator can be shown;
-- the checks of beneficiaries are kept.

ALTER TABLE tokenised ADD COLUMN showable INTEGER NOT NULL DEFAULT 0 CHECK (showable IN (0, 1));
ALTER TABLE tokenised ADD COLUMN uses INTEGER NOT NULL DEFAULT 0;

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
