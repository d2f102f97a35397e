/* SPDX-License-Identifier: MIT */
/* Replacing all that is in a realm: its rows in the transaction, what memory holds after it. */
#include "realm_contents.h"

#include "store/activity.h"
#include "store/realms.h"

#include <stdlib.h>
#include <string.h>

/* As if no client had come yet. */
static void empty(struct gateway *g, struct realm *realm)
{
    faults_clear(&realm->faults);
    journal_clear(&g->journals, &realm->journal);
    free(realm->coverage);
    realm->coverage = NULL;
}

/* Nothing that was counted or expected holds any longer: all of it is looked at anew. */
static void finish(struct request *r, bool committed)
{
    const struct aftermath *after = r->settle_data;
    struct realm *realm = r->realm;

    if (!committed) {
        json_decref(after->settings);
        return;
    }
    if (after->settings != NULL)
        realm_apply_settings(realm, after->settings);
    journal_trim(&r->gateway->journals, &realm->journal, (size_t) realm->settings.journal_size);
    realm->clock = after->clock;
    memcpy(realm->rates, after->rates, sizeof realm->rates);
    realm->outbox_count = COUNT_UNKNOWN;
    realm->generation++;
    realm->news++;
    r->gateway->news++;
    if (after->emptied)
        empty(r->gateway, realm);
    store_activity_forget(r->store);
    schedule_look_again(&r->gateway->schedule, realm);
}

int content_clear(struct request *r, const struct aftermath *after)
{
    struct aftermath *kept = arena_alloc(r->arena, sizeof *kept);

    *kept = *after;
    r->settle = finish;
    r->settle_data = kept;
    /* the notes of other realms are forgotten, too */
    int rc = store_activity_flush(r->store);
    if (rc == 0)
        rc = store_realm_clear(r->store, r->realm->id);
    return rc < 0 ? rc : store_realm_set_clock(r->store, r->realm->id, &after->clock);
}

int content_sow(struct request *r, const struct aftermath *after, int64_t now,
                const struct seed *seeds, size_t count, struct sown *ret)
{
    int rc = content_clear(r, after);

    return rc < 0 ? rc : seeds_apply(r->gateway, r->realm, r->arena, now, seeds, count, ret);
}
