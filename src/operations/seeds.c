/* SPDX-License-Identifier: MIT */
/* The demo people, and how a seed becomes people of a realm. */
#include "seeds.h"

#include "api/reply.h"
#include "base/text.h"
#include "operations/operations.h"
#include "store/identities.h"
#include "store/people.h"
#include "store/realms.h"
#include "store/sessions.h"
#include "store/users.h"
#include "tables.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The seed document's own login sample works word for word with the first of them. */
static const char demo_text[] =
    "{\"users\":["
    "{\"email\":\"user@example.com\",\"password\":\"pa$$word\","
    "\"mobile\":{\"countryCode\":\"+44\",\"number\":\"7700900001\"},"
    "\"identity\":{\"type\":\"CONSUMER\",\"name\":\"Uma User\"},\"factors\":[\"SMS\"]},"
    "{\"email\":\"corporate@example.com\",\"password\":\"Pass1234!\","
    "\"mobile\":{\"countryCode\":\"+44\",\"number\":\"7700900002\"},"
    "\"identity\":{\"type\":\"CORPORATE\",\"name\":\"Example Ltd\"},"
    "\"factors\":[\"SMS\",\"AUTHY\"]},"
    "{\"email\":\"staff@example.com\",\"password\":\"Pass1234!\","
    "\"mobile\":{\"countryCode\":\"+44\",\"number\":\"7700900003\"},"
    "\"identity\":{\"type\":\"CORPORATE\",\"name\":\"Example Ltd\",\"root\":false},"
    "\"factors\":[\"SMS\"]},"
    "{\"email\":\"both@example.com\",\"password\":\"Pass1234!\","
    "\"mobile\":{\"countryCode\":\"+44\",\"number\":\"7700900004\"},"
    "\"identity\":{\"type\":\"CONSUMER\",\"name\":\"Bo Both\"},\"factors\":[\"SMS\"]},"
    "{\"email\":\"both@example.com\","
    "\"identity\":{\"type\":\"CORPORATE\",\"name\":\"Both Ltd\"}}]}";

/* The body that POST /consumers or /corporates would have had for this user. */
static const char *details_of(struct scene *s, const struct seed_user *user,
                              const struct sign_up *form)
{
    /* the mobile is shown from its columns: a body must have one, a seed need not */
    json_t *root =
        json_pack("{s:s,s:s,s:s,s:{s:s,s:s}}", "name", form->name, "surname", form->surname,
                  "email", form->email, "mobile", "countryCode", "+1", "number", "0");
    json_t *body = json_pack("{s:o,s:s,s:s}", "rootUser", root, "ipAddress", "127.0.0.1",
                             "profileId", arena_int(s->arena, form->profile));

    if (user->identity.type == IDENTITY_CONSUMER) {
        json_object_set_new(root, "dateOfBirth",
                            json_pack("{s:i,s:i,s:i}", "year", 1990, "month", 1, "day", 1));
        json_object_set_new(root, "address", json_pack("{s:s}", "country", "MT"));
    } else {
        json_object_set_new(root, "companyPosition", json_string("DIRECTOR"));
        json_object_set_new(body, "baseCurrency", json_string("EUR"));
        json_object_set_new(body, "company",
                            json_pack("{s:s,s:s,s:s}", "type", "LLC", "name", form->identity_name,
                                      "registrationCountry", "MT"));
    }
    char *dumped = json_dumps(body, JSON_COMPACT);
    const char *text = arena_text(s->arena, dumped);

    free(dumped);
    json_decref(body);
    return text;
}

/* What the rules of a creation admit, in bytes: never more code points than that. */
#define COMPANY_MOST 100
#define NAME_MOST 50

/* At most `most` bytes, and no character in part. */
static char *cut(struct arena *a, const char *text, size_t length, size_t most)
{
    if (length > most) {
        for (length = most; length > 0 && (text[length] & 0xc0) == 0x80;)
            length--;
    }
    return arena_textn(a, text, length);
}

/* "Uma User" is called Uma; without a name, the address's local part serves for all. */
static void name_from(struct scene *s, const struct seed_user *user, struct sign_up *form)
{
    const char *given = user->identity.name != NULL
                            ? user->identity.name
                            : arena_textn(s->arena, user->email, strcspn(user->email, "@"));
    size_t length = strcspn(given, " ");
    const char *rest = given[length] == '\0' ? given : given + length + 1;

    form->identity_name = cut(s->arena, given, strlen(given), COMPANY_MOST);
    form->name = cut(s->arena, given, length, NAME_MOST);
    form->surname = cut(s->arena, rest, strlen(rest), NAME_MOST);
}

/* The id that the document gives, unless somebody has it: then a fresh one. */
static int free_id(struct scene *s, int64_t wanted, int64_t *ret)
{
    struct user taken;
    int rc = wanted == 0 ? 0 : store_user_find(s->store, s->arena, wanted, &taken);

    if (rc < 0 && rc != -ENOENT)
        return rc;
    *ret = rc == -ENOENT ? wanted : id_next(s->ids);
    return 0;
}

