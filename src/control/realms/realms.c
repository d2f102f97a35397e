/* SPDX-License-Identifier: MIT */
/* Control API: creating, resetting and deleting realms (control.md 2). */
#include "base/encode.h"
#include "clock.h"
#include "contents.h"
#include "engine/reply.h"
#include "engine/steps/decode.h"
#include "json/values.h"
#include "lists.h"
#include "parameters.h"
#include "store/realms.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const struct group realms_group = {.tag = "realms", .title = "Realms, settings and clocks"};

struct realm_create {
    const char *name;
    json_t *settings;
    json_t *seed;
};

static const struct rule realm_create_rules[] = {
    RULE_TEXT(struct realm_create, name, "name", .least = 1, .most = 100, .format = FORMAT_TITLE),
    RULE_JSON(struct realm_create, settings, "settings",
              .schema = "{\"$ref\":\"#/components/schemas/SettingsPatch\"}"),
    RULE_JSON(struct realm_create, seed, "seed",
              .schema = "{\"$ref\":\"#/components/schemas/Seed\"}"),
    END_OF_RULES,
};
static const struct input realm_create_input = {.name = "RealmCreate",
                                                .rules = realm_create_rules,
                                                .size = sizeof(struct realm_create),
                                                .strict = true,
                                                .body_optional = true};

struct profiles {
    int64_t consumers;
    int64_t corporates;
    int64_t accounts;
    int64_t prepaid_cards;
    int64_t debit_cards;
    int64_t transfers;
    int64_t sends;
    int64_t wires;
};

static const struct field profiles_fields[] = {
    SHOW_ID(struct profiles, consumers, "consumers"),
    SHOW_ID(struct profiles, corporates, "corporates"),
    SHOW_ID(struct profiles, accounts, "managedAccounts"),
    SHOW_ID(struct profiles, prepaid_cards, "managedCardsPrepaid"),
    SHOW_ID(struct profiles, debit_cards, "managedCardsDebit"),
    SHOW_ID(struct profiles, transfers, "transfers"),
    SHOW_ID(struct profiles, sends, "sends"),
    SHOW_ID(struct profiles, wires, "outgoingWireTransfers"),
    END_OF_FIELDS,
};

struct weavr_keys {
    const char *api_key;
    const char *ui_key;
    struct profiles profiles;
};

static const struct field weavr_fields[] = {
    SHOW_TEXT(struct weavr_keys, api_key, "apiKey"),
    SHOW_TEXT(struct weavr_keys, ui_key, "uiKey"),
    SHOW_OBJECT(struct weavr_keys, profiles, "profiles", profiles_fields),
    END_OF_FIELDS,
};

struct cyrexa_keys {
    const char *tenant;
    const char *client;
    const char *secret;
};

static const struct field cyrexa_fields[] = {
    SHOW_TEXT(struct cyrexa_keys, tenant, "tenantId"),
    SHOW_TEXT(struct cyrexa_keys, client, "clientId"),
    SHOW_TEXT(struct cyrexa_keys, secret, "clientSecret"),
    END_OF_FIELDS,
};

struct realm_answer {
    int64_t id;
    const char *name;
    struct weavr_keys weavr;
    struct cyrexa_keys cyrexa;
    struct clock_answer clock;
    const char *settings;
    int64_t created;
    const char *renamed; /* JSON: the ids that replace taken ones of its seed; NULL: none */
};

static const struct field realm_fields[] = {
    SHOW_ID(struct realm_answer, id, "id"),
    SHOW_TEXT(struct realm_answer, name, "name"),
    SHOW_OBJECT(struct realm_answer, weavr, "weavr", weavr_fields),
    SHOW_OBJECT(struct realm_answer, cyrexa, "cyrexa", cyrexa_fields),
    SHOW_OBJECT(struct realm_answer, clock, "clock", clock_fields),
    SHOW_JSON(struct realm_answer, settings, "settings"),
    SHOW_TIME(struct realm_answer, created, "createdAt"),
    SHOW_JSON(struct realm_answer, renamed, "renamed", OPTIONAL),
    END_OF_FIELDS,
};
static const struct view realm_view = {.name = "Realm", .fields = realm_fields};

