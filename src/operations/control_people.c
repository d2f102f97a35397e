/* SPDX-License-Identifier: MIT */
/* Control API: the people of a realm and the identities they hold (control.md section 4). */
#include "api/reply.h"
#include "challenges.h"
#include "control.h"
#include "events.h"
#include "store/customers.h"
#include "store/identities.h"
#include "store/people.h"
#include "store/users.h"
#include "tables.h"
#include "user_kyc.h"

#include <errno.h>
#include <string.h>

struct people_query {
    const char *email;
    int64_t limit;
};

static const struct rule people_rules[] = {
    RULE_TEXT(struct people_query, email, "email", .place = IN_QUERY),
    RULE_LIMIT(struct people_query),
    END_OF_RULES,
};
const struct input people_input = {
    .name = "PeopleQuery", .rules = people_rules, .size = sizeof(struct people_query)};

struct place_row {
    unsigned type;
    int64_t id;
    int64_t user;
    const char *email;
    bool active;
};

static const struct field place_fields[] = {
    SHOW_NAME(struct place_row, type, "type", identity_type_names),
    SHOW_ID(struct place_row, id, "id"),
    SHOW_ID(struct place_row, user, "userId"),
    SHOW_TEXT(struct place_row, email, "email"),
    SHOW_BOOLEAN(struct place_row, active, "active"),
    END_OF_FIELDS,
};

struct factor_row {
    unsigned channel;
    unsigned status;
};

static const struct field factor_fields[] = {
    SHOW_NAME(struct factor_row, channel, "channel", channel_names),
    SHOW_NAME(struct factor_row, status, "status", factor_status_names),
    END_OF_FIELDS,
};

struct person_row {
    int64_t id;
    const char *email;
    bool email_verified;
    struct list identities;
    bool locked;
    bool password_expired;
    bool active;
    struct list factors;
};

static const struct field person_fields[] = {
    SHOW_ID(struct person_row, id, "id"),
    SHOW_TEXT(struct person_row, email, "email"),
    SHOW_BOOLEAN(struct person_row, email_verified, "emailVerified"),
    SHOW_LIST(struct person_row, identities, "identities", place_fields),
    SHOW_BOOLEAN(struct person_row, locked, "locked"),
    SHOW_BOOLEAN(struct person_row, password_expired, "passwordExpired"),
    SHOW_BOOLEAN(struct person_row, active, "active"),
    SHOW_LIST(struct person_row, factors, "factors", factor_fields),
    END_OF_FIELDS,
};
const struct view person_view = {.name = "Person", .fields = person_fields};

struct people_answer {
    struct list users;
};

static const struct field people_fields[] = {
    SHOW_LIST(struct people_answer, users, "users", person_fields),
    END_OF_FIELDS,
};
const struct view people_view = {.name = "People", .fields = people_fields};

static int add_factors(struct request *r, const struct person *person, struct person_row *row)
{
    struct list factors;
    int rc = store_factors(r->store, r->arena, r->realm->id, person->id, &factors);

    row->factors = LIST_OF(struct factor_row);
    for (size_t i = 0; rc == 0 && i < factors.count; i++) {
        const struct factor *factor = list_at(&factors, i);

        *(struct factor_row *) list_add(&row->factors, r->arena) =
            (struct factor_row){factor->channel, factor->status};
    }
    return rc;
}

/* A person without any place is a customer, with an address or without. */
static int read_customer(struct request *r, const struct person *person, struct person_row *ret)
{
    struct list credentials = LIST_OF(struct credential_row);
    int rc = store_credentials(r->store, r->arena, r->realm->id, person->id, &credentials);

    ret->email = "";
    ret->active = true;
    for (size_t i = credentials.count; rc == 0 && i > 0; i--) {
        const struct credential_row *c = list_at(&credentials, i - 1);

        if (c->type == CREDENTIAL_EMAIL)
            ret->email = c->value;
    }
    return rc;
}

