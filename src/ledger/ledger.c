/* SPDX-License-Identifier: MIT */
/* Posting: all balances are calculated and checked before anything is written. */
#include "ledger/ledger.h"

#include "ledger/ledger_store.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>

/* A movement has few sides: source, destination, fees, bank. */
#define POSTINGS_MOST 8

/* Whether both balances of the programme and its customers together stay as they are. */
static bool is_balanced(const struct movement *m)
{
    struct balances sum = {0, 0};

    for (size_t i = 0; i < m->count; i++) {
        if (__builtin_add_overflow(sum.available, m->postings[i].add.available, &sum.available) ||
            __builtin_add_overflow(sum.actual, m->postings[i].add.actual, &sum.actual))
            return false;
    }
    return sum.available == 0 && sum.actual == 0;
}

/* The account after the posting. A fee is a line of its own in one form of the statement (weavr-money.md 2.1.9). */
static int apply(const struct movement *m, const struct posting *p, struct ledger_row *row)
{
    struct balances *b = &row->balances;

    if (__builtin_add_overflow(b->available, p->add.available, &b->available) ||
        __builtin_add_overflow(b->actual, p->add.actual, &b->actual))
        return -ERANGE;
    if (p->account > 0 && p->add.available < 0 && b->available < 0)
        return -EDOM;
    row->lines++;
    if (p->add.actual != 0)
        row->moves += p->entry.fee == 0 ? 1 : 2;
    row->last_at = m->at > row->last_at ? m->at : row->last_at + 1;
    return 0;
}

/* A side of the programme that changes nothing, as a fee of 0, is left out. */
static bool is_empty(const struct posting *p)
{
    return p->account < 0 && p->add.available == 0 && p->add.actual == 0;
}

int ledger_post(struct store *s, const struct movement *m)
{
    struct ledger_row rows[POSTINGS_MOST] = {{.lines = 0}};

    if (m->count > POSTINGS_MOST || !is_balanced(m))
        return -EINVAL;
    for (size_t i = 0; i < m->count; i++) {
        const struct posting *p = &m->postings[i];

        if (is_empty(p))
            continue;
        int rc = store_ledger_find(s, m->realm, p->account, m->currency, &rows[i]);

        if (rc == 0 || rc == -ENOENT)
            rc = apply(m, p, &rows[i]);
        if (rc < 0)
            return rc;
    }
    for (size_t i = 0; i < m->count; i++) {
        int rc =
            is_empty(&m->postings[i]) ? 0 : store_ledger_write(s, m, &m->postings[i], &rows[i]);

        if (rc < 0)
            return rc;
    }
    return 0;
}

int ledger_balances(struct store *s, int64_t realm, int64_t account, const char *currency,
                    struct balances *ret)
{
    struct ledger_row row = {.lines = 0};
    int rc = store_ledger_find(s, realm, account, currency, &row);

    *ret = row.balances;
    return rc == -ENOENT ? 0 : rc;
}
