/* SPDX-License-Identifier: MIT */
/* What a seed document may say: its rules, and what no rule of one member can judge. */
#include "base/clock.h"
#include "base/encode.h"
#include "base/names.h"
#include "base/text.h"
#include "json/schema.h"
#include "model/password.h"
#include "model/person.h"
#include "seeds/seeds.h"
#include "weavr/users.h"

#include <stdlib.h>
#include <string.h>

/* clang-format off */
#define SEED_ID(type, member, wire)                                                                \
    {.name = (wire), .kind = RULE_KIND_ID, .format = FORMAT_SEED_ID, .least = 1, .most = 18,         \
     .offset = MEMBER_AT(type, member, int64_t)}
/* clang-format on */

static const struct rule identity_rules[] = {
    RULE_TEXT(struct seed_identity, type, "type", REQUIRED, .values = identity_type_names),
    SEED_ID(struct seed_identity, id, "id"),
    RULE_TEXT(struct seed_identity, name, "name", .not_blank = true, .most = 101),
    RULE_BOOLEAN(struct seed_identity, root, "root"),
    RULE_BOOLEAN(struct seed_identity, active, "active"),
    RULE_TEXT(struct seed_identity, diligence, "dueDiligence", .values = diligence_names),
    RULE_TEXT(struct seed_identity, level, "level", .values = diligence_level_names),
    RULE_TEXT(struct seed_identity, ongoing_diligence, "ongoingDueDiligence",
              .values = diligence_names),
    RULE_TEXT(struct seed_identity, ongoing_level, "ongoingLevel", .values = diligence_level_names),
    SEED_ID(struct seed_identity, diligence_reference, "dueDiligenceReference"),
    RULE_JSON(struct seed_identity, details, "details"),
    END_OF_RULES,
};

static const struct rule user_rules[] = {
    SEED_ID(struct seed_user, id, "id"),
    SEED_ID(struct seed_user, person, "person"),
    RULE_TEXT(struct seed_user, email, "email", REQUIRED, .most = 254, .format = FORMAT_EMAIL),
    RULE_BOOLEAN(struct seed_user, email_verified, "emailVerified"),
    RULE_BOOLEAN(struct seed_user, email_released, "emailReleased"),
    RULE_BOOLEAN(struct seed_user, email_shared, "emailShared"),
    RULE_TEXT(struct seed_user, name, "name", .least = 1, .most = 50),
    RULE_TEXT(struct seed_user, surname, "surname", .least = 1, .most = 50),
    RULE_TEXT(struct seed_user, password, "password", .not_blank = true, .most = 200),
    RULE_TEXT(struct seed_user, password_hash, "passwordHash", .format = FORMAT_PASSWORD_HASH),
    RULE_TEXTS(struct seed_user, earlier_hashes, "earlierPasswordHashes", .most = 50,
               .format = FORMAT_PASSWORD_HASH),
    RULE_TEXT(struct seed_user, password_set, "passwordSetAt"),
    RULE_BOOLEAN(struct seed_user, password_expired, "passwordExpired"),
    RULE_OBJECT(struct seed_user, mobile, "mobile", mobile_rules),
    RULE_BOOLEAN(struct seed_user, mobile_verified, "mobileVerified"),
    RULE_INTEGER(struct seed_user, mobile_changes, "mobileChanges", .most = 1000000),
    RULE_OBJECT(struct seed_user, identity, "identity", identity_rules, REQUIRED),
    RULE_TEXTS(struct seed_user, factors, "factors", .values = channel_names),
    RULE_TEXTS(struct seed_user, pending_factors, "pendingFactors", .values = channel_names),
    RULE_TEXTS(struct seed_user, inactive_factors, "inactiveFactors", .values = channel_names),
    RULE_BOOLEAN(struct seed_user, two_factor, "twoFactor"),
    RULE_OBJECT(struct seed_user, flags, "twofa", two_factor_rules),
    RULE_LIST(struct seed_user, credentials, "credentials", seed_credential_rules,
              struct seed_credential, .most = ENTRIES_MOST),
    RULE_OBJECT(struct seed_user, phone, "phone", phone_rules),
    RULE_BOOLEAN(struct seed_user, active, "active"),
    RULE_JSON(struct seed_user, details, "details"),
    RULE_BOOLEAN(struct seed_user, invite_consumed, "inviteConsumed"),
    RULE_TEXT(struct seed_user, diligence, "dueDiligence", .values = diligence_names),
    RULE_TEXT(struct seed_user, created, "createdAt"),
    END_OF_RULES,
};

