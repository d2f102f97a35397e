/* SPDX-License-Identifier: MIT */
/* Control API: the people of a realm (control.md 4). */
#include "people.h"

#include "decision.h"
#include "directory/context.h"
#include "directory/customers_store.h"
#include "directory/identities_store.h"
#include "directory/people_store.h"
#include "directory/user_parts_store.h"
#include "directory/users.h"
#include "directory/users_store.h"
#include "engine/reply.h"
#include "lists.h"
#include "parameters.h"
#include "weavr/events.h"
#include "weavr/factor_change.h"
#include "weavr/shared_types.h"
#include "weavr/user_kyc.h"

#include <errno.h>
#include <string.h>

const struct group content_group = {.tag = "content", .title = "Content of a realm"};

struct people_query {
    const char *email;
    int64_t limit;
};

static const struct rule people_rules[] = {
    RULE_TEXT(struct people_query, email, "email", .place = IN_QUERY),
    RULE_LIMIT(struct people_query),
    END_OF_RULES,
};
static const struct input people_input = {
    .name = "PeopleQuery", .rules = people_rules, .size = sizeof(struct people_query)};

struct user_row {
    unsigned type;
    int64_t id;
    int64_t user;
    const char *email;
    bool active;
};

static const struct field user_fields[] = {
    SHOW_NAME(struct user_row, type, "type", identity_type_names),
    SHOW_ID(struct user_row, id, "id"),
    SHOW_ID(struct user_row, user, "userId"),
    SHOW_TEXT(struct user_row, email, "email"),
    SHOW_BOOLEAN(struct user_row, active, "active"),
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
    SHOW_LIST(struct person_row, identities, "identities", user_fields),
    SHOW_BOOLEAN(struct person_row, locked, "locked"),
    SHOW_BOOLEAN(struct person_row, password_expired, "passwordExpired"),
    SHOW_BOOLEAN(struct person_row, active, "active"),
    SHOW_LIST(struct person_row, factors, "factors", factor_fields),
    END_OF_FIELDS,
};
static const struct view person_view = {.name = "Person", .fields = person_fields};

struct people_progress {
    struct listing list;
    struct person last; /* .id 0: none yet */
};

static const struct field people_fields[] = {
    SHOW_LIST(struct listing, rows, "users", person_fields),
    SHOW_BOOLEAN(struct listing, more, "more", OPTIONAL),
    END_OF_FIELDS,
};
static const struct view people_view = {.name = "People", .fields = people_fields};

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

/* The row of a customer: a person without users, with an address or without. */
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
    int rc = store_users_of_person(r->store, r->arena, r->realm->id, person->id, INT64_MAX, &users);

    if (rc < 0)
        return rc;
    *ret = (struct person_row){
        .id = person->id,
        .identities = LIST_OF(struct user_row),
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
        *(struct user_row *) list_add(&ret->identities, r->arena) = (struct user_row){
            user->identity_type, user->identity, user->id, user->email, user_is_active(user)};
    }
    if (users.count == 0)
        rc = read_customer(r, person, ret);
    return rc < 0 ? rc : add_factors(r, person, ret);
}

#define PERSON_BYTES 400

static int take_people(struct request *r, struct people_progress *p, const struct list *people)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < people->count && !p->list.more; i++) {
        struct person_row *row = listing_add(r, &p->list, PERSON_BYTES);

        p->last = *(const struct person *) list_at(people, i);
        if (row != NULL)
            rc = read_row(r, &p->last, row);
    }
    return rc;
}

static int people_list(struct request *r)
{
    const struct people_query *in = r->input;
    struct people_progress *p =
        listing_begin(r, sizeof *p, sizeof(struct person_row), limit_or_all(in->limit));
    int64_t wanted = in->email == NULL ? listing_look(&p->list, true) : INT64_MAX;
    struct list people;
    int rc = store_people(r->store, r->arena, r->realm->id, in->email, &p->last, wanted, &people);

    if (rc == 0)
        rc = take_people(r, p, &people);
    if (rc < 0 || !listing_ends(r, &p->list, (int64_t) people.count, wanted))
        return rc;
    return reply(r, &p->list);
}

int person_of_user(struct request *r, int64_t id, int64_t *ret)
{
    struct user user;
    int rc = id == 0 ? 0 : store_user_find(r->store, r->arena, id, &user);

    *ret = id != 0 && rc == 0 ? user.person : id;
    return rc == -ENOENT ? 0 : rc;
}

struct person_update {
    int64_t id;
    enum maybe password_expired;
    enum maybe locked;
    enum maybe active;
    enum maybe email_verified;
    struct decision decision;
    struct phone phone;
};

