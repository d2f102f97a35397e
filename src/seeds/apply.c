/* SPDX-License-Identifier: MIT */
/* Applying documents to a realm: ids, the order of the parts, and the result. */
#include "apply.h"

#include "base/memory.h"
#include "base/text.h"
#include "directory/codes.h"
#include "directory/users_store.h"

#include <errno.h>

static void note_renamed_id(struct seed_apply *state, int64_t wanted, int64_t given)
{
    if (wanted != 0 && wanted != given)
        *(struct renamed_id *) list_add(&state->result->renamed, state->context.arena) =
            (struct renamed_id){wanted, given};
}

int seed_assign_id(struct seed_apply *state, int64_t wanted, int64_t *ret)
{
    struct context *ctx = &state->context;
    bool taken = true;
    int rc = wanted == 0 ? 0 : store_user_id_taken(ctx->store, ctx->realm->id, wanted, &taken);

    *ret = wanted;
    if (rc == 0 && taken)
        rc = id_new(ctx, ret);
    note_renamed_id(state, wanted, *ret);
    return rc;
}

const struct seed_user *seed_user_at(const struct seed_apply *state, size_t i)
{
    return list_at(&state->seed.users, i);
}

struct user_record *seed_created_at(const struct seed_apply *state, size_t i)
{
    return list_at(&state->created, i);
}

int64_t seed_time_or_now(const struct context *ctx, const char *text)
{
    int64_t time;

    return text != NULL && clock_parse(text, &time) ? time : ctx->now;
}

static int add_resource(struct seed_apply *state, size_t i)
{
    struct context then = state->context;
    const struct seed_resource *wanted = list_at(&state->seed.resources, i);
    size_t owner = seed_index_owner(&state->index, then.arena, wanted);
    struct resource resource;

    if (owner == NOT_IN_SEED)
        return -ENOENT;
    then.now = seed_time_or_now(&then, wanted->created);
    state->result->resources++;
    return resource_declare(&then, &wanted->form, seed_created_at(state, owner)->user.identity,
                            &resource);
}

#define PROGRESS_EVERY 1000

/* Reports the progress of a large document; `steps` counts users over all parts. */
static void report_progress(const struct seed_apply *state, size_t steps, size_t parts)
{
    const struct gateway *g = state->context.gateway;
    size_t all = state->seed.users.count;

    if (g->progress == NULL || all < PROGRESS_EVERY)
        return;
    if (steps % (PROGRESS_EVERY * parts) == 0 || steps == all * parts)
        g->progress(steps / parts, all);
}

/* Part by part, because a user may name a later one: its person, or its identity's root user. */
static int apply_all(struct seed_apply *state)
{
    static int (*const parts[])(struct seed_apply * state, size_t i) = {
        seed_prepare_user, seed_insert_person, seed_insert_identity, seed_insert_user};
    size_t steps = 0;
    int rc = 0;

    for (size_t part = 0; part < ARRAY_SIZE(parts); part++) {
        for (size_t i = 0; rc == 0 && i < state->seed.users.count; i++) {
            rc = parts[part](state, i);
            report_progress(state, ++steps, ARRAY_SIZE(parts));
        }
    }
    for (size_t i = 0; rc == 0 && i < state->seed.resources.count; i++)
        rc = add_resource(state, i);
    return rc == 0 ? seed_apply_customers(state) : rc;
}

int seed_apply_document(struct seed_apply *state)
{
    state->created = LIST_OF(struct user_record);
    state->index = seed_index_make(state->context.arena, &state->seed.users);
    /* else users are missing in it */
    int rc = memory_failed() ? -ENOMEM : apply_all(state);

    seed_index_free(&state->index);
    return rc;
}

/*
 * The ids of each realm's seeds begin at a place of their own from here on. The gateway's counter
 * would need 90 million starts to come here; even then nobody gets an id that is taken (id_new).
 */
#define IDS_OF_SEEDS INT64_C(500000000000000000)

int seeds_apply(struct gateway *g, struct realm *realm, struct arena *a, int64_t now,
                const struct seed *seeds, size_t count, struct seed_result *ret)
{
    /* from a key of the realm, so that a reset assigns the same ids again */
    struct random random;
    struct ids ids = {.random = &random};
    uint32_t start;
    int rc = 0;

    random_init_from(&random, realm->seed_key);
    random_bytes(&random, &start, sizeof start);
    ids.last = IDS_OF_SEEDS + (int64_t) start * 90000000;
    struct context ctx = context_in(g, realm, a, now);

    ctx.random = &random;
    ctx.ids = &ids;
    *ret = (struct seed_result){.renamed = LIST_OF(struct renamed_id)};
    for (size_t i = 0; rc == 0 && i < count; i++) {
        struct seed_apply state = {.context = ctx, .seed = seeds[i], .result = ret};

        rc = json_is_string(seeds[i].json) ? seed_apply_demo(&state) : seed_apply_document(&state);
    }
    return rc;
}

const char *seed_renamed_json(struct arena *a, const struct seed_result *result)
{
    struct text t = TEXT_IN(a);

    for (size_t i = 0; i < result->renamed.count; i++) {
        const struct renamed_id *id = list_at(&result->renamed, i);

        text_format(&t, "%c\"%lld\":\"%lld\"", i == 0 ? '{' : ',', (long long) id->wanted,
                    (long long) id->given);
    }
    if (t.length == 0)
        return NULL;
    text_char(&t, '}');
    return text_string(&t);
}