static const struct rule resource_rules[] = {
    RESOURCE_RULES(struct seed_resource, form),
    RULE_TEXT(struct seed_resource, owner, "ownerIdentity", REQUIRED, .most = 254),
    RULE_TEXT(struct seed_resource, created, "createdAt"),
    END_OF_RULES,
};

const struct rule seed_rules[] = {
    RULE_LIST(struct seed, users, "users", user_rules, struct seed_user, REQUIRED),
    RULE_LIST(struct seed, resources, "resources", resource_rules, struct seed_resource),
    RULE_OBJECT(struct seed, cyrexa, "cyrexa", seed_cyrexa_rules),
    END_OF_RULES,
};

/* ---- who is who ---- */

int64_t seed_id(const struct seed_user *user)
{
    return user->id != 0 ? user->id : user->identity.root == NO ? 0 : user->identity.id;
}

size_t roll_find(const json_t *said, const char *key)
{
    const json_t *index = key == NULL ? NULL : json_object_get(said, key);

    return index == NULL ? NOT_SAID : (size_t) json_integer_value(index);
}

static void say(json_t *said, const char *key, size_t i)
{
    if (key != NULL && roll_find(said, key) == NOT_SAID)
        json_object_set_new_nocheck(said, key, json_integer((json_int_t) i));
}

/* Addresses are the same whatever their ASCII case. */
static const char *email_key(struct arena *a, const char *email)
{
    char *key = arena_text(a, email);

    for (char *c = key; *c != '\0'; c++)
        *c = (char) (*c >= 'A' && *c <= 'Z' ? *c | 0x20 : *c);
    return key;
}

static const char *id_key(struct arena *a, int64_t id)
{
    return id == 0 ? NULL : arena_int(a, id);
}

/* Told from an id by what stands before it. */
static const char *name_key(struct arena *a, const char *name)
{
    return name == NULL ? NULL : arena_printf(a, "name %s", name);
}

/* Whether the address stands for its user at all. */
static bool has_address(const struct seed_user *user)
{
    return user->email_released != YES && user->email_shared != YES;
}

static void roll_add(struct roll *roll, struct arena *a, const struct seed_user *user, size_t i)
{
    if (has_address(user))
        say(roll->emails, email_key(a, user->email), i);
    say(roll->ids, id_key(a, seed_id(user)), i);
    if (user->identity.root == NO)
        return;
    say(roll->employers, id_key(a, seed_id(user)), i);
    say(roll->employers, name_key(a, user->identity.name), i);
}

struct roll roll_of(struct arena *a, const struct list *users)
{
    struct roll roll = {json_object(), json_object(), json_object()};

    for (size_t i = 0; i < users->count; i++)
        roll_add(&roll, a, list_at(users, i), i);
    return roll;
}

void roll_free(struct roll *roll)
{
    json_decref(roll->emails);
    json_decref(roll->ids);
    json_decref(roll->employers);
}

size_t roll_employer(const struct roll *roll, struct arena *a, const struct seed_user *user)
{
    const char *id = id_key(a, user->identity.id);

    return roll_find(roll->employers, id != NULL ? id : name_key(a, user->identity.name));
}

size_t roll_identity(const struct roll *roll, const char *id)
{
    /* names of identities have a word before them: no id is one */
    return strspn(id, "0123456789") == strlen(id) ? roll_find(roll->employers, id) : NOT_SAID;
}

size_t roll_owner(const struct roll *roll, struct arena *a, const struct seed_resource *resource)
{
    if (strchr(resource->owner, '@') != NULL)
        return roll_find(roll->emails, email_key(a, resource->owner));
    return roll_find(roll->employers, id_key(a, id_parse(resource->owner)));
}

size_t roll_namesake(const struct roll *roll, struct arena *a, const struct list *users, size_t i)
{
    const struct seed_user *user = list_at(users, i);

    return has_address(user) ? roll_find(roll->emails, email_key(a, user->email)) : i;
}

static size_t person_named(const struct roll *roll, struct arena *a, const struct seed_user *user,
                           size_t i)
{
    return user->person == 0 ? i : roll_find(roll->ids, id_key(a, user->person));
}