static const struct rule person_update_rules[] = {
    RULE_ID(struct person_update, id, "id", REQUIRED, .place = IN_PATH),
    RULE_BOOLEAN(struct person_update, password_expired, "passwordExpired"),
    RULE_BOOLEAN(struct person_update, locked, "locked"),
    RULE_BOOLEAN(struct person_update, active, "active"),
    RULE_BOOLEAN(struct person_update, email_verified, "emailVerified"),
    RULE_TEXT(struct person_update, decision.kyc, "kyc", .values = diligence_names),
    GROUNDS_RULES(struct person_update),
    RULE_OBJECT(struct person_update, phone, "phone", phone_rules),
    END_OF_RULES,
};
static const struct input person_update_input = {.name = "PersonUpdate",
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

static int set_active(struct request *r, const struct user *user, enum maybe active)
{
    if (active == UNSET)
        return 0;
    struct context ctx = context_of(r);
    int rc = store_user_set_active(r->store, user->id, active == YES);

    if (rc == 0 && active == NO && user->active)
        rc = event_user_deactivated(&ctx, user, BY_OPERATOR);
    return rc == 0 && active == NO ? factors_deactivate(&ctx, user->person) : rc;
}

/* The KYC of a consumer's root user is that of the identity; other users have their own. */
static int decide_user(struct request *r, const struct user *user, const struct decision *decision)
{
    struct context ctx = context_of(r);

    if (decision->kyc == NULL)
        return 0;
    return user->type == USER_ROOT ? decide_identity(r, user->identity, decision)
                                   : user_kyc_decide(&ctx, user, decision->kyc, &decision->grounds);
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
    return rc < 0 ? rc : decide_user(r, user, &in->decision);
}

/* The first member that only a user has, not a customer without users; NULL: none is given. */
static const char *find_user_member(const struct person_update *in)
{
    const struct {
        const char *name;
        bool given;
    } members[] = {
        {"passwordExpired", in->password_expired != UNSET},
        {"active", in->active != UNSET},
        {"emailVerified", in->email_verified != UNSET},
        {"kyc", in->decision.kyc != NULL},
        {"phone", in->phone.push != NULL},
    };

    for (size_t i = 0; i < ARRAY_SIZE(members); i++) {
        if (members[i].given)
            return members[i].name;
    }
    return NULL;
}

static int reply_person(struct request *r, int64_t id)
{
    struct person_row row;
    struct person person;
    int rc = store_person_find(r->store, r->arena, r->realm->id, id, &person);

    if (rc == 0)
        rc = read_row(r, &person, &row);
    return rc < 0 ? rc : reply(r, &row);
}

/* A person without users signs in at the Customer API only; nothing but the lock applies. */
static int update_customer(struct request *r, const struct person_update *in, struct person *person)
{
    const char *member = find_user_member(in);

    if (member != NULL)
        return refuse_member(r, member,
                             "applies to users of the Multi API; this person is a customer only");
    int rc = set_locked(r, person, in->locked);

    return rc < 0 ? rc : reply_person(r, person->id);
}

static int update_user(struct request *r, const struct person_update *in, const struct user *user)
{
    struct person person = {.id = 0};

    if (in->decision.kyc != NULL &&
        (user->type == USER_ROOT) != (user->identity_type == IDENTITY_CONSUMER))
        return refuse_member(
            r, "kyc", "applies to the root user of a consumer, and to other users of a corporate");
    int rc = grounds_or_reply(r, IDENTITY_CONSUMER, &in->decision.grounds);

    if (rc != PASS)
        return rc;
    rc = store_person_find(r->store, r->arena, r->realm->id, user->person, &person);
    if (rc == 0)
        rc = update(r, in, user, &person);
    return rc < 0 ? rc : reply_person(r, person.id);
}

/* The id is that of a user, or of a person who is a customer only. */
static int person_update(struct request *r)
{
    const struct person_update *in = r->input;
    struct person person = {.id = 0};
    struct user user;
    int rc = user_in_realm(r, in->id, &user);

    if (rc == 0)
        return update_user(r, in, &user);
    if (rc == -ENOENT)
        rc = store_person_find(r->store, r->arena, r->realm->id, in->id, &person);
    if (rc == -ENOENT)
        return refuse(r, NOT_FOUND, "no user %lld in realm %s", (long long) in->id, r->realm->name);
    return rc < 0 ? rc : update_customer(r, in, &person);
}

/* clang-format off */
const struct operation people_operations[] = {
    OPERATION(people_list, GET, "/_sandgate/realms/{realm}/users", OPERATOR,
              .summary = "List the people of the realm", .group = &content_group,
              .input = &people_input, .status = 200, .answer = &people_view, .errors = ERRORS()),
    OPERATION(person_update, PATCH, "/_sandgate/realms/{realm}/users/{id}", OPERATOR,
              .summary = "Change a person's state", .group = &content_group,
              .input = &person_update_input, .status = 200, .answer = &person_view, .writes = true,
              .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
