/* SPDX-License-Identifier: MIT */
/* The Customer API's credentials, second factors, customers and organizations. Error codes as in store.h. */
#ifndef DIRECTORY_CUSTOMERS_STORE_H
#define DIRECTORY_CUSTOMERS_STORE_H

#include "model/customer.h"
#include "store/store.h"

/* ---- credentials ---- */

/* -EEXIST when another one has its type and value. */
int store_credential_insert(struct store *s, int64_t realm, const struct credential_row *c);
int store_credential_find(struct store *s, struct arena *a, int64_t realm, const char *type,
                          const char *value, struct credential_row *ret);

/* In order of adding: a list of struct credential_row. */
int store_credentials(struct store *s, struct arena *a, int64_t realm, int64_t person,
                      struct list *ret);

int store_credential_set_code(struct store *s, int64_t id, const char *hash);

/* -EEXIST when another one of its type has the value. */
int store_credential_set_value(struct store *s, int64_t id, const char *value);

/* 0 if it is gone already, too. */
int store_credential_delete(struct store *s, int64_t id);

/* Records that the credential was used to open the session. */
int store_credential_used(struct store *s, int64_t realm, int64_t credential, int64_t session);

/* ---- second factors ---- */

int store_two_factor_find(struct store *s, struct arena *a, int64_t realm, int64_t person,
                          struct two_factor *ret);

/* Inserts the person's row, or updates its flags and `updated`. */
int store_two_factor_set(struct store *s, int64_t realm, int64_t person,
                         const struct two_factor *t);

/* Moves one person's credentials to another, and the second factor unless the other has one. */
int store_credentials_hand_over(struct store *s, int64_t realm, int64_t from, int64_t to);

/* ---- customers ---- */

/* -EEXIST when the realm has one of that name. */
int store_customer_insert(struct store *s, int64_t realm, const struct customer *c);
int store_customer_find(struct store *s, struct arena *a, int64_t realm, const char *name,
                        struct customer *ret);

/* The customer with the id of an identity, or of a person without one, in any realm. */
int store_customer_of(struct store *s, struct arena *a, int64_t id, struct customer *ret);

/* What getCredentials shows of a person who is the customer or its authorised user. */
struct standing {
    const char *customer;     /* its name */
    const char *organization; /* NULL: none */
    struct two_factor two_factor;
    bool has_credentials; /* of the Customer API's own */
};

int store_standing(struct store *s, struct arena *a, int64_t realm, int64_t person,
                   int64_t customer, struct standing *ret);

/* Writes type, status, organization and details. */
int store_customer_update(struct store *s, const struct customer *c);

/* A filter of customers; NULL matches all. */
struct customer_filter {
    const char *organization; /* NULL: `type` is given */
    const char *type;
    const char *status;
    int64_t from; /* created at this time or later, */
    int64_t to;   /* and before this one */
    int64_t limit;
    int64_t offset;
};

/* A page of customers while it is searched; zero at first. */
struct customers_page {
    struct list ids;  /* int64_t, in order of creation */
    int64_t created;  /* of the last one that was looked at */
    int64_t id;       /* 0: none yet */
    int64_t matching; /* of those that were looked at */
    bool complete;    /* all of the page are in `ids` */
};

/* Looks at the next `most` customers in an index. */
int store_customers_search(struct store *s, struct arena *a, int64_t realm,
                           const struct customer_filter *filter, int64_t most,
                           struct customers_page *page);

/* A place in the order of an export: those of identities, then the others, oldest first. */
struct export_place {
    bool others;
    int64_t created; /* of the last one that was looked at; INT64_MIN: none of these yet */
    int64_t id;
    bool ended; /* there are no more */
};

/*
 * Of the next `most` customers those to export in a seed: not the unchanged customers that every identity
 * has. Moves `place` behind them.
 */
int store_customers_to_export(struct store *s, struct arena *a, int64_t realm, int64_t most,
                              struct export_place *place, struct list *ret);

/* ---- organizations ---- */

/* -EEXIST when the realm has one of that name. */
int store_organization_insert(struct store *s, int64_t realm, const struct organization *o);
int store_organization_find(struct store *s, struct arena *a, int64_t realm, const char *name,
                            struct organization *ret);
int store_organization_update(struct store *s, const struct organization *o);

/* As store_customers_to_export. */
int store_organizations_to_export(struct store *s, struct arena *a, int64_t realm, int64_t most,
                                  struct export_place *place, struct list *ret);

#endif