size_t roll_person(const struct roll *roll, struct arena *a, const struct list *users, size_t i)
{
    const struct seed_user *user = list_at(users, i);

    if (user->person == 0)
        i = roll_namesake(roll, a, users, i);
    return person_named(roll, a, list_at(users, i), i);
}

/* ---- what no rule of one member can judge ---- */

void complain_at(struct decoder *d, const char *detail, const char *const names[])
{
    const struct place *place = NULL;

    for (; *names != NULL; names++) {
        struct place *next = arena_alloc(d->arena, sizeof *next);

        *next = (struct place){.parent = place, .name = *names};
        place = next;
    }
    complaint_add(d, place, detail);
}

/* A complaint about a member of one of the document's lists, or about an item of that member. */
static void complain_of(struct decoder *d, const char *list, size_t i, const char *member,
                        const char *item, const char *detail)
{
    const char *const names[] = {list, arena_printf(d->arena, "%zu", i), member, item, NULL};

    complain_at(d, detail, names);
}

/* The document, and where it is looked at. */
struct check {
    struct decoder *d;
    const struct seed *seed;
    const struct roll *roll;
    size_t i;
};

static void complain_of_user(const struct check *c, const char *member, const char *detail)
{
    complain_of(c->d, "users", c->i, member, NULL, detail);
}

static void check_identity(const struct check *c, const struct seed_user *user)
{
    bool authorised = user->identity.root == NO;
    const struct seed_identity *identity = &user->identity;

    if (user->id != 0 && identity->id != 0 && !authorised && user->id != identity->id)
        complain_of_user(c, "identity", "has another id than its root user");
    if (!authorised)
        return;
    if (roll_employer(c->roll, c->d->arena, user) == NOT_SAID)
        complain_of_user(c, "identity", "is of no root user of the document");
    if (identity->active != UNSET || identity->details != NULL || identity->diligence != NULL ||
        identity->level != NULL || identity->ongoing_diligence != NULL ||
        identity->ongoing_level != NULL || identity->diligence_reference != 0)
        complain_of_user(c, "identity", "is told of by its root user");
}

/* Whose user it is: a person begins with one user, and has others by its id or their address. */
static void check_person(const struct check *c, const struct seed_user *user)
{
    const struct list *users = &c->seed->users;
    size_t person = roll_person(c->roll, c->d->arena, users, c->i);
    size_t namesake = roll_namesake(c->roll, c->d->arena, users, c->i);
    const struct seed_user *other = list_at(users, namesake);

    if (roll_find(c->roll->ids, id_key(c->d->arena, seed_id(user))) < c->i)
        complain_of_user(c, "id", "is an earlier user's");
    if (person == NOT_SAID || roll_person(c->roll, c->d->arena, users, person) != person)
        complain_of_user(c, "person", "is no user of the document with whom a person begins");
    else if (user->email_shared == YES && person == c->i)
        complain_of_user(c, "emailShared", "wants a person to share it with");
    else if (namesake != c->i && (user->identity.root == NO || other->identity.root == NO ||
                                  roll_person(c->roll, c->d->arena, users, namesake) != person))
        complain_of_user(c, "email", "is an earlier user's");
}

static void check_time(const struct check *c, const char *list, const char *member,
                       const char *text)
{
    int64_t ignored;

    if (text != NULL && !clock_parse(text, &ignored))
        complain_of(c->d, list, c->i, member, NULL, TIME_TEXT);
}

static void check_passwords(const struct check *c, const struct seed_user *user)
{
    static const char detail[] = "is no Argon2id hash that can be verified here";

    if (user->password != NULL && user->password_hash != NULL)
        complain_of_user(c, "passwordHash", "can't stand beside password");
    else if (user->password_hash != NULL && !password_is_hash(user->password_hash))
        complain_of_user(c, "passwordHash", detail);
    for (size_t i = 0; i < user->earlier_hashes.count; i++) {
        if (!password_is_hash(*(const char **) list_at(&user->earlier_hashes, i)))
            complain_of(c->d, "users", c->i, "earlierPasswordHashes",
                        arena_printf(c->d->arena, "%zu", i), detail);
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
            complain_of_user(c, lists[l].name, "has a channel of another list of factors");
        seen |= here;
    }
}

