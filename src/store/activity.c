/* SPDX-License-Identifier: MIT */
/* Delayed writes of the last use: a direct-mapped cache of sessions. */
#include "store/activity.h"

#include "store/query.h"

#define WRITE_AFTER_MILLIS 1000

static size_t slot_of(int64_t session)
{
    return (size_t) session % ACTIVITY_SLOTS;
}

static int write_note(struct store *s, struct activity_note *note)
{
    if (note->session == 0 || note->used == note->stored)
        return 0;
    QUERY(q, s, SESSION_USED, INT_ARG(note->session), INT_ARG(note->used));

    int rc = query_run(&q);

    if (rc == 0)
        note->stored = note->used;
    return rc;
}

int store_session_used(struct store *s, int64_t session, int64_t known, int64_t at)
{
    struct activity_note *note = &s->activity->notes[slot_of(session)];

    if (note->session != session) {
        int rc = write_note(s, note);
        if (rc < 0)
            return rc;
        *note = (struct activity_note){.session = session, .stored = known};
    }
    note->used = at;
    return at - note->stored > WRITE_AFTER_MILLIS ? write_note(s, note) : 0;
}

int64_t activity_last_use(const struct activity *a, int64_t session, int64_t stored)
{
    const struct activity_note *note = &a->notes[slot_of(session)];

    return note->session == session ? note->used : stored;
}

void store_activity_clear(struct store *s)
{
    *s->activity = (struct activity){.notes = {{.session = 0}}};
}

void activity_mark_unwritten(struct activity *a)
{
    for (size_t i = 0; i < ACTIVITY_SLOTS; i++)
        a->notes[i].stored = 0;
}

int store_activity_flush(struct store *s)
{
    for (size_t i = 0; i < ACTIVITY_SLOTS; i++) {
        int rc = write_note(s, &s->activity->notes[i]);
        if (rc < 0)
            return rc;
    }
    return 0;
}
