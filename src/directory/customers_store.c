/* SPDX-License-Identifier: MIT */
/* The Customer API's credentials, second factors, customers and organizations. */
#include "directory/customers_store.h"

#include "store/query.h"

#include <errno.h>
#include <string.h>

/* ---- credentials ---- */

static void read_credential(const struct query *q, struct arena *a, struct credential_row *ret)
{
    *ret = (struct credential_row){
        .id = column_int(q, 0),
        .person = column_int(q, 1),
        .type = (enum credential_type) column_name(q, 2, credential_type_names),
        .value = column_text(q, 3, a),
        .code_hash = column_text(q, 4, a),
        .channel = column_text(q, 5, a),
        .created = column_int(q, 6),
    };
}

int store_credential_insert(struct store *s, int64_t realm, const struct credential_row *c)
{
    QUERY(q, s, CREDENTIAL_INSERT, INT_ARG(c->id), INT_ARG(realm), INT_ARG(c->person),
          TEXT_ARG(credential_type_names[c->type]), TEXT_ARG(c->value), TEXT_ARG(c->code_hash),
          TEXT_ARG(c->channel), INT_ARG(c->created));

    return query_run(&q);
}

int store_credential_find(struct store *s, struct arena *a, int64_t realm, const char *type,
                          const char *value, struct credential_row *ret)
{
    QUERY(q, s, CREDENTIAL_FIND, INT_ARG(realm), TEXT_ARG(type), TEXT_ARG(value));
    int rc = query_step(&q);

    if (rc == 0)
        read_credential(&q, a, ret);
    return rc;
}

int store_credentials(struct store *s, struct arena *a, int64_t realm, int64_t person,
                      struct list *ret)
{
    QUERY(q, s, CREDENTIALS_OF_PERSON, INT_ARG(realm), INT_ARG(person));
    int rc;

    *ret = LIST_OF(struct credential_row);
    while ((rc = query_step(&q)) == 0)
        read_credential(&q, a, list_add(ret, a));
    return rc == -ENOENT ? 0 : rc;
}

int store_credential_set_code(struct store *s, int64_t id, const char *hash)
{
    QUERY(q, s, CREDENTIAL_CODE, INT_ARG(id), TEXT_ARG(hash));

    return query_change(&q);
}

int store_credential_set_value(struct store *s, int64_t id, const char *value)
{
    QUERY(q, s, CREDENTIAL_VALUE, INT_ARG(id), TEXT_ARG(value));

    return query_change(&q);
}

int store_credential_delete(struct store *s, int64_t id)
{
    QUERY(q, s, CREDENTIAL_DELETE, INT_ARG(id));

    return query_run(&q);
}

int store_credential_used(struct store *s, int64_t realm, int64_t credential, int64_t session)
{
    QUERY(q, s, CREDENTIAL_USED, INT_ARG(realm), INT_ARG(credential), INT_ARG(session));

    return query_run(&q);
}

/* ---- second factors ---- */

static struct two_factor two_factor_at(const struct query *q, int column, struct arena *a)
{
    return (struct two_factor){
        .id = column_text(q, column, a),
        .login = column_int(q, column + 1) != 0,
        .trading = column_int(q, column + 2) != 0,
        .funding = column_int(q, column + 3) != 0,
        .created = column_int(q, column + 4),
        .updated = column_int(q, column + 5),
    };
}

int store_two_factor_find(struct store *s, struct arena *a, int64_t realm, int64_t person,
                          struct two_factor *ret)
{
    QUERY(q, s, TWO_FACTOR_OF_PERSON, INT_ARG(realm), INT_ARG(person));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = two_factor_at(&q, 0, a);
    return rc;
}

int store_two_factor_set(struct store *s, int64_t realm, int64_t person, const struct two_factor *t)
{
    QUERY(q, s, TWO_FACTOR_SET, INT_ARG(realm), INT_ARG(person), TEXT_ARG(t->id), INT_ARG(t->login),
          INT_ARG(t->trading), INT_ARG(t->funding), INT_ARG(t->created), INT_ARG(t->updated));

    return query_run(&q);
}

