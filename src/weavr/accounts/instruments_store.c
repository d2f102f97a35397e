/* SPDX-License-Identifier: MIT */
/* Instruments. */
#include "weavr/money/instruments_store.h"

#include "store/query.h"

#include <errno.h>

static void read_instrument(const struct query *q, struct arena *a, struct instrument *ret)
{
    *ret = (struct instrument){
        .id = column_int(q, 0),
        .identity = column_int(q, 1),
        .type = (enum instrument_type) column_name(q, 2, instrument_type_names),
        .profile = column_int(q, 3),
        .friendly_name = column_text(q, 4, a),
        .tag = column_text(q, 5, a),
        .currency = column_text(q, 6, a),
        .blocks = column_text(q, 7, a),
        .destroyed = column_text(q, 8, a),
        .has_low_balance = column_int(q, 9) != 0,
        .low_balance = column_int(q, 10),
        .has_iban = column_int(q, 11) != 0,
        .bank_number = column_int(q, 12),
        .created = column_int(q, 13),
        .balances = {column_int(q, 14), column_int(q, 15)},
    };
}

static int read_one(struct query *q, struct arena *a, struct instrument *ret)
{
    int rc = query_step(q);

    if (rc == 0)
        read_instrument(q, a, ret);
    return rc;
}

static int read_all(struct query *q, struct arena *a, struct list *ret)
{
    int rc;

    *ret = LIST_OF(struct instrument);
    while ((rc = query_step(q)) == 0)
        read_instrument(q, a, list_add(ret, a));
    return rc == -ENOENT ? 0 : rc;
}

int store_instrument_insert(struct store *s, int64_t realm, const struct instrument *i)
{
    QUERY(q, s, INSTRUMENT_INSERT, INT_ARG(realm), INT_ARG(i->id), INT_ARG(i->identity),
          TEXT_ARG(instrument_type_names[i->type]), INT_ARG(i->profile), TEXT_ARG(i->friendly_name),
          TEXT_ARG(i->tag), TEXT_ARG(i->currency), TEXT_ARG(i->blocks), TEXT_ARG(i->destroyed),
          INT_IF_ARG(i->has_low_balance, i->low_balance), INT_ARG(i->has_iban),
          ID_OR_NULL_ARG(i->bank_number), INT_ARG(i->created));

    return query_run(&q);
}

int store_instrument_find(struct store *s, struct arena *a, int64_t realm, int64_t id,
                          struct instrument *ret)
{
    QUERY(q, s, INSTRUMENT_BY_ID, INT_ARG(realm), INT_ARG(id));

    return read_one(&q, a, ret);
}

int store_instrument_by_bank_number(struct store *s, struct arena *a, int64_t realm,
                                    int64_t bank_number, struct instrument *ret)
{
    QUERY(q, s, INSTRUMENT_BY_BANK_NUMBER, INT_ARG(realm), INT_ARG(bank_number));

    return read_one(&q, a, ret);
}

int store_instruments_of_identity(struct store *s, struct arena *a, int64_t realm, int64_t identity,
                                  enum instrument_type type, const struct instrument *before,
                                  int64_t most, struct list *ret)
{
    bool first = before->id == 0;
    QUERY(q, s, INSTRUMENTS_OF_IDENTITY, INT_ARG(realm), INT_ARG(identity),
          TEXT_ARG(instrument_type_names[type]), INT_ARG(first ? INT64_MAX : before->created),
          INT_ARG(first ? INT64_MAX : before->id), INT_ARG(most));

    return read_all(&q, a, ret);
}

int store_instruments_of_realm(struct store *s, struct arena *a, int64_t realm,
                               enum instrument_type type, int64_t before, int64_t most,
                               struct list *ret)
{
    QUERY(q, s, INSTRUMENTS_OF_REALM, INT_ARG(realm), TEXT_ARG(instrument_type_names[type]),
          INT_ARG(before), INT_ARG(most));

    return read_all(&q, a, ret);
}

int store_instrument_update(struct store *s, int64_t realm, const struct instrument *i)
{
    QUERY(q, s, INSTRUMENT_UPDATE, INT_ARG(realm), INT_ARG(i->id), TEXT_ARG(i->friendly_name),
          TEXT_ARG(i->tag), TEXT_ARG(i->blocks), TEXT_ARG(i->destroyed),
          INT_IF_ARG(i->has_low_balance, i->low_balance), INT_ARG(i->has_iban),
          ID_OR_NULL_ARG(i->bank_number));

    return query_change(&q);
}
