/* SPDX-License-Identifier: MIT */
/*
 * Each kind has a row with a list of the realms that have such work. A row is checked when its time is
 * reached, and only the realms in its list are: realms without timed work cost nothing.
 */
#include "engine/schedule.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"

#include <assert.h>
#include <stdlib.h>

#define WAIT_MOST_MILLIS (INT64_C(24) * 60 * 60 * 1000)

/* The pause of a realm after a failure. */
#define FAULT_WAIT_MILLIS 1000

/* ---- the lists of realms ---- */

static struct due_slot *slot_of(const struct schedule *s, const struct schedule_row *row,
                                const struct realm *realm)
{
    assert(realm->due != NULL); /* set by schedule_add_realm */
    return &realm->due[row - s->rows];
}

static void add_to_list(struct schedule *s, struct schedule_row *row, struct realm *realm)
{
    struct due_slot *slot = slot_of(s, row, realm);

    if (slot->listed)
        return;
    slot->listed = true;
    slot->next = NULL;
    *row->end = realm;
    row->end = &slot->next;
}

static void remove_from_list(struct schedule *s, struct schedule_row *row, struct realm *realm)
{
    struct due_slot *slot = slot_of(s, row, realm);
    struct realm **at = &row->first;

    if (!slot->listed)
        return;
    while (*at != realm)
        at = &slot_of(s, row, *at)->next;
    *at = slot->next;
    if (row->end == &slot->next)
        row->end = at;
    slot->listed = false;
}

/* ---- times ---- */

/* The ms until the realm's clock shows `time`, at most a day; -1: never, or its clock is stopped. */
static int64_t wait_for(const struct realm *realm, int64_t time)
{
    int64_t now = clock_now(&realm->clock);

    if (time <= now)
        return 0;
    if (realm->clock.frozen || time == INT64_MAX)
        return -1;
    return time - now < WAIT_MOST_MILLIS ? time - now : WAIT_MOST_MILLIS;
}

/* When to look again at a realm whose content is read. */
#define READ_MILLIS 10

static void check_by(struct schedule_row *row, const struct realm *realm, int64_t time)
{
    int64_t wait = wait_for(realm, time);

    if (wait == 0 && realm->readers > 0)
        wait = READ_MILLIS;
    int64_t check_at = wait < 0 ? INT64_MAX : clock_monotonic() + wait;

    if (check_at < row->check_at)
        row->check_at = check_at;
}

static void expect(struct schedule *s, struct schedule_row *row, struct realm *realm, int64_t time)
{
    struct due_slot *slot = slot_of(s, row, realm);

    if (time >= slot->time)
        return;
    slot->time = time;
    add_to_list(s, row, realm);
    check_by(row, realm, time);
}

static struct schedule_row *row_of(const struct schedule *s, const struct due_kind *kind)
{
    size_t i = 0;

    while (i < s->count && s->rows[i].kind != kind)
        i++;
    assert(i < s->count); /* every kind is registered */
    return &s->rows[i];
}

void schedule_expect(struct schedule *s, struct realm *realm, const struct due_kind *kind,
                     int64_t time)
{
    expect(s, row_of(s, kind), realm, time);
}

void schedule_reload_realm(struct schedule *s, struct realm *realm)
{
    for (struct schedule_row *row = s->rows; row < s->rows + s->count; row++) {
        slot_of(s, row, realm)->time = INT64_MAX;
        expect(s, row, realm, clock_now(&realm->clock));
    }
}

void schedule_clock_moved(struct schedule *s)
{
    for (struct schedule_row *row = s->rows; row < s->rows + s->count; row++)
        row->check_at = 0;
}

#define PAUSE_MILLIS 1000

int64_t due_in_pieces(int64_t first, int64_t full, int64_t now)
{
    int64_t late = first < now + PAUSE_MILLIS ? now + PAUSE_MILLIS : first;

    return full < late ? full : late;
}

/* ---- kinds and realms ---- */

void schedule_init(struct schedule *s, struct gateway *gateway, struct store *store,
                   const struct due_kind *const *kinds)
{
    size_t count = 0;

    while (kinds[count] != NULL)
        count++;
    *s = (struct schedule){.gateway = gateway,
                           .store = store,
                           .rows = memory_zeroed(count + 1, sizeof *s->rows),
                           .count = count};
    for (size_t i = 0; i < count; i++) {
        s->rows[i] = (struct schedule_row){.kind = kinds[i], .check_at = INT64_MAX};
        s->rows[i].end = &s->rows[i].first;
    }
}

void schedule_free(struct schedule *s)
{
    free(s->rows);
    *s = (struct schedule){.count = 0};
}

static int load(struct schedule *s, const struct realms *realms, struct schedule_row *row,
                struct arena *a)
{
    struct list times;
    int rc = row->kind->next_times(s->store, a, &times);

    for (size_t i = 0; rc == 0 && i < times.count; i++) {
        const struct due_time *due = list_at(&times, i);
        struct realm *realm = realms_find_by_id(realms, due->realm);

        if (realm != NULL) /* a damaged database has rows of no realm */
            expect(s, row, realm, due->time);
    }
    return rc;
}

