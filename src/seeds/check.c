/* SPDX-License-Identifier: MIT */
/* Checks of users and resources across several members. */
#include "check.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/names.h"
#include "json/decode.h"
#include "model/password.h"
#include "weavr/users.h"

#include <string.h>

void seed_complain(struct decoder *d, const char *detail, const char *const names[])
{
    struct place places[SEED_DEPTH];
    size_t depth = 0;

    for (; names[depth] != NULL; depth++)
        places[depth] =
            (struct place){.parent = depth == 0 ? NULL : &places[depth - 1], .name = names[depth]};
    complaint_add(d, &places[depth - 1], detail);
}

/* A complaint about /LIST/I/MEMBER, or about /LIST/I/MEMBER/ITEM. */
static void complain(struct decoder *d, const char *list, size_t i, const char *member,
                     const char *item, const char *detail)
{
    const char *const names[] = {list, arena_printf(d->arena, "%zu", i), member, item, NULL};

    seed_complain(d, detail, names);
}

/* The document, and the position of the item that is checked. */
struct check {
    struct decoder *d;
    const struct seed *seed;
    const struct seed_index *index;
    size_t i;
};

static void complain_user(const struct check *c, const char *member, const char *detail)
{
    complain(c->d, "users", c->i, member, NULL, detail);
}

static void check_identity(const struct check *c, const struct seed_user *user)
{
    bool authorised = user->identity.root == NO;
    const struct seed_identity *identity = &user->identity;

    if (user->id != 0 && identity->id != 0 && !authorised && user->id != identity->id)
        complain_user(c, "identity", "must have the id of its root user");
    if (!authorised)
        return;
    if (seed_index_root_user(c->index, c->d->arena, user) == NOT_IN_SEED)
        complain_user(c, "identity", "has no root user in the document");
    if (identity->active != UNSET || identity->details != NULL || identity->diligence != NULL ||
        identity->level != NULL || identity->ongoing_diligence != NULL ||
        identity->ongoing_level != NULL || identity->diligence_reference != 0)
        complain_user(c, "identity", "can only be described at its root user");
}

/* To which person a user belongs: a later user names the first one by id, or shares its address. */
static void check_person(const struct check *c, const struct seed_user *user)
{
    const struct list *users = &c->seed->users;
    size_t person = seed_index_person(c->index, c->d->arena, users, c->i);
    size_t same_email = seed_index_by_email(c->index, c->d->arena, users, c->i);
    const struct seed_user *other = list_at(users, same_email);

    if (seed_index_find(c->index->ids, seed_index_key(c->d->arena, seed_id(user))) < c->i)
        complain_user(c, "id", "is taken by an earlier user");
    if (person == NOT_IN_SEED || seed_index_person(c->index, c->d->arena, users, person) != person)
        complain_user(c, "person", "must be the first user of a person in the document");
    else if (user->email_shared == YES && person == c->i)
        complain_user(c, "emailShared", "requires another user of the same person");
    else if (same_email != c->i &&
             (user->identity.root == NO || other->identity.root == NO ||
              seed_index_person(c->index, c->d->arena, users, same_email) != person))
        complain_user(c, "email", "is taken by an earlier user");
}

static void check_time(const struct check *c, const char *list, const char *member,
                       const char *text)
{
    int64_t ignored;

    if (text != NULL && !clock_parse(text, &ignored))
        complain(c->d, list, c->i, member, NULL, TIME_TEXT);
}

static void check_passwords(const struct check *c, const struct seed_user *user)
{
    if (user->password != NULL && user->password_hash != NULL)
        complain_user(c, "passwordHash", "can't be given together with password");
    else if (user->password_hash != NULL && !password_is_hash(user->password_hash))
        complain_user(c, "passwordHash", HASH_TEXT);
    for (size_t i = 0; i < user->earlier_hashes.count; i++) {
        if (!password_is_hash(*(const char **) list_at(&user->earlier_hashes, i)))
            complain(c->d, "users", c->i, "earlierPasswordHashes",
                     arena_printf(c->d->arena, "%zu", i), HASH_TEXT);
    }
}