static int read_row(struct request *r, const struct person *person, struct person_row *ret)
{
    struct list users;
    int rc = store_users_of_person(r->store, r->arena, r->realm->id, person->id, &users);

    if (rc < 0)
        return rc;
    *ret = (struct person_row){
        .id = person->id,
        .identities = LIST_OF(struct place_row),
        .locked = person_is_locked(person, r->now),
        .password_expired = person_password_is_expired(person, &r->realm->settings, r->now),
    };
    for (size_t i = 0; i < users.count; i++) {
        const struct user *user = list_at(&users, i);

        if (i == 0) {
            ret->email = user->email;
            ret->email_verified = user->email_verified;
        }
        ret->active |= user->active;
        *(struct place_row *) list_add(&ret->identities, r->arena) = (struct place_row){
            user->identity_type, user->identity, user->id, user->email, user_is_active(user)};
    }
    if (users.count == 0)
        rc = read_customer(r, person, ret);
    return rc < 0 ? rc : add_factors(r, person, ret);
}

int people_list(struct request *r)
{
    const struct people_query *in = r->input;
    struct people_answer answer = {LIST_OF(struct person_row)};
    struct list people;
    int rc =
        store_people(r->store, r->arena, r->realm->id, in->email, limit_or_all(in->limit), &people);

    for (size_t i = 0; rc == 0 && i < people.count; i++) {
        struct person_row row;

        rc = read_row(r, list_at(&people, i), &row);
        if (rc == 0)
            *(struct person_row *) list_add(&answer.users, r->arena) = row;
    }
    return rc < 0 ? rc : reply(r, &answer);
}

static const char *const push_answers[] = {"accept", "decline", "ignore", "manual", NULL};

struct person_update {
    int64_t id;
    enum maybe password_expired;
    enum maybe locked;
    enum maybe active;
    enum maybe email_verified;
    const char *kyc;
    struct phone phone;
};

const struct rule phone_rules[] = {
    RULE_TEXT(struct phone, push, "push", REQUIRED, .values = push_answers),
    RULE_INTEGER(struct phone, after_millis, "afterMillis", .most = 86400000),
    END_OF_RULES,
};

const struct field phone_fields[] = {
    SHOW_TEXT(struct phone, push, "push"),
    SHOW_INTEGER(struct phone, after_millis, "afterMillis"),
    END_OF_FIELDS,
};

static const struct rule person_update_rules[] = {
    RULE_ID(struct person_update, id, "id", REQUIRED, .place = IN_PATH),
    RULE_BOOLEAN(struct person_update, password_expired, "passwordExpired"),
    RULE_BOOLEAN(struct person_update, locked, "locked"),
    RULE_BOOLEAN(struct person_update, active, "active"),
    RULE_BOOLEAN(struct person_update, email_verified, "emailVerified"),
    RULE_TEXT(struct person_update, kyc, "kyc", .values = diligence_names),
    RULE_OBJECT(struct person_update, phone, "phone", phone_rules),
    END_OF_RULES,
};
const struct input person_update_input = {.name = "PersonUpdate",
                                          .rules = person_update_rules,
                                          .size = sizeof(struct person_update),
                                          .strict = true};

static int set_locked(struct request *r, struct person *person, enum maybe locked)
{
    if (locked == UNSET)
        return 0;
    person_login_succeeded(person);
    if (locked == YES)
        person->locked_until = r->now + r->realm->settings.lock_seconds * 1000;
    return store_person_set_logins(r->store, r->realm->id, person);
}

static int set_phone(struct request *r, struct person *person, const struct phone *phone)
{
    if (phone->push == NULL)
        return 0;
    person->push_answer = phone->push;
    person->push_answer_after = phone->after_millis;
    return store_person_set_phone(r->store, r->realm->id, person);
}

/* weavr-auth.md 3.2: what the operator deactivates loses its factors, and does not get them back. */
static int deactivate_factors(struct request *r, int64_t person)
{
    struct scene scene = scene_of(r);
    struct list factors;
    int rc = store_factors(r->store, r->arena, r->realm->id, person, &factors);

    for (size_t i = 0; rc == 0 && i < factors.count; i++) {
        const struct factor *factor = list_at(&factors, i);

        if (factor->status == FACTOR_ACTIVE)
            rc = factor_change(&scene, person, factor->channel, FACTOR_INACTIVE);
    }
    return rc;
}

static int set_active(struct request *r, const struct user *user, enum maybe active)
{
    if (active == UNSET)
        return 0;
    struct scene scene = scene_of(r);
    int rc = store_user_set_active(r->store, user->id, active == YES);

    if (rc == 0 && active == NO && user->active)
        rc = event_user_deactivated(&scene, user, BY_OPERATOR);
    return rc == 0 && active == NO ? deactivate_factors(r, user->person) : rc;
}