struct realms_query {
    int64_t after;
    int64_t limit;
};

static const struct rule realms_rules[] = {
    RULE_ID(struct realms_query, after, "after", .place = IN_QUERY),
    RULE_LIMIT(struct realms_query),
    END_OF_RULES,
};
static const struct input realms_input = {
    .name = "RealmsQuery", .rules = realms_rules, .size = sizeof(struct realms_query)};

struct realms_progress {
    struct listing list;
    int64_t last; /* id; 0: none yet */
};

static const struct field realms_fields[] = {
    SHOW_LIST(struct listing, rows, "realms", realm_fields),
    SHOW_BOOLEAN(struct listing, more, "more", OPTIONAL),
    END_OF_FIELDS,
};
static const struct view realms_view = {.name = "Realms", .fields = realms_fields};

static struct profiles profiles_of(const struct realm *realm)
{
    return (struct profiles){
        .consumers = realm->consumers_profile,
        .corporates = realm->corporates_profile,
        .accounts = realm_money_profile(realm, PROFILE_ACCOUNTS),
        .prepaid_cards = realm_money_profile(realm, PROFILE_PREPAID_CARDS),
        .debit_cards = realm_money_profile(realm, PROFILE_DEBIT_CARDS),
        .transfers = realm_money_profile(realm, PROFILE_TRANSFERS),
        .sends = realm_money_profile(realm, PROFILE_SENDS),
        .wires = realm_money_profile(realm, PROFILE_WIRES),
    };
}

static struct realm_answer realm_answer(struct request *r, const struct realm *realm)
{
    return (struct realm_answer){
        .id = realm->id,
        .name = realm->name,
        .weavr = {realm->api_key, realm->ui_key, profiles_of(realm)},
        .cyrexa = {realm->tenant_id, realm->client_id, realm->client_secret},
        .clock = clock_answer_of(r->gateway, &realm->clock),
        .settings = json_text(r->arena, realm->settings_json),
        .created = realm->created,
    };
}

/* The first realm with a larger id, which is a younger one. */
static const struct realm *realm_after(const struct realms *realms, int64_t id)
{
    const struct realm *realm = realms_find_by_id(realms, id);

    if (realm != NULL)
        return realm->next;
    realm = realms->first;
    while (realm != NULL && realm->id <= id)
        realm = realm->next;
    return realm;
}

static size_t realm_bytes(const struct realm_answer *answer)
{
    return 600 + strlen(answer->settings);
}

static int realms_list(struct request *r)
{
    const struct realms_query *in = r->input;
    struct realms_progress *p =
        listing_begin(r, sizeof *p, sizeof(struct realm_answer), limit_or_default(in->limit));
    int64_t wanted = listing_look(&p->list, true);
    int64_t looked = 0;
    const struct realm *realm =
        realm_after(&r->gateway->realms, p->last == 0 ? in->after : p->last);

    for (; realm != NULL && looked < wanted && !p->list.more; realm = realm->next, looked++) {
        const struct realm_answer answer = realm_answer(r, realm);
        struct realm_answer *row = listing_add(r, &p->list, realm_bytes(&answer));

        if (row != NULL)
            *row = answer;
        p->last = realm->id;
    }
    return listing_ends(r, &p->list, looked, wanted) ? reply(r, &p->list) : 0;
}

static int realm_get(struct request *r)
{
    const struct realm_answer answer = realm_answer(r, r->realm);

    return reply(r, &answer);
}

static void finish_create(struct request *r, bool committed)
{
    if (committed)
        gateway_add_realm(r->gateway, r->settle_data);
    else
        realm_free(r->settle_data);
}

