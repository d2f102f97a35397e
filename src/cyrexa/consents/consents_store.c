/* SPDX-License-Identifier: MIT */
/* Consents. */
#include "consents_store.h"

#include "store/query.h"

int store_consent_insert(struct store *s, int64_t realm, const struct consent *c)
{
    QUERY(q, s, CONSENT_INSERT, INT_ARG(realm), TEXT_ARG(c->id), TEXT_ARG(c->details),
          TEXT_ARG(c->access), INT_ARG(c->created));

    return query_run(&q);
}

int store_consent_set_access(struct store *s, int64_t realm, const char *id, const char *access)
{
    QUERY(q, s, CONSENT_ACCESS, INT_ARG(realm), TEXT_ARG(id), TEXT_ARG(access));

    return query_change(&q);
}