int store_credentials_hand_over(struct store *s, int64_t realm, int64_t from, int64_t to)
{
    QUERY(credentials, s, CREDENTIALS_MOVE, INT_ARG(realm), INT_ARG(from), INT_ARG(to));
    QUERY(factor, s, TWO_FACTOR_MOVE, INT_ARG(realm), INT_ARG(from), INT_ARG(to));
    int rc = query_run(&credentials);

    return rc < 0 ? rc : query_run(&factor);
}

/* ---- customers ---- */

static void read_customer(const struct query *q, struct arena *a, struct customer *ret)
{
    *ret = (struct customer){
        .id = column_int(q, 0),
        .name = column_text(q, 1, a),
        .person = column_int(q, 2),
        .identity = column_int(q, 3),
        .type = column_name(q, 4, customer_type_names),
        .status = column_name(q, 5, customer_status_names),
        .organization = column_text(q, 6, a),
        .details = column_text(q, 7, a),
        .created = column_int(q, 8),
        .identity_name = column_text(q, 9, a),
        .first_name = column_text(q, 10, a),
        .last_name = column_text(q, 11, a),
        .email = column_text(q, 12, a),
        .mobile_country_code = column_text(q, 13, a),
        .mobile_number = column_text(q, 14, a),
        .two_factor = two_factor_at(q, 15, a),
    };
}

int store_customer_insert(struct store *s, int64_t realm, const struct customer *c)
{
    QUERY(q, s, CUSTOMER_INSERT, INT_ARG(c->id), INT_ARG(realm), TEXT_ARG(c->name),
          INT_IF_ARG(c->identity == 0, c->person), ID_OR_NULL_ARG(c->identity),
          TEXT_ARG(customer_type_names[c->type]), TEXT_ARG(customer_status_names[c->status]),
          TEXT_ARG(c->organization), TEXT_ARG(c->details), INT_ARG(c->created));

    return query_run(&q);
}

static int read_one_customer(struct query *q, struct arena *a, struct customer *ret)
{
    int rc = query_step(q);

    if (rc == 0)
        read_customer(q, a, ret);
    return rc;
}

int store_customer_find(struct store *s, struct arena *a, int64_t realm, const char *name,
                        struct customer *ret)
{
    QUERY(q, s, CUSTOMER_BY_NAME, INT_ARG(realm), TEXT_ARG(name));

    return read_one_customer(&q, a, ret);
}

int store_customer_of(struct store *s, struct arena *a, int64_t id, struct customer *ret)
{
    QUERY(q, s, CUSTOMER_BY_ID, INT_ARG(id));

    return read_one_customer(&q, a, ret);
}

int store_standing(struct store *s, struct arena *a, int64_t realm, int64_t person,
                   int64_t customer, struct standing *ret)
{
    QUERY(q, s, CUSTOMER_STANDING, INT_ARG(customer), INT_ARG(realm), INT_ARG(person));
    int rc = query_step(&q);

    if (rc == 0)
        *ret = (struct standing){
            .customer = column_text(&q, 0, a),
            .organization = column_text(&q, 1, a),
            .two_factor = two_factor_at(&q, 2, a),
            .has_credentials = column_int(&q, 8) != 0,
        };
    return rc;
}

int store_customer_update(struct store *s, const struct customer *c)
{
    QUERY(q, s, CUSTOMER_UPDATE, INT_ARG(c->id), TEXT_ARG(customer_type_names[c->type]),
          TEXT_ARG(customer_status_names[c->status]), TEXT_ARG(c->organization),
          TEXT_ARG(c->details));

    return query_change(&q);
}

/* The statement with the most selective index. */
static enum statement statement_for(const struct customer_filter *f)
{
    if (f->organization != NULL)
        return CUSTOMERS_OF_ORGANIZATION;
    if (f->status == NULL || strcmp(f->status, customer_status_names[CUSTOMER_NEW]) == 0)
        return CUSTOMERS_OF_TYPE;
    return CUSTOMERS_OF_STATUS;
}

static bool page_is_full(const struct customer_filter *f, const struct customers_page *page)
{
    return page->matching >= f->offset + f->limit;
}

