-- From version 4 to 5: a person's identities are found without a look at their users.

DROP INDEX users_of_person;
CREATE INDEX users_of_person ON users (realm_id, person_id, created_at, id, identity_id, active);
