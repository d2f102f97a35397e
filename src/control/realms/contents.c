/* SPDX-License-Identifier: MIT */
/* Replacing the content of a realm: its rows in the transaction, its memory after the commit. */
#include "contents.h"

#include "store/activity.h"
#include "store/realms.h"

#include <stdlib.h>
#include <string.h>

/* Forgets the requests of clients, as in a new realm. */
static void clear_requests(struct gateway *g, struct realm *realm)
{
    faults_clear(&realm->faults);
    journal_clear(&g->journals, &realm->journal);
    free(realm->coverage);
    realm->coverage = NULL;
}

/* Counts and due times of the former content are invalid: they are determined anew. */
static void finish_replace(struct request *r, bool committed)
{
    const struct realm_memory *memory = r->settle_data;
    struct realm *realm = r->realm;

    if (!committed) {
        json_decref(memory->settings);
        return;
    }
    if (memory->settings != NULL)
        realm_apply_settings(realm, memory->settings);
    journal_trim(&r->gateway->journals, &realm->journal, (size_t) realm->settings.journal_size);
    realm->clock = memory->clock;
    memcpy(realm->rates, memory->rates, sizeof realm->rates);
    realm->outbox_count = COUNT_UNKNOWN;
    realm->generation++;
    realm->event_count++;
    r->gateway->event_count++;
    if (memory->cleared)
        clear_requests(r->gateway, realm);
    store_activity_clear(r->store);
    schedule_reload_realm(&r->gateway->schedule, realm);
}

int contents_replace(struct request *r, const struct realm_memory *memory)
{
    struct realm_memory *kept = arena_alloc(r->arena, sizeof *kept);

    *kept = *memory;
    r->settle = finish_replace;
    r->settle_data = kept;
    /* flushed first, because the notes of all realms are forgotten after the commit */
    int rc = store_activity_flush(r->store);
    if (rc == 0)
        rc = store_realm_clear(r->store, r->realm->id);
    return rc < 0 ? rc : store_realm_set_clock(r->store, r->realm->id, &memory->clock);
}

int contents_replace_by_seeds(struct request *r, const struct realm_memory *memory, int64_t now,
                              const struct seed *seeds, size_t count, struct seed_result *ret)
{
    int rc = contents_replace(r, memory);

    return rc < 0 ? rc : seeds_apply(r->gateway, r->realm, r->arena, now, seeds, count, ret);
}
