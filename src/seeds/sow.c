/* SPDX-License-Identifier: MIT */
/* The demo people, and how a seed becomes people of a realm. */
#include "base/names.h"
#include "base/text.h"
#include "directory/customers_store.h"
#include "directory/identities_store.h"
#include "directory/people_store.h"
#include "directory/sessions_store.h"
#include "directory/users_store.h"
#include "json/values.h"
#include "model/password.h"
#include "seeds/seeds.h"

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

struct names {
    const char *identity;
    const char *name;
    const char *surname;
};

/* "Uma User" is called Uma; without a name, the address's local part serves for all. */
static struct names names_of(struct arena *a, const struct seed_user *user)
{
    const char *local = arena_textn(a, user->email, strcspn(user->email, "@"));
    const char *identity = user->identity.root == NO ? NULL : user->identity.name;
    const char *full = identity == NULL ? local : identity + strspn(identity, " ");
    size_t length = strcspn(full, " ");
    const char *rest = full + length + strspn(full + length, " ");

    if (*rest == '\0')
        rest = full;
    return (struct names){
        .identity = identity == NULL ? local : identity,
        .name = user->name != NULL ? user->name : cut(a, full, length, NAME_MOST),
        .surname = user->surname != NULL ? user->surname : cut(a, rest, strlen(rest), NAME_MOST),
    };
}

static enum identity_type type_of(const struct seed_user *user)
{
    return (enum identity_type) name_index(identity_type_names, user->identity.type);
}

static int64_t profile_of(const struct realm *realm, const struct seed_user *user)
{
    return type_of(user) == IDENTITY_CONSUMER ? realm->consumers_profile
                                              : realm->corporates_profile;
}

static void add_member(struct text *t, const char *opening, const char *value)
{
    text_add(t, opening);
    text_quoted(t, value);
}

/* Written as text: building trees took a tenth of a large seed's time. */
const char *seed_details(struct arena *a, const struct realm *realm, const struct seed_user *user)
{
    const struct names names = names_of(a, user);
    bool consumer = type_of(user) == IDENTITY_CONSUMER;
    struct text t = TEXT_IN(a);

    add_member(&t, "{\"rootUser\":{\"name\":", names.name);
    add_member(&t, ",\"surname\":", names.surname);
    add_member(&t, ",\"email\":", user->email);
    /* the mobile is shown from its columns: a body must have one, a seed need not */
    text_add(&t, ",\"mobile\":{\"countryCode\":\"+1\",\"number\":\"0\"}");
    text_add(&t, consumer ? ",\"dateOfBirth\":{\"year\":1990,\"month\":1,\"day\":1},"
                            "\"address\":{\"country\":\"MT\"}}"
                          : ",\"companyPosition\":\"DIRECTOR\"}");
    add_member(
        &t, ",\"ipAddress\":\"127.0.0.1\",\"profileId\":", arena_int(a, profile_of(realm, user)));
    if (!consumer) {
        add_member(&t, ",\"baseCurrency\":\"EUR\",\"company\":{\"type\":\"LLC\",\"name\":",
                   cut(a, names.identity, strlen(names.identity), COMPANY_MOST));
        text_add(&t, ",\"registrationCountry\":\"MT\"}");
    }
    text_char(&t, '}');
    return text_string(&t);
}

static void note_renaming(struct sowing *w, int64_t wanted, int64_t given)
{
    if (wanted != 0 && wanted != given)
        *(struct renaming *) list_add(&w->sown->renamed, w->scene.arena) =
            (struct renaming){wanted, given};
}

int free_id(struct sowing *w, int64_t wanted, int64_t *ret)
{
    struct scene *s = &w->scene;
    bool taken = true;
    int rc = wanted == 0 ? 0 : store_user_id_taken(s->store, s->realm->id, wanted, &taken);

    *ret = wanted;
    if (rc == 0 && taken)
        rc = id_new(s, ret);
    note_renaming(w, wanted, *ret);
    return rc;
}

static const struct seed_user *wanted_at(const struct sowing *w, size_t i)
{
    return list_at(&w->seed.users, i);
}