/* Refuses with complaints whose pointers begin at this member of the body. */
static int refuse_part(struct request *r, const char *part)
{
    struct place *parent = arena_alloc(r->arena, sizeof *parent);

    parent->name = part;
    for (size_t i = 0; i < r->decoder.complaints.count; i++) {
        struct complaint *c = list_at(&r->decoder.complaints, i);
        struct place *root = &c->place;

        while (root->parent != NULL)
            root = (struct place *) (uintptr_t) root->parent;
        if (root != parent)
            root->parent = parent;
    }
    return refuse(r, INVALID_REQUEST, "%s: %s", part, request_complaint(r));
}

/* The settings to store for a new realm. PASS, or refused. */
static int new_settings_or_reply(struct request *r, const json_t *patch, const char **ret)
{
    json_t *none = json_object();
    json_t *changed = NULL;
    bool good = patch == NULL ||
                (json_is_object(patch) && settings_check(&r->decoder, none, patch, &changed));

    *ret = changed == NULL ? "{}" : json_text(r->arena, changed);
    json_decref(changed);
    json_decref(none);
    if (good)
        return PASS;
    if (r->decoder.complaints.count == 0)
        return refuse_member(r, "settings", "must be an object");
    return refuse_part(r, "settings");
}

/* NULL for no seed. PASS, or refused. */
static int seed_or_reply(struct request *r, json_t *json, struct seed **ret)
{
    *ret = json == NULL ? NULL : arena_alloc(r->arena, sizeof **ret);
    if (json == NULL || seed_read(&r->decoder, json, *ret))
        return PASS;
    if (r->decoder.complaints.count == 0)
        return refuse_member(r, "seed", "must be \"demo\" or a seed document");
    return refuse_part(r, "seed");
}

static const char *new_key(struct request *r, const char *prefix)
{
    char letters[33];

    random_letters(&r->gateway->random, letters, sizeof letters - 1);
    return arena_printf(r->arena, "%s-%s", prefix, letters);
}

/* An id that no realm has as its name. */
static int64_t new_realm_id(struct request *r)
{
    int64_t id;

    do
        id = id_next(&r->gateway->ids);
    while (realms_find(&r->gateway->realms, REALM_BY_NAME, arena_int(r->arena, id)) != NULL);
    return id;
}

static struct realm_row new_row(struct request *r, const struct realm_create *in,
                                const char *settings)
{
    const char *seed = in->seed == NULL ? "" : json_text(r->arena, in->seed);
    const struct clock clock = gateway_clock(r->gateway);
    struct ids *ids = &r->gateway->ids;
    struct realm_row row = {
        .id = new_realm_id(r),
        .name = in->name,
        .api_key = new_key(r, "api"),
        .ui_key = new_key(r, "ui"),
        .consumers_profile = id_next(ids),
        .corporates_profile = id_next(ids),
        .tenant_id = new_key(r, "tenant"),
        .client_id = new_key(r, "client"),
        .client_secret = new_key(r, "secret"),
        .settings = settings,
        .seeds = arena_printf(r->arena, "[%s]", seed),
        .clock = clock,
        .created = clock_now(&clock),
    };

    if (row.name == NULL)
        row.name = arena_printf(r->arena, "realm-%lld", (long long) row.id);
    random_bytes(&r->gateway->random, row.seed_key, sizeof row.seed_key);
    return row;
}

/* Whether it is the id of a realm: a path's segment is read as an id first. */
static bool is_id_of_realm(const struct request *r, const char *name)
{
    return realms_find_by_id(&r->gateway->realms, id_parse(name)) != NULL;
}