/* JSON that an operation wrote, or might have written: judged as if it came now. */
static void judge(struct decoder *d, const struct place *place, const json_t *details,
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
    struct arena *a = c->d->arena;
    struct place *places = arena_array(a, 5, sizeof *places);

    places[0] = (struct place){.name = "users"};
    places[1] = (struct place){.parent = &places[0], .name = arena_printf(a, "%zu", c->i)};
    places[2] = (struct place){.parent = &places[1], .name = "identity"};
    places[3] = (struct place){.parent = &places[2], .name = "details"};
    places[4] = (struct place){.parent = &places[1], .name = "details"};
    if (identity->details != NULL)
        judge(c->d, &places[3], identity->details,
              strcmp(identity->type, identity_type_names[IDENTITY_CONSUMER]) == 0
                  ? &consumer_input
                  : &corporate_input);
    if (user->details != NULL)
        judge(c->d, &places[4], user->details, &of_user);
}

/* What only an authorised user has. */
static void check_staff(const struct check *c, const struct seed_user *user)
{
    static const char detail[] = "is that of an authorised user";

    if (user->identity.root == NO)
        return;
    if (user->details != NULL)
        complain_of_user(c, "details", detail);
    if (user->invite_consumed != UNSET)
        complain_of_user(c, "inviteConsumed", detail);
    if (user->diligence != NULL)
        complain_of_user(c, "dueDiligence", detail);
}

static void check_user(const struct check *c)
{
    static void (*const checks[])(const struct check *c, const struct seed_user *user) = {
        check_identity, check_person, check_passwords, check_factors, check_details, check_staff};
    const struct seed_user *user = list_at(&c->seed->users, c->i);

    for (size_t i = 0; i < ARRAY_SIZE(checks); i++)
        checks[i](c, user);
    check_time(c, "users", "createdAt", user->created);
    check_time(c, "users", "passwordSetAt", user->password_set);
}

static void check_resource(const struct check *c, json_t *ids)
{
    const struct seed_resource *resource = list_at(&c->seed->resources, c->i);
    const char *id = id_key(c->d->arena, resource->form.id);

    if (roll_find(ids, id) != NOT_SAID)
        complain_of(c->d, "resources", c->i, "id", NULL, "is an earlier resource's");
    if (roll_owner(c->roll, c->d->arena, resource) == NOT_SAID)
        complain_of(c->d, "resources", c->i, "ownerIdentity", NULL,
                    "is of no user of the document");
    check_time(c, "resources", "createdAt", resource->created);
    say(ids, id, c->i);
}

bool seed_check(struct decoder *d, const struct seed *seed)
{
    struct roll roll = roll_of(d->arena, &seed->users);
    json_t *resources = json_object();
    struct check c = {.d = d, .seed = seed, .roll = &roll};

    for (c.i = 0; c.i < seed->users.count; c.i++)
        check_user(&c);
    for (c.i = 0; c.i < seed->resources.count; c.i++)
        check_resource(&c, resources);
    json_decref(resources);
    seed_check_customers(d, seed, &roll);
    roll_free(&roll);
    return d->complaints.count == 0;
}

bool seed_read(struct decoder *d, const json_t *json, struct seed *ret)
{
    *ret = EMPTY_SEED;
    ret->json = json;
    if (json_is_string(json))
        return strcmp(json_string_value(json), "demo") == 0;
    if (!json_is_object(json))
        return false;
    d->strict = true;
    rules_decode_object(d, seed_rules, NULL, json, ret);
    return d->complaints.count == 0 && seed_check(d, ret);
}

struct seed *seeds_known(struct arena *a, const json_t *documents)
{
    struct decoder decoder = {.arena = a, .complaints = LIST_OF(struct complaint)};
    struct seed *seeds = arena_array(a, json_array_size(documents), sizeof *seeds);

    for (size_t i = 0; i < json_array_size(documents); i++) {
        seeds[i] = EMPTY_SEED;
        seeds[i].json = json_array_get(documents, i);
        rules_decode_object(&decoder, seed_rules, NULL, seeds[i].json, &seeds[i]);
    }
    return seeds;
}

const char *seed_schema(struct arena *a)
{
    json_t *schema = rules_schema(seed_rules, IN_BODY, true);

    json_object_set_new(schema, "$schema",
                        json_string("https://json-schema.org/draft/2020-12/schema"));
    json_object_set_new(schema, "title", json_string("sandgate seed document"));
    char *dump = json_dumps(schema, JSON_INDENT(2));
    const char *text = arena_printf(a, "%s\n", dump);

    free(dump);
    json_decref(schema);
    return text;
}