/* The provider's word on a corporate's user, or on the identity of a root. */
static int set_diligence(struct request *r, const struct user *user, const char *diligence)
{
    struct scene scene = scene_of(r);
    struct identity identity;

    if (diligence == NULL)
        return 0;
    if (user->type == USER_AUTHORISED)
        return user_judge(&scene, user, diligence);
    int rc = store_identity_find(r->store, r->arena, user->identity, &identity);
    if (rc < 0)
        return rc;
    identity.diligence = diligence;
    identity.ongoing_diligence = diligence;
    return store_identity_set_diligence(r->store, &identity);
}

static int update(struct request *r, const struct person_update *in, const struct user *user,
                  struct person *person)
{
    int rc = set_locked(r, person, in->locked);

    if (rc == 0)
        rc = set_phone(r, person, &in->phone);
    if (rc == 0 && in->password_expired != UNSET)
        rc = store_person_expire_password(r->store, r->realm->id, person->id,
                                          in->password_expired == YES);
    if (rc == 0)
        rc = set_active(r, user, in->active);
    if (rc == 0 && in->email_verified != UNSET)
        rc = store_user_set_email_verified(r->store, user->id, in->email_verified == YES);
    return rc < 0 ? rc : set_diligence(r, user, in->kyc);
}

static int user_or_reply(struct request *r, int64_t id, struct user *ret)
{
    int rc = user_in_realm(r, id, ret);

    if (rc == -ENOENT)
        return refuse(r, NOT_FOUND, "no user %lld in realm %s", (long long) id, r->realm->name);
    return rc < 0 ? rc : PASS;
}

int person_update(struct request *r)
{
    const struct person_update *in = r->input;
    struct person_row row;
    struct person person;
    struct user user;
    int rc = user_or_reply(r, in->id, &user);

    if (rc != PASS)
        return rc;
    /* a corporate's root is judged with the corporate, a consumer's users are not judged */
    if (in->kyc != NULL && (user.type == USER_ROOT) != (user.identity_type == IDENTITY_CONSUMER))
        return refuse_member(r, "kyc", "is that of a consumer's root, or of a corporate's user");
    rc = store_person_find(r->store, r->arena, r->realm->id, user.person, &person);
    if (rc == 0)
        rc = update(r, in, &user, &person);
    if (rc == 0)
        rc = store_person_find(r->store, r->arena, r->realm->id, user.person, &person);
    if (rc == 0)
        rc = read_row(r, &person, &row);
    return rc < 0 ? rc : reply(r, &row);
}

struct identity_link {
    int64_t user;
    int64_t identity;
};

static const struct rule identity_link_rules[] = {
    RULE_ID(struct identity_link, user, "credentialOf", REQUIRED),
    RULE_ID(struct identity_link, identity, "identity", REQUIRED),
    END_OF_RULES,
};
const struct input identity_link_input = {.name = "IdentityLink",
                                          .rules = identity_link_rules,
                                          .size = sizeof(struct identity_link),
                                          .strict = true};

/*
 * `root` may be an authorised user's place, too: so a person is the root of one identity and a
 * user of another. The former holder is one of this place alone, or the place would be torn out of a life. */
static int link_or_reply(struct request *r, const struct user *holder, const struct user *root)
{
    struct list places = LIST_OF(struct user);
    struct user place;
    int64_t former = root->person;
    int rc = store_user_find_place(r->store, r->arena, r->realm->id, holder->person, root->identity,
                                   &place);

    if (rc == 0)
        return refuse(r, NOT_LINKABLE, "the person holds identity %lld already",
                      (long long) root->identity);
    if (rc == -ENOENT)
        rc = store_users_of_person(r->store, r->arena, r->realm->id, former, &places);
    if (rc < 0)
        return rc;
    if (places.count > 1)
        return refuse(r, NOT_LINKABLE, "identity %lld belongs to a person with several",
                      (long long) root->identity);
    rc = store_user_set_person(r->store, root->id, holder->person);
    if (rc == 0)
        rc = store_person_delete(r->store, r->realm->id, former);
    return rc < 0 ? rc : reply(r, NULL);
}

int identity_link(struct request *r)
{
    const struct identity_link *in = r->input;
    struct user holder;
    struct user root;
    int rc = user_or_reply(r, in->user, &holder);

    if (rc == PASS)
        rc = user_or_reply(r, in->identity, &root);
    return rc == PASS ? link_or_reply(r, &holder, &root) : rc;
}