static int create(struct request *r, const struct realm_create *in, const char *settings,
                  const struct seed *seed)
{
    if (in->name != NULL && is_id_of_realm(r, in->name))
        return refuse(r, NAME_TAKEN, "there is a realm with the id %s already", in->name);
    const struct realm_row row = new_row(r, in, settings);
    struct seed_result result;
    int rc = store_realm_insert(r->store, &row);

    if (rc == -EEXIST)
        return refuse(r, NAME_TAKEN, "there is a realm named %s already", row.name);
    if (rc < 0)
        return rc;
    struct realm *realm = realm_new(&row);

    r->settle = finish_create;
    r->settle_data = realm;
    rc = seeds_apply(r->gateway, realm, r->arena, clock_now(&realm->clock), seed, seed != NULL,
                     &result);
    if (rc < 0)
        return rc;
    reply_header(r, "Location",
                 arena_printf(r->arena, "/_sandgate/realms/%lld", (long long) realm->id));
    struct realm_answer answer = realm_answer(r, realm);

    answer.renamed = seed_renamed_json(r->arena, &result);
    return reply(r, &answer);
}

static int realm_create(struct request *r)
{
    const struct realm_create *in = r->input;
    const char *settings;
    struct seed *seed;
    int rc = new_settings_or_reply(r, in->settings, &settings);

    if (rc == PASS)
        rc = seed_or_reply(r, in->seed, &seed);
    return rc == PASS ? create(r, in, settings, seed) : rc;
}

static void finish_delete(struct request *r, bool committed)
{
    struct realm *realm = r->settle_data;

    if (!committed)
        return;
    gateway_remove_realm(r->gateway, realm);
    r->realm = NULL;
    r->gateway->event_count++; /* wakes requests that wait for the realm, to be refused */
}

static int realm_delete(struct request *r)
{
    if (strcmp(r->realm->name, DEFAULT_REALM) == 0)
        return refuse(r, REALM_PROTECTED, "the default realm can't be deleted; reset it instead");
    int rc = store_realm_delete(r->store, r->realm->id);
    if (rc < 0)
        return rc;
    r->settle = finish_delete;
    r->settle_data = r->realm;
    return reply(r, NULL);
}

static int realm_reset(struct request *r)
{
    struct realm_memory memory = {.cleared = true};
    const char *text;
    struct seed_result ignored;
    int rc = store_realm_seeds(r->store, r->arena, r->realm->id, &text);

    if (rc < 0)
        return rc;
    json_t *seeds = json_loads(text, 0, NULL);

    int64_t now = gateway_initial_clock(r->gateway, &memory.clock);

    rc = contents_replace_by_seeds(r, &memory, now, seeds_decode(r->arena, seeds),
                                   json_array_size(seeds), &ignored);
    json_decref(seeds);
    return rc < 0 ? rc : reply(r, NULL);
}

/* clang-format off */
const struct operation realm_operations[] = {
    OPERATION(realm_create, POST, "/_sandgate/realms", OPERATOR,
              .summary = "Create a realm with new keys", .group = &realms_group,
              .input = &realm_create_input, .status = 201, .answer = &realm_view, .writes = true,
              .body_limit = (size_t) 64 << 20,
              .errors = ERRORS(NAME_TAKEN)),
    OPERATION(realms_list, GET, "/_sandgate/realms", OPERATOR,
              .summary = "List the realms, oldest first; a list with `more` goes on with after=ID", .group = &realms_group,
              .input = &realms_input, .status = 200, .answer = &realms_view, .errors = ERRORS()),
    OPERATION(realm_get, GET, "/_sandgate/realms/{realm}", OPERATOR,
              .summary = "Get a realm by id or name", .group = &realms_group,
              .status = 200, .answer = &realm_view, .errors = ERRORS()),
    OPERATION(realm_delete, DELETE, "/_sandgate/realms/{realm}", OPERATOR,
              .summary = "Delete a realm and everything in it", .group = &realms_group,
              .status = 204, .writes = true, .errors = ERRORS(REALM_PROTECTED)),
    OPERATION(realm_reset, POST, "/_sandgate/realms/{realm}/reset", OPERATOR,
              .summary = "Restore the realm to its seed, with the real time", .group = &realms_group,
              .status = 204, .writes = true, .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
