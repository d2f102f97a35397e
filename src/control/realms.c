/* SPDX-License-Identifier: MIT */
/* Control API: realms, their settings and their clocks (control.md 2, 3 and 6). */
#include "directory/scene.h"
#include "directory/sessions_store.h"
#include "engine/reply.h"
#include "engine/steps/decode.h"
#include "parameters.h"
#include "realm_contents.h"
#include "seeds/seeds.h"
#include "store/realms.h"
#include "weavr/shared_types.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct group realms_group = {.tag = "realms", .title = "Realms, settings and clocks"};

struct realm_create {
    const char *name;
    json_t *settings;
    json_t *seed;
};

static const struct rule realm_create_rules[] = {
    RULE_TEXT(struct realm_create, name, "name", .least = 1, .most = 100,
              .format = FORMAT_REALM_NAME),
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

struct clock_answer {
    int64_t now;
    int64_t offset;
    bool frozen;
};

static const struct field clock_fields[] = {
    SHOW_TIME(struct clock_answer, now, "now"),
    SHOW_INTEGER(struct clock_answer, offset, "offsetMillis"),
    SHOW_BOOLEAN(struct clock_answer, frozen, "frozen"),
    END_OF_FIELDS,
};
static const struct view clock_view = {.name = "Clock", .fields = clock_fields};

struct profiles {
    int64_t consumers;
    int64_t corporates;
};

static const struct field profiles_fields[] = {
    SHOW_ID(struct profiles, consumers, "consumers"),
    SHOW_ID(struct profiles, corporates, "corporates"),
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
    const char *renamed; /* JSON: ids of its seed that were taken; NULL: none was */
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

struct realms_answer {
    struct list realms;
};

static const struct field realms_fields[] = {
    SHOW_LIST(struct realms_answer, realms, "realms", realm_fields),
    END_OF_FIELDS,
};
static const struct view realms_view = {.name = "Realms", .fields = realms_fields};

static struct clock_answer clock_answer(const struct gateway *g, const struct clock *clock)
{
    return (struct clock_answer){clock_now(clock), gateway_offset(g, clock), clock->frozen};
}

static struct realm_answer realm_answer(struct request *r, const struct realm *realm)
{
    return (struct realm_answer){
        .id = realm->id,
        .name = realm->name,
        .weavr = {realm->api_key,
                  realm->ui_key,
                  {realm->consumers_profile, realm->corporates_profile}},
        .cyrexa = {realm->tenant_id, realm->client_id, realm->client_secret},
        .clock = clock_answer(r->gateway, &realm->clock),
        .settings = json_text(r->arena, realm->settings_json),
        .created = realm->created,
    };
}

static int realms_list(struct request *r)
{
    struct realms_answer answer = {LIST_OF(struct realm_answer)};

    for (const struct realm *realm = r->gateway->realms.first; realm != NULL; realm = realm->next)
        *(struct realm_answer *) list_add(&answer.realms, r->arena) = realm_answer(r, realm);
    return reply(r, &answer);
}

static int realm_get(struct request *r)
{
    const struct realm_answer answer = realm_answer(r, r->realm);

    return reply(r, &answer);
}

static void finish_creation(struct request *r, bool committed)
{
    if (committed)
        gateway_adopt_realm(r->gateway, r->settle_data);
    else
        realm_free(r->settle_data);
}

/* Complaints about a part of the body point into that part. */
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

/* The settings of a new realm as they are stored; PASS, or refused. */
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

/* NULL for none. */
static int seed_or_reply(struct request *r, const json_t *json, struct seed **ret)
{
    *ret = json == NULL ? NULL : arena_alloc(r->arena, sizeof **ret);
    if (json == NULL || seed_read(&r->decoder, json, *ret))
        return PASS;
    if (r->decoder.complaints.count == 0)
        return refuse_member(r, "seed", "must be \"demo\" or a seed document");
    return refuse_part(r, "seed");
}

static const char *fresh_key(struct request *r, const char *prefix)
{
    char letters[33];

    random_letters(&r->gateway->random, letters, sizeof letters - 1);
    return arena_printf(r->arena, "%s-%s", prefix, letters);
}

static struct realm_row new_row(struct request *r, const struct realm_create *in,
                                const char *settings)
{
    const char *seed = in->seed == NULL ? "" : json_text(r->arena, in->seed);
    const struct clock clock = gateway_clock(r->gateway);
    struct ids *ids = &r->gateway->ids;
    struct realm_row row = {
        .id = id_next(ids),
        .name = in->name,
        .api_key = fresh_key(r, "api"),
        .ui_key = fresh_key(r, "ui"),
        .consumers_profile = id_next(ids),
        .corporates_profile = id_next(ids),
        .tenant_id = fresh_key(r, "tenant"),
        .client_id = fresh_key(r, "client"),
        .client_secret = fresh_key(r, "secret"),
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

static int create(struct request *r, const struct realm_create *in, const char *settings,
                  const struct seed *seed)
{
    const struct realm_row row = new_row(r, in, settings);
    struct sown sown;
    int rc = store_realm_insert(r->store, &row);

    if (rc == -EEXIST)
        return refuse(r, NAME_TAKEN, "there is a realm %s", row.name);
    if (rc < 0)
        return rc;
    struct realm *realm = realm_make(&row);

    r->settle = finish_creation;
    r->settle_data = realm;
    rc = seeds_apply(r->gateway, realm, r->arena, clock_now(&realm->clock), seed, seed != NULL,
                     &sown);
    if (rc < 0)
        return rc;
    reply_header(r, "Location",
                 arena_printf(r->arena, "/_sandgate/realms/%lld", (long long) realm->id));
    struct realm_answer answer = realm_answer(r, realm);

    answer.renamed = sown_renamed(r->arena, &sown);
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

static void finish_deletion(struct request *r, bool committed)
{
    struct realm *realm = r->settle_data;

    if (!committed)
        return;
    gateway_remove_realm(r->gateway, realm);
    r->realm = NULL;
    r->gateway->news++; /* whoever waits for one of this realm hears that it is gone */
}

static int realm_delete(struct request *r)
{
    if (strcmp(r->realm->name, DEFAULT_REALM) == 0)
        return refuse(r, REALM_PROTECTED, "the default realm can't be deleted; reset it instead");
    int rc = store_realm_delete(r->store, r->realm->id);
    if (rc < 0)
        return rc;
    r->settle = finish_deletion;
    r->settle_data = r->realm;
    return reply(r, NULL);
}

/* A clock that takes effect with the commit. */
static void finish_clock(struct request *r, bool committed)
{
    if (!committed)
        return;
    r->realm->clock = *(const struct clock *) r->settle_data;
    schedule_clock_moved(&r->gateway->schedule);
}

static int set_clock(struct request *r, const struct clock *clock)
{
    struct clock *kept = arena_alloc(r->arena, sizeof *kept);

    *kept = *clock;
    r->settle = finish_clock;
    r->settle_data = kept;
    return store_realm_set_clock(r->store, r->realm->id, clock);
}

static int realm_reset(struct request *r)
{
    struct aftermath after = {.emptied = true};
    const char *text;
    struct sown ignored;
    int rc = store_realm_seeds(r->store, r->arena, r->realm->id, &text);

    if (rc < 0)
        return rc;
    json_t *seeds = json_loads(text, 0, NULL);

    int64_t now = gateway_first_clock(r->gateway, &after.clock);

    rc =
        content_sow(r, &after, now, seeds_known(r->arena, seeds), json_array_size(seeds), &ignored);
    json_decref(seeds);
    return rc < 0 ? rc : reply(r, NULL);
}

/* The members are judged by the rules of settings.def, over what is set already. */
static const struct input settings_input = {.name = "SettingsPatch",
                                            .rules = settings_rules,
                                            .size = sizeof(struct settings),
                                            .strict = true,
                                            .patch = true,
                                            .judged_later = true};
static const struct view settings_view = {.name = "Settings", .document = settings_rules};

static void finish_settings(struct request *r, bool committed)
{
    if (!committed) {
        json_decref(r->settle_data);
        return;
    }
    realm_apply_settings(r->realm, r->settle_data);
    journal_trim(&r->gateway->journals, &r->realm->journal,
                 (size_t) r->realm->settings.journal_size);
    /* there may be a webhookUrl now for what waits to be sent */
    schedule_expect(&r->gateway->schedule, r->realm, &webhooks_due, r->now);
}

static int settings_update(struct request *r)
{
    json_t *changed = NULL;

    if (!settings_check(&r->decoder, r->realm->changed_settings, r->json, &changed))
        return refuse(r, INVALID_REQUEST, "%s", request_complaint(r));
    r->settle = finish_settings;
    r->settle_data = changed;
    int rc = store_realm_set_settings(r->store, r->realm->id, json_text(r->arena, changed));
    if (rc < 0)
        return rc;
    json_t *all = settings_merged(changed);
    const char *answer = json_text(r->arena, all);

    json_decref(all);
    return reply_text(r, "application/json", answer);
}

static int clock_get(struct request *r)
{
    const struct clock_answer answer = clock_answer(r->gateway, &r->realm->clock);

    return reply(r, &answer);
}

struct clock_move {
    const char *advance;
    const char *set;
    enum maybe frozen;
    enum maybe reset;
};

static const struct rule clock_rules[] = {
    RULE_TEXT(struct clock_move, advance, "advance"),
    RULE_TEXT(struct clock_move, set, "set"),
    RULE_BOOLEAN(struct clock_move, frozen, "frozen"),
    RULE_BOOLEAN(struct clock_move, reset, "reset"),
    END_OF_RULES,
};
static const struct input clock_input = {
    .name = "ClockMove", .rules = clock_rules, .size = sizeof(struct clock_move), .strict = true};

/* The clock as it would be; PASS, or refused. */
static int moved_or_reply(struct request *r, const struct clock_move *in, struct clock *ret)
{
    int given =
        (in->advance != NULL) + (in->set != NULL) + (in->frozen != UNSET) + (in->reset == YES);
    int64_t time;

    *ret = r->realm->clock;
    if (given != 1)
        return refuse(r, INVALID_REQUEST, "give one of advance, set, frozen, reset");
    if (in->reset == YES) {
        gateway_first_clock(r->gateway, ret);
    } else if (in->frozen != UNSET) {
        clock_freeze(ret, in->frozen == YES);
    } else if (in->advance != NULL) {
        if (!clock_parse_duration(in->advance, &time))
            return refuse_member(r, "advance", "must be a duration like PT5M1S");
        clock_advance(ret, time);
    } else {
        if (!clock_parse(in->set, &time))
            return refuse_member(r, "set", "must be a time like 2027-01-01T00:00:00Z");
        clock_set(ret, time);
    }
    if (clock_now(ret) < CLOCK_EARLIEST || clock_now(ret) > CLOCK_LATEST)
        return refuse_member(r, in->advance != NULL ? "advance" : "set",
                             "must lead to one of the years 0001 to 9999");
    return PASS;
}

static int clock_move(struct request *r)
{
    struct clock clock;
    bool in_use = false;
    int rc = moved_or_reply(r, r->input, &clock);

    if (rc != PASS)
        return rc;
    rc = store_realm_has_tokens(r->store, r->realm->id, &in_use);
    if (rc < 0)
        return rc;
    /* judged by the moment at which the request came: what is read later is never before it */
    if (in_use && clock_now(&clock) < r->now)
        return refuse(r, CLOCK_IN_USE,
                      "the realm has issued tokens or challenges: its time only goes forward");
    rc = set_clock(r, &clock);
    if (rc < 0)
        return rc;
    const struct clock_answer answer = clock_answer(r->gateway, &clock);

    return reply(r, &answer);
}

/* clang-format off */
const struct operation realm_operations[] = {
    OPERATION(realm_create, POST, "/_sandgate/realms", OPERATOR,
              .summary = "Make a realm with fresh keys", .group = &realms_group,
              .input = &realm_create_input, .status = 201, .answer = &realm_view, .writes = true,
              .body_limit = (size_t) 64 << 20,
              .errors = ERRORS(NAME_TAKEN)),
    OPERATION(realms_list, GET, "/_sandgate/realms", OPERATOR,
              .summary = "All realms", .group = &realms_group,
              .status = 200, .answer = &realms_view, .errors = ERRORS()),
    OPERATION(realm_get, GET, "/_sandgate/realms/{realm}", OPERATOR,
              .summary = "A realm by id or name", .group = &realms_group,
              .status = 200, .answer = &realm_view, .errors = ERRORS()),
    OPERATION(realm_delete, DELETE, "/_sandgate/realms/{realm}", OPERATOR,
              .summary = "Delete a realm with all that is in it", .group = &realms_group,
              .status = 204, .writes = true, .errors = ERRORS(REALM_PROTECTED)),
    OPERATION(realm_reset, POST, "/_sandgate/realms/{realm}/reset", OPERATOR,
              .summary = "Back to what its seed made", .group = &realms_group,
              .status = 204, .writes = true, .errors = ERRORS()),
    OPERATION(settings_update, PATCH, "/_sandgate/realms/{realm}/settings", OPERATOR,
              .summary = "Change settings", .group = &realms_group,
              .input = &settings_input, .status = 200, .answer = &settings_view, .writes = true,
              .errors = ERRORS()),
    OPERATION(clock_get, GET, "/_sandgate/realms/{realm}/clock", OPERATOR,
              .summary = "The realm's time", .group = &realms_group,
              .status = 200, .answer = &clock_view, .errors = ERRORS()),
    OPERATION(clock_move, POST, "/_sandgate/realms/{realm}/clock", OPERATOR,
              .summary = "Move, freeze or reset the realm's time", .group = &realms_group,
              .input = &clock_input, .status = 200, .answer = &clock_view, .writes = true,
              .errors = ERRORS(CLOCK_IN_USE)),
    END_OF_OPERATIONS,
};
/* clang-format on */
