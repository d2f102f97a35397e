/* SPDX-License-Identifier: MIT */
/* Checks of a corporate's beneficiaries. */
#include "weavr/beneficiaries_store.h"

#include "store/query.h"

#include <errno.h>

static void read_check(const struct query *q, struct arena *a, struct beneficiary_check *ret)
{
    *ret = (struct beneficiary_check){
        .reference = column_int(q, 0),
        .identity = column_int(q, 1),
        .email = column_text(q, 2, a),
        .name = column_text(q, 3, a),
        .status = (enum diligence_status) column_name(q, 4, diligence_names),
    };
}

int store_beneficiary_find(struct store *s, struct arena *a, int64_t realm, int64_t reference,
                           struct beneficiary_check *ret)
{
    QUERY(q, s, BENEFICIARY_BY_REFERENCE, INT_ARG(realm), INT_ARG(reference));
    int rc = query_step(&q);

    if (rc == 0)
        read_check(&q, a, ret);
    return rc;
}

int store_beneficiaries(struct store *s, struct arena *a, int64_t realm, int64_t identity,
                        struct list *ret)
{
    QUERY(q, s, BENEFICIARIES_OF_IDENTITY, INT_ARG(realm), INT_ARG(identity));
    int rc;

    *ret = LIST_OF(struct beneficiary_check);
    while ((rc = query_step(&q)) == 0)
        read_check(&q, a, list_add(ret, a));
    return rc == -ENOENT ? 0 : rc;
}

int store_beneficiary_insert(struct store *s, int64_t realm, const struct beneficiary_check *check)
{
    QUERY(q, s, BENEFICIARY_INSERT, INT_ARG(realm), INT_ARG(check->reference),
          INT_ARG(check->identity), TEXT_ARG(check->email), TEXT_ARG(check->name),
          TEXT_ARG(diligence_names[check->status]));

    return query_run(&q);
}

int store_beneficiary_set_status(struct store *s, int64_t realm, int64_t reference,
                                 enum diligence_status status)
{
    QUERY(q, s, BENEFICIARY_STATUS, INT_ARG(realm), INT_ARG(reference),
          TEXT_ARG(diligence_names[status]));

    return query_change(&q);
}
