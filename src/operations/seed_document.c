/* SPDX-License-Identifier: MIT */
/* What a seed document may say: its rules, and what no rule of one member can judge. */
#include "seeds.h"

#include "base/encode.h"
#include "base/text.h"
#include "domain/person.h"

#include <string.h>

/* clang-format off */
#define SEED_ID(type, member)                                                                      \
    {.name = "id", .kind = RULE_KIND_ID, .format = FORMAT_SEED_ID, .least = 1, .most = 18,         \
     .offset = MEMBER_AT(type, member, int64_t)}
/* clang-format on */

static const struct rule identity_rules[] = {
    RULE_CHOICE(struct seed_identity, type, "type", identity_type_names, REQUIRED),
    SEED_ID(struct seed_identity, id),
    RULE_TEXT(struct seed_identity, name, "name", .not_blank = true, .most = 100),
    RULE_BOOLEAN(struct seed_identity, root, "root"),
    END_OF_RULES,
};

static const struct rule user_rules[] = {
    SEED_ID(struct seed_user, id),
    RULE_TEXT(struct seed_user, email, "email", REQUIRED, .most = 254, .format = FORMAT_EMAIL),
    RULE_TEXT(struct seed_user, password, "password", .not_blank = true, .most = 200),
    RULE_OBJECT(struct seed_user, mobile, "mobile", mobile_rules),
    RULE_OBJECT(struct seed_user, identity, "identity", identity_rules, REQUIRED),
    RULE_BOOLEAN(struct seed_user, email_verified, "emailVerified"),
    RULE_TEXTS(struct seed_user, factors, "factors", .values = channel_names),
    END_OF_RULES,
};

static const struct rule resource_rules[] = {
    RESOURCE_RULES(struct seed_resource, form),
    RULE_TEXT(struct seed_resource, owner, "ownerIdentity", REQUIRED, .most = 254),
    END_OF_RULES,
};

const struct rule seed_rules[] = {
    RULE_LIST(struct seed, users, "users", user_rules, struct seed_user, REQUIRED),
    RULE_LIST(struct seed, resources, "resources", resource_rules, struct seed_resource),
    END_OF_RULES,
};

/* A place in the document: a list, its index, and a member of it. */
static struct place place_of(struct arena *a, const char *list, size_t i, const char *member)
{
    struct place *items = arena_alloc(a, sizeof *items);
    struct place *index = arena_alloc(a, sizeof *index);

    *items = (struct place){.name = list};
    *index = (struct place){.parent = items, .name = arena_printf(a, "%zu", i)};
    return (struct place){.parent = index, .name = member};
}

int64_t seed_id(const struct seed_user *user)
{
    return user->id != 0 ? user->id : user->identity.root == NO ? 0 : user->identity.id;
}

struct roll roll_new(void)
{
    return (struct roll){json_object(), json_object(), json_object()};
}

void roll_free(struct roll *roll)
{
    json_decref(roll->emails);
    json_decref(roll->ids);
    json_decref(roll->employers);
}

size_t roll_find(const json_t *said, const char *key)
{
    const json_t *index = key == NULL ? NULL : json_object_get(said, key);

    return index == NULL ? NOT_SAID : (size_t) json_integer_value(index);
}

static void say(json_t *said, const char *key, size_t i)
{
    if (key != NULL && roll_find(said, key) == NOT_SAID)
        json_object_set_new(said, key, json_integer((json_int_t) i));
}

/* Addresses are the same whatever their ASCII case. */
const char *seed_email_key(struct arena *a, const char *email)
{
    char *key = arena_text(a, email);

    for (char *c = key; *c != '\0'; c++)
        *c = (char) (*c >= 'A' && *c <= 'Z' ? *c | 0x20 : *c);
    return key;
}

static const char *id_key(struct arena *a, int64_t id)
{
    return id == 0 ? NULL : arena_printf(a, "id %lld", (long long) id);
}

static const char *name_key(struct arena *a, const char *name)
{
    return name == NULL ? NULL : arena_printf(a, "name %s", name);
}

