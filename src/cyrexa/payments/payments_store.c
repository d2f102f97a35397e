/* SPDX-License-Identifier: MIT */
/* Payments. */
#include "payments_store.h"

#include "store/query.h"

int store_payment_insert(struct store *s, int64_t realm, const struct payment *p)
{
    QUERY(q, s, PAYMENT_INSERT, INT_ARG(realm), TEXT_ARG(p->id), TEXT_ARG(p->organization),
          TEXT_ARG(p->transaction), TEXT_ARG(p->amount), TEXT_ARG(p->currency), TEXT_ARG(p->brand),
          TEXT_ARG(p->mode), TEXT_ARG(p->descriptor), TEXT_ARG(p->first_name),
          TEXT_ARG(p->last_name), TEXT_ARG(p->card.bin), TEXT_ARG(p->card.last),
          TEXT_ARG(p->card.expiry_month), TEXT_ARG(p->card.expiry_year), INT_ARG(p->created));

    return query_run(&q);
}

static int read_payment(struct query *q, struct arena *a, struct payment *ret)
{
    int rc = query_step(q);

    if (rc == 0)
        *ret = (struct payment){
            .id = column_text(q, 0, a),
            .organization = column_text(q, 1, a),
            .transaction = column_text(q, 2, a),
            .amount = column_text(q, 3, a),
            .currency = column_text(q, 4, a),
            .brand = column_text(q, 5, a),
            .mode = column_text(q, 6, a),
            .descriptor = column_text(q, 7, a),
            .first_name = column_text(q, 8, a),
            .last_name = column_text(q, 9, a),
            .card = {.bin = column_text(q, 10, a),
                     .last = column_text(q, 11, a),
                     .expiry_month = column_text(q, 12, a),
                     .expiry_year = column_text(q, 13, a)},
            .created = column_int(q, 14),
        };
    return rc;
}

int store_payment_find(struct store *s, struct arena *a, int64_t realm, const char *organization,
                       const char *id, struct payment *ret)
{
    QUERY(q, s, PAYMENT_BY_ID, INT_ARG(realm), TEXT_ARG(organization), TEXT_ARG(id));

    return read_payment(&q, a, ret);
}

int store_payment_find_transaction(struct store *s, struct arena *a, int64_t realm,
                                   const char *organization, const char *transaction,
                                   struct payment *ret)
{
    QUERY(q, s, PAYMENT_BY_TRANSACTION, INT_ARG(realm), TEXT_ARG(organization),
          TEXT_ARG(transaction));

    return read_payment(&q, a, ret);
}