static int add_authorised(struct scene *s, const struct seed_user *user,
                          const struct user *employer, struct user *ret)
{
    struct sign_up form = {.email = user->email};
    int64_t id;
    int rc = employer == NULL ? -ENOENT : free_id(s, user->id, &id);

    if (rc < 0)
        return rc;
    name_from(s, &(struct seed_user){.email = user->email}, &form);
    *ret = (struct user){
        .id = id,
        .identity = employer->identity,
        .email = user->email,
        .email_verified = user->email_verified != NO,
        .name = form.name,
        .surname = form.surname,
        .mobile_country_code = user->mobile.country_code,
        .mobile_number = user->mobile.number,
    };
    return authorised_user_add(s, ret);
}

/* `earlier` is the place that an earlier entry of the same address made: the same person's. */
static int add_root(struct scene *s, const struct seed_user *user, const struct user *earlier,
                    struct user *ret)
{
    struct sign_up form = {
        .type = (enum identity_type) user->identity.type,
        .profile = user->identity.type == IDENTITY_CONSUMER ? s->realm->consumers_profile
                                                            : s->realm->corporates_profile,
        .person = earlier == NULL ? 0 : earlier->person,
        .email = user->email,
        .email_verified = user->email_verified != NO,
        .email_shared = earlier != NULL,
        .mobile = {user->mobile.country_code, user->mobile.number},
    };
    int rc = free_id(s, seed_id(user), &form.identity);

    if (rc < 0)
        return rc;
    name_from(s, user, &form);
    form.details = details_of(s, user, &form);
    return sign_up(s, &form, ret);
}

static int add_factors(struct scene *s, const struct seed_user *user, const struct user *made)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < user->factors.count; i++) {
        const char *name = *(const char **) list_at(&user->factors, i);
        const struct factor factor = {.channel = (enum channel) name_index(channel_names, name),
                                      .status = FACTOR_ACTIVE};

        rc = store_factor_set(s->store, s->realm->id, made->person, &factor);
        if (rc == 0 && factor.channel == CHANNEL_SMS)
            rc = store_user_mobile_verified(s->store, made->id);
    }
    return rc;
}

static int add_two_factor(struct scene *s, const struct user *made)
{
    char id[UUID_SIZE];
    const struct two_factor row = {.id = id, .created = s->now};

    random_uuid(s->random, id);
    return store_two_factor_insert(s->store, s->realm->id, made->person, &row);
}

/* Users and what was made of them stand in the same order. */
static const struct user *made_by(const struct list *made, size_t i)
{
    return i == NOT_SAID ? NULL : list_at(made, i);
}

static int add_user(struct scene *s, const struct seed_user *user, const struct roll *roll,
                    struct list *made)
{
    const struct user *earlier =
        made_by(made, roll_find(roll->emails, seed_email_key(s->arena, user->email)));
    struct user added;
    int rc =
        user->identity.root == NO
            ? add_authorised(s, user, made_by(made, roll_employer(roll, s->arena, user)), &added)
            : add_root(s, user, earlier, &added);

    if (rc == 0 && user->password != NULL)
        rc = password_set(s, added.person, user->password);
    if (rc == 0)
        rc = add_factors(s, user, &added);
    if (rc == 0 && earlier == NULL)
        rc = add_two_factor(s, &added);
    if (rc == 0)
        *(struct user *) list_add(made, s->arena) = added;
    return rc;
}

static int add_resources(struct scene *s, const struct seed *seed, const struct roll *roll,
                         const struct list *made)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < seed->resources.count; i++) {
        const struct seed_resource *wanted = list_at(&seed->resources, i);
        const struct user *owner = made_by(made, roll_owner(roll, s->arena, wanted));
        struct resource resource;

        rc = owner == NULL ? -ENOENT
                           : resource_declare(s, &wanted->form, owner->identity, &resource);
    }
    return rc;
}

/* A first getCredentials shows no empty string (cyrexa.md 4.4, start data). */
static int add_demo_session(struct scene *s, const struct user *user)
{
    struct session session = {
        .kind = SESSION_CUSTOMER,
        .person = user->person,
        .user = user->id,
        .expires = s->now + s->realm->settings.cyrexa.session_seconds * 1000,
    };

    return session_open(s, &session, arena_int(s->arena, user->person));
}