static struct user *made_at(const struct sowing *w, size_t i)
{
    return list_at(&w->made, i);
}

/* The user with whom the person of the i-th user begins. */
static size_t founder_of(const struct sowing *w, size_t i)
{
    return roll_person(&w->roll, w->scene.arena, &w->seed.users, i);
}

int64_t time_or_now(const struct scene *s, const char *text)
{
    int64_t time;

    return text != NULL && clock_parse(text, &time) ? time : s->now;
}

static bool has_channel(const struct list *channels, enum channel channel)
{
    for (size_t i = 0; i < channels->count; i++) {
        if (strcmp(*(const char **) list_at(channels, i), channel_names[channel]) == 0)
            return true;
    }
    return false;
}

/* ---- what is made of a user, part by part: each part of all of them before the next part ---- */

/* Its id, and what stands in the document. */
static int begin_user(struct sowing *w, size_t i)
{
    const struct scene *s = &w->scene;
    const struct seed_user *user = wanted_at(w, i);
    const struct names names = names_of(s->arena, user);
    bool verified = user->mobile_verified == UNSET ? has_channel(&user->factors, CHANNEL_SMS)
                                                   : user->mobile_verified == YES;
    int64_t created = time_or_now(s, user->created);
    struct user *made = list_add(&w->made, s->arena);

    *made = (struct user){
        .realm = s->realm->id,
        .type = user->identity.root == NO ? USER_AUTHORISED : USER_ROOT,
        .email = user->email,
        .email_verified = user->email_verified != NO,
        .email_deadline = user->identity.root == NO
                              ? 0
                              : created + s->realm->settings.email_verification_seconds * 1000,
        .email_released = user->email_released == YES,
        .email_shared =
            user->email_shared == YES || roll_namesake(&w->roll, s->arena, &w->seed.users, i) != i,
        .name = names.name,
        .surname = names.surname,
        .mobile_country_code = user->mobile.country_code,
        .mobile_number = user->mobile.number,
        .mobile_verified = verified,
        .mobile_changes = user->mobile_changes,
        .invite_consumed = user->invite_consumed == YES,
        .diligence = user->diligence,
        .details = user->details == NULL ? NULL : json_text(s->arena, user->details),
        .active = user->active != NO,
        .created = created,
    };
    w->sown->users++;
    return free_id(w, seed_id(user), &made->id);
}

/* The hash of a password that may be given as such; NULL: there is none. */
static int hash_of(struct arena *a, const struct seed_user *user, const char **ret)
{
    char hash[PASSWORD_HASH_SIZE];

    *ret = user->password_hash;
    if (user->password == NULL)
        return 0;
    int rc = password_hash(user->password, hash);

    *ret = arena_text(a, hash);
    return rc;
}

static int remember_passwords(const struct scene *s, int64_t person, const struct seed_user *user,
                              const char *hash)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < user->earlier_hashes.count; i++)
        rc = store_password_remember(s->store, s->realm->id, person,
                                     *(const char **) list_at(&user->earlier_hashes, i));
    return rc == 0 && hash != NULL ? store_password_remember(s->store, s->realm->id, person, hash)
                                   : rc;
}

/* The person that begins with this user, if one does. */
static int add_person(struct sowing *w, size_t i)
{
    const struct scene *s = &w->scene;
    const struct seed_user *user = wanted_at(w, i);
    struct user *made = made_at(w, i);
    struct two_factor ignored;
    const char *hash = NULL;

    made->person = made_at(w, founder_of(w, i))->id;
    if (made->person != made->id)
        return 0;
    int rc = hash_of(s->arena, user, &hash);
    if (rc < 0)
        return rc;
    const struct person person = {
        .id = made->id,
        .credential_type = made->type,
        .password_hash = hash,
        .password_set = hash == NULL ? 0 : time_or_now(s, user->password_set),
        .password_expired = user->password_expired == YES,
        .push_answer = user->phone.push,
        .push_answer_after = user->phone.after_millis,
        .created = made->created,
    };

    w->sown->people++;
    rc = store_person_insert(s->store, s->realm->id, &person);
    if (rc == 0)
        rc = remember_passwords(s, made->id, user, hash);
    return rc == 0 && user->two_factor != NO
               ? two_factor_change(&w->scene, made->id, &user->flags, &ignored)
               : rc;
}