int schedule_load(struct schedule *s, const struct realms *realms)
{
    struct arena arena = ARENA_EMPTY;
    int rc = 0;

    for (struct realm *realm = realms->first; realm != NULL; realm = realm->next)
        schedule_add_realm(s, realm);
    for (struct schedule_row *row = s->rows; rc == 0 && row < s->rows + s->count; row++)
        rc = load(s, realms, row, &arena);
    arena_free(&arena);
    return rc;
}

void schedule_set_handler(struct schedule *s, const struct due_kind *kind, due_handler *visit,
                          void *context)
{
    struct schedule_row *row = row_of(s, kind);

    row->visit = visit;
    row->context = context;
    row->check_at = 0;
}

void schedule_resume(struct schedule *s, const struct due_kind *kind)
{
    row_of(s, kind)->check_at = 0;
}

void schedule_add_realm(const struct schedule *s, struct realm *realm)
{
    realm->due = arena_array(&realm->arena, s->count, sizeof *realm->due);
    for (size_t i = 0; i < s->count; i++)
        realm->due[i] = (struct due_slot){.time = INT64_MAX};
}

void schedule_remove_realm(struct schedule *s, struct realm *realm)
{
    for (struct schedule_row *row = s->rows; row < s->rows + s->count; row++)
        remove_from_list(s, row, realm);
}

/* ---- running ---- */

/* While the realm's content is read in pieces, nothing is done, and it stays due. */
static int act(struct schedule *s, const struct schedule_row *row, struct realm *realm,
               struct arena *a)
{
    int64_t next = INT64_MAX;

    if (realm->readers > 0)
        return 0;
    int rc = store_begin(s->store);

    if (rc == 0)
        rc = row->kind->act(s->gateway, realm, a, &next);
    if (rc == 0)
        rc = store_commit(s->store);
    if (rc < 0)
        realm_roll_back(realm, s->store);
    else
        slot_of(s, row, realm)->time = next;
    return rc;
}

int schedule_catch_up(struct schedule *s, struct realm *realm, int64_t now, struct arena *a)
{
    int rc = 0;

    for (struct schedule_row *row = s->rows; rc == 0 && row < s->rows + s->count; row++) {
        if (row->kind->act == NULL || slot_of(s, row, realm)->time > now)
            continue;
        rc = act(s, row, realm, a);
        if (rc == 0 && slot_of(s, row, realm)->time <= now)
            rc = 1;
    }
    return rc;
}

static void act_or_log(struct schedule *s, const struct schedule_row *row, struct realm *realm)
{
    struct arena arena = ARENA_EMPTY;
    int rc = act(s, row, realm, &arena);

    arena_free(&arena);
    if (rc < 0) {
        log_message("fault: can't run the due %s of realm %s: %s", row->kind->name, realm->name,
                    store_error(s->store));
        slot_of(s, row, realm)->time = clock_now(&realm->clock) + FAULT_WAIT_MILLIS;
    }
}

static bool run_realm(struct schedule *s, const struct schedule_row *row, struct realm *realm)
{
    if (row->kind->act == NULL)
        return row->visit(row->context, realm, &slot_of(s, row, realm)->time);
    act_or_log(s, row, realm);
    return true;
}

/* So many realms do a piece of their work in one turn; the others follow in the next. */
#define REALMS_A_TURN 8

static void run_row(struct schedule *s, struct schedule_row *row)
{
    struct realm *next;
    int left = REALMS_A_TURN;

    row->check_at = INT64_MAX;
    for (struct realm *realm = row->first; realm != NULL; realm = next) {
        const struct due_slot *slot = slot_of(s, row, realm);
        bool is_due = wait_for(realm, slot->time) == 0;

        next = slot->next;
        if (is_due && row->kind->act != NULL && left-- == 0) {
            row->check_at = 0;
            return;
        }
        if (is_due && !run_realm(s, row, realm)) {
            row->check_at = INT64_MAX;
            return;
        }
        check_by(row, realm, slot->time);
        if (slot->time == INT64_MAX)
            remove_from_list(s, row, realm);
    }
}

static bool has_handler(const struct schedule_row *row)
{
    return row->kind->act != NULL || row->visit != NULL;
}

void schedule_run(struct schedule *s)
{
    for (struct schedule_row *row = s->rows; row < s->rows + s->count; row++) {
        if (has_handler(row) && clock_monotonic() >= row->check_at)
            run_row(s, row);
    }
}

int schedule_wait(const struct schedule *s)
{
    int64_t check_at = INT64_MAX;

    for (const struct schedule_row *row = s->rows; row < s->rows + s->count; row++) {
        if (has_handler(row) && row->check_at < check_at)
            check_at = row->check_at;
    }
    if (check_at == INT64_MAX)
        return -1;
    int64_t wait = check_at - clock_monotonic();
    return (int) (wait < 0 ? 0 : wait < WAIT_MOST_MILLIS ? wait : WAIT_MOST_MILLIS);
}
