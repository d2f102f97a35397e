/* SPDX-License-Identifier: MIT */
/* The demo people, and how a seed becomes people of a realm. */
#include "seeds.h"

#include "base/text.h"
#include "store/people.h"
#include "store/sessions.h"
#include "store/users.h"

#include <errno.h>
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

/* A document on its way into a realm. Users and what was made of them stand in the same order. */
struct sowing {
    struct scene scene;
    struct seed seed;
    struct roll roll;
    struct list made; /* struct user */
    struct sown *sown;
};

static void note_renaming(struct sowing *w, int64_t wanted, int64_t given)
{
    if (wanted != 0 && wanted != given)
        *(struct renaming *) list_add(&w->sown->renamed, w->scene.arena) =
            (struct renaming){wanted, given};
}

/* Ids that the gateway gives only grow: they begin behind those that a document brought. */
static void reserve_id(struct gateway *g, int64_t id)
{
    if (id < ID_SEEDED && id > g->ids.last)
        g->ids.last = id;
}

/* The id that the document gives, unless somebody has it: then a fresh one. */
static int free_id(struct sowing *w, int64_t wanted, int64_t *ret)
{
    const struct scene *s = &w->scene;
    int64_t id = wanted == 0 ? id_next(s->ids) : wanted;
    bool taken;
    int rc;

    while ((rc = store_user_id_taken(s->store, id, &taken)) == 0 && taken)
        id = id_next(s->ids);
    note_renaming(w, wanted, id);
    reserve_id(s->gateway, id);
    *ret = id;
    return rc;
}

static const struct user *made_by(const struct sowing *w, size_t i)
{
    return i == NOT_SAID ? NULL : list_at(&w->made, i);
}

static int add_authorised(struct sowing *w, const struct seed_user *user, struct user *ret)
{
    struct scene *s = &w->scene;
    const struct user *employer = made_by(w, roll_employer(&w->roll, s->arena, user));
    struct sign_up form = {.email = user->email};
    int64_t id;
    int rc = employer == NULL ? -ENOENT : free_id(w, user->id, &id);

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
static int add_root(struct sowing *w, const struct seed_user *user, const struct user *earlier,
                    struct user *ret)
{
    struct scene *s = &w->scene;
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
    int rc = free_id(w, seed_id(user), &form.identity);

    if (rc < 0)
        return rc;
    name_from(s, user, &form);
    form.details = details_of(s, user, &form);
    w->sown->identities++;
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

static int add_user(struct sowing *w, const struct seed_user *user)
{
    struct scene *s = &w->scene;
    const struct user *earlier =
        made_by(w, roll_find(w->roll.emails, seed_email_key(s->arena, user->email)));
    struct user added;
    int rc = user->identity.root == NO ? add_authorised(w, user, &added)
                                       : add_root(w, user, earlier, &added);

    if (rc == 0 && user->password != NULL)
        rc = password_set(s, added.person, user->password);
    if (rc == 0)
        rc = add_factors(s, user, &added);
    if (rc == 0 && earlier == NULL)
        rc = add_two_factor(s, &added);
    if (rc < 0)
        return rc;
    w->sown->users++;
    w->sown->people += earlier == NULL;
    *(struct user *) list_add(&w->made, s->arena) = added;
    return 0;
}

static int add_resources(struct sowing *w)
{
    struct scene *s = &w->scene;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < w->seed.resources.count; i++) {
        const struct seed_resource *wanted = list_at(&w->seed.resources, i);
        const struct user *owner = made_by(w, roll_owner(&w->roll, s->arena, wanted));
        struct resource resource;

        rc = owner == NULL ? -ENOENT
                           : resource_declare(s, &wanted->form, owner->identity, &resource);
        w->sown->resources++;
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

static int sow(struct sowing *w)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < w->seed.users.count; i++) {
        rc = add_user(w, list_at(&w->seed.users, i));
        roll_add(&w->roll, w->scene.arena, list_at(&w->seed.users, i), i);
    }
    return rc < 0 ? rc : add_resources(w);
}

static int apply(const struct scene *s, const json_t *document, struct sown *sown)
{
    bool demo = json_is_string(document);
    json_t *json =
        demo ? json_loads(demo_text, 0, NULL) : json_incref((json_t *) (uintptr_t) document);
    struct decoder decoder = {.arena = s->arena, .complaints = LIST_OF(struct complaint)};
    struct sowing w = {
        .scene = *s,
        .seed = {LIST_OF(struct seed_user), LIST_OF(struct seed_resource)},
        .roll = roll_new(),
        .made = LIST_OF(struct user),
        .sown = sown,
    };

    rules_decode_object(&decoder, seed_rules, NULL, json, &w.seed);
    int rc = sow(&w);

    if (rc == 0 && demo)
        rc = add_demo_session(&w.scene, list_at(&w.made, 0));
    roll_free(&w.roll);
    json_decref(json);
    return rc;
}

int seeds_apply(struct gateway *g, struct realm *realm, struct arena *a, int64_t now,
                const json_t *documents, struct sown *ret)
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
    *ret = (struct sown){.renamed = LIST_OF(struct renaming)};
    for (size_t i = 0; rc == 0 && i < json_array_size(documents); i++)
        rc = apply(&scene, json_array_get(documents, i), ret);
    return rc;
}

const char *sown_renamed(struct arena *a, const struct sown *sown)
{
    struct text t = TEXT_IN(a);

    for (size_t i = 0; i < sown->renamed.count; i++) {
        const struct renaming *renaming = list_at(&sown->renamed, i);

        text_format(&t, "%c\"%lld\":\"%lld\"", i == 0 ? '{' : ',', (long long) renaming->wanted,
                    (long long) renaming->given);
    }
    if (t.length == 0)
        return NULL;
    text_char(&t, '}');
    return text_string(&t);
}