/* What a document says of a check, where it says something of it. */
static struct judgement judgement_of(const char *status, const char *level,
                                     struct judgement otherwise)
{
    if (status != NULL)
        otherwise.status = (enum diligence_status) name_index(diligence_names, status);
    if (level != NULL)
        otherwise.level = (enum diligence_level) name_index(diligence_level_names, level);
    return otherwise;
}

/* What a provider, or the operator, has said of an identity. */
static int judge_identity(const struct scene *s, const struct seed_identity *said, int64_t id)
{
    struct diligence d = DILIGENCE_AT_FIRST;
    bool judged = said->diligence != NULL || said->level != NULL ||
                  said->ongoing_diligence != NULL || said->ongoing_level != NULL ||
                  said->diligence_reference != 0;

    d.effective = judgement_of(said->diligence, said->level, d.effective);
    d.ongoing = judgement_of(said->ongoing_diligence, said->ongoing_level, d.effective);
    d.reference = said->diligence_reference;
    int rc = judged ? store_identity_set_diligence(s->store, id, &d) : 0;

    return rc == 0 && said->active == NO ? store_identity_set_active(s->store, id, false) : rc;
}

/* The identity that a root user founds, or in which another one works. */
static int add_identity(struct sowing *w, size_t i)
{
    const struct scene *s = &w->scene;
    const struct seed_user *user = wanted_at(w, i);
    struct user *made = made_at(w, i);

    if (made->type == USER_AUTHORISED) {
        size_t employer = roll_employer(&w->roll, s->arena, user);

        made->identity = employer == NOT_SAID ? 0 : made_at(w, employer)->id;
        return 0;
    }
    made->identity = made->id;
    const struct identity identity = {
        .id = made->id,
        .realm = s->realm->id,
        .type = type_of(user),
        .profile = profile_of(s->realm, user),
        .name = names_of(s->arena, user).identity,
        .details = user->identity.details == NULL ? seed_details(s->arena, s->realm, user)
                                                  : json_text(s->arena, user->identity.details),
        .created = made->created,
    };
    int rc = identity_add(&w->scene, &identity);

    w->sown->identities++;
    return rc < 0 ? rc : judge_identity(s, &user->identity, made->id);
}

static int add_factors(const struct scene *s, int64_t person, const struct list *channels,
                       enum factor_status status)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < channels->count; i++) {
        const char *name = *(const char **) list_at(channels, i);
        const struct factor factor = {.channel = (enum channel) name_index(channel_names, name),
                                      .status = status};

        rc = store_factor_set(s->store, s->realm->id, person, &factor);
    }
    return rc;
}

/* What a later user of a person adds to them. */
static int join_person(const struct scene *s, const struct seed_user *user, const struct user *made)
{
    const struct person phone = {.id = made->person,
                                 .push_answer = user->phone.push,
                                 .push_answer_after = user->phone.after_millis};
    const char *hash;
    int rc = hash_of(s->arena, user, &hash);

    if (rc == 0 && hash != NULL)
        rc = store_person_set_password(s->store, s->realm->id, made->person, hash,
                                       time_or_now(s, user->password_set),
                                       s->realm->settings.password_history);
    return rc == 0 && phone.push_answer != NULL
               ? store_person_set_phone(s->store, s->realm->id, &phone)
               : rc;
}

static int add_place(struct sowing *w, size_t i)
{
    const struct scene *s = &w->scene;
    const struct seed_user *user = wanted_at(w, i);
    const struct user *made = made_at(w, i);
    int rc = store_user_insert(s->store, made);

    if (rc == 0 && made->person != made->id)
        rc = join_person(s, user, made);
    if (rc == 0)
        rc = add_factors(s, made->person, &user->factors, FACTOR_ACTIVE);
    if (rc == 0)
        rc = add_factors(s, made->person, &user->pending_factors, FACTOR_PENDING);
    return rc < 0 ? rc : add_factors(s, made->person, &user->inactive_factors, FACTOR_INACTIVE);
}