void roll_add(struct roll *roll, struct arena *a, const struct seed_user *user, size_t i)
{
    say(roll->emails, seed_email_key(a, user->email), i);
    say(roll->ids, id_key(a, seed_id(user)), i);
    if (user->identity.root == NO)
        return;
    say(roll->employers, id_key(a, seed_id(user)), i);
    say(roll->employers, name_key(a, user->identity.name), i);
}

size_t roll_employer(const struct roll *roll, struct arena *a, const struct seed_user *user)
{
    const char *id = id_key(a, user->identity.id);

    return roll_find(roll->employers, id != NULL ? id : name_key(a, user->identity.name));
}

size_t roll_owner(const struct roll *roll, struct arena *a, const struct seed_resource *resource)
{
    if (strchr(resource->owner, '@') != NULL)
        return roll_find(roll->emails, seed_email_key(a, resource->owner));
    return roll_find(roll->employers, id_key(a, id_parse(resource->owner)));
}

static void complain_of(struct decoder *d, const char *list, size_t i, const char *member,
                        const char *detail)
{
    const struct place place = place_of(d->arena, list, i, member);

    complaint_add(d, &place, detail);
}

/* What a document may not repeat, and what it must have said before. */
static void check_user(struct decoder *d, const struct roll *roll, const struct list *users,
                       size_t i)
{
    const struct seed_user *user = list_at(users, i);
    size_t namesake = roll_find(roll->emails, seed_email_key(d->arena, user->email));
    bool authorised = user->identity.root == NO;

    if (roll_find(roll->ids, id_key(d->arena, seed_id(user))) != NOT_SAID)
        complain_of(d, "users", i, "id", "is an earlier user's");
    if (namesake != NOT_SAID &&
        (authorised || ((const struct seed_user *) list_at(users, namesake))->identity.root == NO))
        complain_of(d, "users", i, "email", "is an earlier user's");
    if (!authorised && user->id != 0 && user->identity.id != 0 && user->id != user->identity.id)
        complain_of(d, "users", i, "identity", "has another id than its root user");
    if (authorised && roll_employer(roll, d->arena, user) == NOT_SAID)
        complain_of(d, "users", i, "identity", "is of no earlier root user of the document");
}

static void check_resource(struct decoder *d, const struct roll *roll, json_t *ids,
                           const struct list *resources, size_t i)
{
    const struct seed_resource *resource = list_at(resources, i);
    const char *id = id_key(d->arena, resource->form.id);

    if (roll_find(ids, id) != NOT_SAID)
        complain_of(d, "resources", i, "id", "is an earlier resource's");
    if (roll_owner(roll, d->arena, resource) == NOT_SAID)
        complain_of(d, "resources", i, "ownerIdentity", "is of no user of the document");
    say(ids, id, i);
}

static void check_resources(struct decoder *d, const struct roll *roll,
                            const struct list *resources)
{
    json_t *ids = json_object();

    for (size_t i = 0; i < resources->count; i++)
        check_resource(d, roll, ids, resources, i);
    json_decref(ids);
}

bool seed_check(struct decoder *d, const struct seed *seed)
{
    struct roll roll = roll_new();

    for (size_t i = 0; i < seed->users.count; i++) {
        check_user(d, &roll, &seed->users, i);
        roll_add(&roll, d->arena, list_at(&seed->users, i), i);
    }
    check_resources(d, &roll, &seed->resources);
    roll_free(&roll);
    return d->complaints.count == 0;
}

bool seeds_check(struct decoder *d, const json_t *seed)
{
    struct seed parsed = {LIST_OF(struct seed_user), LIST_OF(struct seed_resource)};

    if (json_is_string(seed))
        return strcmp(json_string_value(seed), "demo") == 0;
    if (!json_is_object(seed))
        return false;
    d->strict = true;
    rules_decode_object(d, seed_rules, NULL, seed, &parsed);
    return d->complaints.count == 0 && seed_check(d, &parsed);
}