static const char *const reasons[] = {
    "UNDEFINED_REASON",  "TEMPORARY", "ACCOUNT_REVIEW", "ACCOUNT_SECURITY", "ACCOUNT_CLOSURE",
    "ACCOUNT_ABANDONED", NULL};

enum reason { REASON_UNDEFINED, REASON_TEMPORARY };

struct identity_update {
    int64_t id;
    enum maybe active;
    int reason; /* an index of reasons; -1: none was given */
    enum maybe notify;
    const char *kyc;
    const char *kyb;
};

static const struct rule identity_update_rules[] = {
    RULE_ID(struct identity_update, id, "id", REQUIRED, .place = IN_PATH),
    RULE_BOOLEAN(struct identity_update, active, "active"),
    RULE_CHOICE(struct identity_update, reason, "reason", reasons),
    RULE_BOOLEAN(struct identity_update, notify, "notify"),
    RULE_TEXT(struct identity_update, kyc, "kyc", .values = diligence_names),
    RULE_TEXT(struct identity_update, kyb, "kyb", .values = diligence_names),
    END_OF_RULES,
};
const struct input identity_update_input = {.name = "IdentityUpdate",
                                            .rules = identity_update_rules,
                                            .size = sizeof(struct identity_update),
                                            .strict = true};

struct identity_row {
    int64_t id;
    unsigned type;
    const char *name;
    bool active;
    const char *diligence;
    const char *level;
};

static const struct field identity_fields[] = {
    SHOW_ID(struct identity_row, id, "id"),
    SHOW_NAME(struct identity_row, type, "type", identity_type_names),
    SHOW_TEXT(struct identity_row, name, "name"),
    SHOW_BOOLEAN(struct identity_row, active, "active"),
    SHOW_TEXT(struct identity_row, diligence, "dueDiligence"),
    SHOW_TEXT(struct identity_row, level, "level"),
    END_OF_FIELDS,
};
const struct view identity_view = {.name = "IdentityState", .fields = identity_fields};

/* A deactivation that is more than temporary costs the factors of the root (weavr-auth.md 3.2). */
static int set_identity_active(struct request *r, const struct identity_update *in,
                               struct identity *identity, const struct user *root)
{
    enum reason reason = in->reason < 0 ? REASON_UNDEFINED : (enum reason) in->reason;
    struct scene scene = scene_of(r);

    if (in->active == UNSET)
        return 0;
    identity->active = in->active == YES;
    int rc = store_identity_set_active(r->store, identity->id, identity->active);
    if (rc == 0 && !identity->active && reason > REASON_TEMPORARY)
        rc = deactivate_factors(r, root->person);
    if (rc < 0 || in->notify != YES)
        return rc;
    return event_identity(&scene, identity, root->email, reasons[reason]);
}

static int identity_or_reply(struct request *r, const struct identity_update *in,
                             struct identity *ret)
{
    int rc = store_identity_find(r->store, r->arena, in->id, ret);

    if (rc == -ENOENT || (rc == 0 && ret->realm != r->realm->id))
        return refuse(r, NOT_FOUND, "no identity %s in realm %s", request_parameter(r, "id"),
                      r->realm->name);
    if (rc < 0)
        return rc;
    if (in->kyc != NULL && ret->type != IDENTITY_CONSUMER)
        return refuse_member(r, "kyc", "is a consumer's: a corporate has kyb");
    if (in->kyb != NULL && ret->type != IDENTITY_CORPORATE)
        return refuse_member(r, "kyb", "is a corporate's: a consumer has kyc");
    return PASS;
}

int identity_update(struct request *r)
{
    const struct identity_update *in = r->input;
    struct identity identity;
    struct user root;
    int rc = identity_or_reply(r, in, &identity);

    if (rc != PASS)
        return rc;
    rc = store_user_find(r->store, r->arena, identity.id, &root);
    if (rc == 0)
        rc = set_identity_active(r, in, &identity, &root);
    if (rc == 0)
        rc = set_diligence(r, &root, in->kyc != NULL ? in->kyc : in->kyb);
    if (rc == 0)
        rc = store_identity_find(r->store, r->arena, in->id, &identity);
    if (rc < 0)
        return rc;
    return reply(r, &(struct identity_row){.id = identity.id,
                                           .type = identity.type,
                                           .name = identity.name,
                                           .active = identity.active,
                                           .diligence = identity.diligence,
                                           .level = identity.diligence_level});
}