static int add_resource(struct sowing *w, size_t i)
{
    struct scene then = w->scene;
    const struct seed_resource *wanted = list_at(&w->seed.resources, i);
    size_t owner = roll_owner(&w->roll, then.arena, wanted);
    struct resource resource;

    if (owner == NOT_SAID)
        return -ENOENT;
    then.now = time_or_now(&then, wanted->created);
    w->sown->resources++;
    return resource_declare(&then, &wanted->form, made_at(w, owner)->identity, &resource);
}

/* A first getCredentials shows no empty string (cyrexa.md 4.4, start data). */
static int add_demo_session(struct scene *s, const struct user *user)
{
    struct session session = {
        .kind = SESSION_CUSTOMER,
        .seeded = true,
        .person = user->person,
        .user = user->id,
        .expires = s->now + s->realm->settings.cyrexa.session_seconds * 1000,
    };

    return session_open(s, &session, arena_int(s->arena, user->person));
}

#define TOLD_EVERY 1000

/* Whoever waits for a large document hears how far it is; `steps` are those of all parts. */
static void tell(const struct sowing *w, size_t steps, size_t parts)
{
    const struct gateway *g = w->scene.gateway;
    size_t all = w->seed.users.count;

    if (g->progress == NULL || all < TOLD_EVERY)
        return;
    if (steps % (TOLD_EVERY * parts) == 0 || steps == all * parts)
        g->progress(steps / parts, all);
}

/* Users may name others that come later: as their person, or as their employer. */
static int sow(struct sowing *w)
{
    static int (*const parts[])(struct sowing * w, size_t i) = {begin_user, add_person,
                                                                add_identity, add_place};
    size_t steps = 0;
    int rc = 0;

    for (size_t part = 0; part < ARRAY_SIZE(parts); part++) {
        for (size_t i = 0; rc == 0 && i < w->seed.users.count; i++) {
            rc = parts[part](w, i);
            tell(w, ++steps, ARRAY_SIZE(parts));
        }
    }
    for (size_t i = 0; rc == 0 && i < w->seed.resources.count; i++)
        rc = add_resource(w, i);
    return rc == 0 ? sow_customers(w) : rc;
}

static int sow_document(struct sowing *w)
{
    w->made = LIST_OF(struct user);
    w->roll = roll_of(w->scene.arena, &w->seed.users);
    int rc = sow(w);

    roll_free(&w->roll);
    return rc;
}

static int sow_demo(struct sowing *w)
{
    json_t *documents = json_pack("[o]", json_loads(demo_text, 0, NULL));

    w->seed = *seeds_known(w->scene.arena, documents);
    int rc = sow_document(w);

    json_decref(documents);
    return rc < 0 ? rc : add_demo_session(&w->scene, list_at(&w->made, 0));
}

/*
 * Each realm's seeds begin at a place of their own from here on. The gateway's counter would need 90
 * million starts to come here; even then nobody gets an id that is taken (id_new).
 */
#define IDS_OF_SEEDS INT64_C(500000000000000000)

int seeds_apply(struct gateway *g, struct realm *realm, struct arena *a, int64_t now,
                const struct seed *seeds, size_t count, struct sown *ret)
{
    /* from the realm's own key: a reset finds the same ids again */
    struct random random;
    struct ids ids = {.random = &random};
    uint32_t start;
    int rc = 0;

    random_init_from(&random, realm->seed_key);
    random_bytes(&random, &start, sizeof start);
    ids.last = IDS_OF_SEEDS + (int64_t) start * 90000000;
    struct scene scene = scene_in(g, realm, a, now);

    scene.random = &random;
    scene.ids = &ids;
    *ret = (struct sown){.renamed = LIST_OF(struct renaming)};
    for (size_t i = 0; rc == 0 && i < count; i++) {
        struct sowing w = {.scene = scene, .seed = seeds[i], .sown = ret};

        rc = json_is_string(seeds[i].json) ? sow_demo(&w) : sow_document(&w);
    }
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