/* A factor has one status. */
static void check_factors(const struct check *c, const struct seed_user *user)
{
    const struct {
        const char *name;
        const struct list *channels;
    } lists[] = {{"factors", &user->factors},
                 {"pendingFactors", &user->pending_factors},
                 {"inactiveFactors", &user->inactive_factors}};
    unsigned seen = 0;

    for (size_t l = 0; l < ARRAY_SIZE(lists); l++) {
        unsigned here = 0;

        for (size_t i = 0; i < lists[l].channels->count; i++)
            here |= 1U << name_index(channel_names, *(const char **) list_at(lists[l].channels, i));
        if ((here & seen) != 0)
            complain_user(c, lists[l].name, "has a channel that another list of factors has");
        seen |= here;
    }
}

/* Checks the body of a create operation by the rules of that operation. */
static void check_body(struct decoder *d, const struct place *place, json_t *details,
                       const struct input *input)
{
    if (!json_is_object(details)) {
        complaint_add(d, place, "must be an object");
        return;
    }
    d->strict = input->strict;
    rules_decode_object(d, input->rules, place, details, arena_alloc(d->arena, input->size));
    d->strict = true;
}

static void check_details(const struct check *c, const struct seed_user *user)
{
    static const struct input of_user = {
        .rules = user_details_rules, .size = sizeof(struct user_details), .strict = true};
    const struct seed_identity *identity = &user->identity;
    const struct place users = {.name = "users"};
    const struct place item = {.parent = &users, .index = c->i};
    const struct place of_identity = {.parent = &item, .name = "identity"};
    const struct place identity_details = {.parent = &of_identity, .name = "details"};
    const struct place user_details = {.parent = &item, .name = "details"};

    if (identity->details != NULL)
        check_body(c->d, &identity_details, identity->details,
                   strcmp(identity->type, identity_type_names[IDENTITY_CONSUMER]) == 0
                       ? &consumer_input
                       : &corporate_input);
    if (user->details != NULL)
        check_body(c->d, &user_details, user->details, &of_user);
}

/* Members that only an authorised user may have. */
static void check_authorised(const struct check *c, const struct seed_user *user)
{
    static const char detail[] = "applies to authorised users only";

    if (user->identity.root == NO)
        return;
    if (user->details != NULL)
        complain_user(c, "details", detail);
    if (user->invite_consumed != UNSET)
        complain_user(c, "inviteConsumed", detail);
    if (user->diligence != NULL)
        complain_user(c, "dueDiligence", detail);
}

static void check_user(const struct check *c)
{
    static void (*const checks[])(const struct check *c, const struct seed_user *user) = {
        check_identity, check_person,  check_passwords,
        check_factors,  check_details, check_authorised};
    const struct seed_user *user = list_at(&c->seed->users, c->i);

    for (size_t i = 0; i < ARRAY_SIZE(checks); i++)
        checks[i](c, user);
    check_time(c, "users", "createdAt", user->created);
    check_time(c, "users", "passwordSetAt", user->password_set);
}

static void check_resource(const struct check *c, json_t *ids)
{
    const struct seed_resource *resource = list_at(&c->seed->resources, c->i);
    const char *id = seed_index_key(c->d->arena, resource->form.id);

    if (seed_index_find(ids, id) != NOT_IN_SEED)
        complain(c->d, "resources", c->i, "id", NULL, "is taken by an earlier resource");
    if (seed_index_owner(c->index, c->d->arena, resource) == NOT_IN_SEED)
        complain(c->d, "resources", c->i, "ownerIdentity", NULL,
                 "is not an identity of the document");
    check_time(c, "resources", "createdAt", resource->created);
    seed_index_add(ids, id, c->i);
}

bool seed_check(struct decoder *d, const struct seed *seed)
{
    struct seed_index index = seed_index_make(d->arena, &seed->users);
    json_t *resources = json_object();
    struct check c = {.d = d, .seed = seed, .index = &index};

    /* an index without memory lacks users, and whoever asked fails for it */
    if (!memory_failed()) {
        for (c.i = 0; c.i < seed->users.count; c.i++)
            check_user(&c);
        for (c.i = 0; c.i < seed->resources.count; c.i++)
            check_resource(&c, resources);
        seed_check_customers(d, seed, &index);
    }
    json_decref(resources);
    seed_index_free(&index);
    return d->complaints.count == 0;
}