static int apply(struct scene *s, const json_t *document)
{
    bool demo = json_is_string(document);
    json_t *json =
        demo ? json_loads(demo_text, 0, NULL) : json_incref((json_t *) (uintptr_t) document);
    struct decoder decoder = {.arena = s->arena, .complaints = LIST_OF(struct complaint)};
    struct seed seed = {LIST_OF(struct seed_user), LIST_OF(struct seed_resource)};
    struct list made = LIST_OF(struct user);
    struct roll roll = roll_new();
    int rc = 0;

    rules_decode_object(&decoder, seed_rules, NULL, json, &seed);
    for (size_t i = 0; rc == 0 && i < seed.users.count; i++) {
        rc = add_user(s, list_at(&seed.users, i), &roll, &made);
        roll_add(&roll, s->arena, list_at(&seed.users, i), i);
    }
    if (rc == 0)
        rc = add_resources(s, &seed, &roll, &made);
    if (rc == 0 && demo)
        rc = add_demo_session(s, list_at(&made, 0));
    roll_free(&roll);
    json_decref(json);
    return rc;
}

int seeds_apply(struct gateway *g, struct realm *realm, struct arena *a, int64_t now)
{
    /* from the realm's own key: a reset finds the same ids again */
    struct random random;
    struct ids ids = {.random = &random};
    uint32_t start;
    int rc = 0;

    random_init_from(&random, realm->seed_key);
    random_bytes(&random, &start, sizeof start);
    ids.last = ID_SEEDED + (int64_t) start * 90000000;
    struct scene scene = scene_in(g, realm, a, now);

    scene.random = &random;
    scene.ids = &ids;

    for (size_t i = 0; rc == 0 && i < json_array_size(realm->seeds); i++)
        rc = apply(&scene, json_array_get(realm->seeds, i));
    return rc;
}

/* The well-known keys of control.md section 2. */
static struct realm_row default_row(struct gateway *g, const char *seeds)
{
    struct clock clock;
    int64_t now = gateway_first_clock(g, &clock);
    struct realm_row row = {
        .id = id_next(&g->ids),
        .name = DEFAULT_REALM,
        .api_key = "demo-api-key",
        .ui_key = "demo-ui-key",
        .consumers_profile = 1001,
        .corporates_profile = 1002,
        .tenant_id = "demo-tenant",
        .client_id = "demo-client",
        .client_secret = "demo-secret",
        .settings = "{}",
        .seeds = seeds,
        .clock = clock,
        .created = now,
        .next_due = INT64_MAX,
        .next_delivery = INT64_MAX,
    };

    random_bytes(&g->random, row.seed_key, sizeof row.seed_key);
    return row;
}

static int load_seed(struct arena *a, const char *file, json_t *seeds, char *error,
                     size_t error_size)
{
    struct decoder decoder = {.arena = a, .complaints = LIST_OF(struct complaint)};
    json_error_t at;
    json_t *json = json_load_file(file, 0, &at);

    if (json == NULL) {
        snprintf(error, error_size, "seed %s: %s (line %d, column %d)", file, at.text, at.line,
                 at.column);
        return -EINVAL;
    }
    json_array_append_new(seeds, json);
    if (seeds_check(&decoder, json) && json_is_object(json))
        return 0;
    if (decoder.complaints.count == 0) {
        snprintf(error, error_size, "seed %s: the document must be an object", file);
        return -EINVAL;
    }
    size_t length = (size_t) snprintf(error, error_size, "seed %s:", file);

    for (size_t i = 0; i < decoder.complaints.count && length < error_size; i++) {
        const struct complaint *c = list_at(&decoder.complaints, i);

        length +=
            (size_t) snprintf(error + length, error_size - length, "%s %s %s", i == 0 ? "" : ";",
                              place_pointer(a, &c->place), complaint_text(a, c));
    }
    return -EINVAL;
}

static int found_default(struct gateway *g, struct arena *a, const json_t *seeds)
{
    char *text = json_dumps(seeds, JSON_COMPACT);
    const struct realm_row row = default_row(g, text);
    struct realm *realm = realm_make(&row);
    int rc = store_begin(g->store);

    if (rc == 0)
        rc = store_realm_insert(g->store, &row);
    if (rc == 0)
        rc = seeds_apply(g, realm, a, row.created);
    if (rc == 0)
        rc = store_commit(g->store);
    free(text);
    if (rc < 0) {
        store_rollback(g->store);
        realm_free(realm);
        return rc;
    }
    realms_adopt(&g->realms, realm);
    return 0;
}

int gateway_found(struct gateway *g, bool demo, const char *const *seeds, size_t seeds_count,
                  char *error, size_t error_size)
{
    struct arena arena = ARENA_EMPTY;
    json_t *documents = json_array();
    int rc = 0;

    if (demo)
        json_array_append_new(documents, json_string("demo"));
    for (size_t i = 0; rc == 0 && i < seeds_count; i++)
        rc = load_seed(&arena, seeds[i], documents, error, error_size);
    if (rc == 0) {
        rc = found_default(g, &arena, documents);
        if (rc == -EEXIST || rc == -ENOENT)
            snprintf(error, error_size,
                     "a seed repeats an address or id, or names an identity that it does not make");
        else if (rc < 0)
            snprintf(error, error_size, "can't write the seed: %s", store_error(g->store));
    }
    json_decref(documents);
    arena_free(&arena);
    return rc;
}