int store_customers_search(struct store *s, struct arena *a, int64_t realm,
                           const struct customer_filter *f, int64_t most,
                           struct customers_page *page)
{
    int64_t created = page->id == 0 ? f->from : page->created;
    QUERY(q, s, statement_for(f), INT_ARG(realm), TEXT_ARG(f->type), TEXT_ARG(f->status),
          TEXT_ARG(f->organization), INT_ARG(f->to), INT_ARG(created), INT_ARG(page->id),
          INT_ARG(most));
    int rc = 0;

    page->ids.item_size = sizeof(int64_t);
    for (; most > 0 && !page_is_full(f, page) && (rc = query_step(&q)) == 0; most--) {
        page->created = column_int(&q, 0);
        page->id = column_int(&q, 1);
        if (column_int(&q, 2) != 0 && page->matching++ >= f->offset)
            *(int64_t *) list_add(&page->ids, a) = page->id;
    }
    page->complete = rc == -ENOENT || page_is_full(f, page);
    return rc == -ENOENT ? 0 : rc;
}

/* Behind CUSTOMER_COLUMNS. */
#define SHOWN_COLUMN 21

/* After those of identities, the others follow. */
static void move_on(struct export_place *place)
{
    if (place->others)
        place->ended = true;
    place->others = true;
    place->created = INT64_MIN;
}

int store_customers_to_export(struct store *s, struct arena *a, int64_t realm, int64_t most,
                              struct export_place *place, struct list *ret)
{
    QUERY(q, s, CUSTOMERS_TO_EXPORT, INT_ARG(realm), INT_ARG(place->others),
          INT_ARG(place->created), INT_ARG(place->id), INT_ARG(most));
    struct customer customer;
    int64_t looked = 0;
    int rc;

    *ret = LIST_OF(struct customer);
    for (; (rc = query_step(&q)) == 0; looked++) {
        read_customer(&q, a, &customer);
        place->created = customer.created;
        place->id = customer.id;
        if (column_int(&q, SHOWN_COLUMN) != 0)
            *(struct customer *) list_add(ret, a) = customer;
    }
    if (looked < most)
        move_on(place);
    return rc == -ENOENT ? 0 : rc;
}

/* ---- organizations ---- */

static void read_organization(const struct query *q, struct arena *a, struct organization *ret)
{
    *ret = (struct organization){
        .id = column_int(q, 0),
        .name = column_text(q, 1, a),
        .identity = column_int(q, 2),
        .details = column_text(q, 3, a),
        .created = column_int(q, 4),
        .identity_name = column_text(q, 5, a),
    };
}

int store_organization_insert(struct store *s, int64_t realm, const struct organization *o)
{
    QUERY(q, s, ORGANIZATION_INSERT, INT_ARG(o->id), INT_ARG(realm), TEXT_ARG(o->name),
          ID_OR_NULL_ARG(o->identity), TEXT_ARG(o->details), INT_ARG(o->created));

    return query_run(&q);
}

int store_organization_find(struct store *s, struct arena *a, int64_t realm, const char *name,
                            struct organization *ret)
{
    QUERY(q, s, ORGANIZATION_BY_NAME, INT_ARG(realm), TEXT_ARG(name));
    int rc = query_step(&q);

    if (rc == 0)
        read_organization(&q, a, ret);
    return rc;
}

int store_organization_update(struct store *s, const struct organization *o)
{
    QUERY(q, s, ORGANIZATION_UPDATE, INT_ARG(o->id), TEXT_ARG(o->details));

    return query_change(&q);
}

int store_organizations_to_export(struct store *s, struct arena *a, int64_t realm, int64_t most,
                                  struct export_place *place, struct list *ret)
{
    QUERY(q, s, ORGANIZATIONS_TO_EXPORT, INT_ARG(realm), INT_ARG(place->others),
          INT_ARG(place->created), INT_ARG(place->id), INT_ARG(most));
    struct organization organization;
    int64_t looked = 0;
    int rc;

    *ret = LIST_OF(struct organization);
    for (; (rc = query_step(&q)) == 0; looked++) {
        read_organization(&q, a, &organization);
        place->created = organization.created;
        place->id = organization.id;
        if (organization.identity == 0 || strcmp(organization.details, "{}") != 0)
            *(struct organization *) list_add(ret, a) = organization;
    }
    if (looked < most)
        move_on(place);
    return rc == -ENOENT ? 0 : rc;
}
