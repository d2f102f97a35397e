/* SPDX-License-Identifier: MIT */
/* What the Customer API knows of the people of a realm, and its organizations. Error codes as in store.h. */
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

/* As good when it is gone already. */
int store_credential_delete(struct store *s, int64_t id);

/* That the credential helped to open the session. */
int store_credential_used(struct store *s, int64_t realm, int64_t credential, int64_t session);

/* ---- second factors ---- */

int store_two_factor_find(struct store *s, struct arena *a, int64_t realm, int64_t person,
                          struct two_factor *ret);

/* Makes the person's row, or changes the flags and `updated` of the one there is. */
int store_two_factor_set(struct store *s, int64_t realm, int64_t person,
                         const struct two_factor *t);

/* One person's credentials become another's; so does the row, where the other has none. */
int store_credentials_hand_over(struct store *s, int64_t realm, int64_t from, int64_t to);

/* ---- customers ---- */

/* -EEXIST when the realm has one of that name. */
int store_customer_insert(struct store *s, int64_t realm, const struct customer *c);
int store_customer_find(struct store *s, struct arena *a, int64_t realm, const char *name,
                        struct customer *ret);

/* That of an identity, or of a person who has none, in whichever realm. */
int store_customer_of(struct store *s, struct arena *a, int64_t id, struct customer *ret);

/* What getCredentials tells of a person, who is that customer or works for it. */
struct standing {
    const char *customer;     /* its name */
    const char *organization; /* NULL: none */
    struct two_factor two_factor;
    bool has_credentials; /* that the Customer API alone knows */
};

int store_standing(struct store *s, struct arena *a, int64_t realm, int64_t person,
                   int64_t customer, struct standing *ret);

/* Writes type, status, organization and details. */
int store_customer_update(struct store *s, const struct customer *c);

/* What a list of customers asks for; of what is NULL, any. */
struct customer_filter {
    const char *organization; /* NULL: `type` is given */
    const char *type;
    const char *status;
    int64_t from; /* made at this time or later, */
    int64_t to;   /* and before this one */
    int64_t limit;
    int64_t offset;
};

/* In order of making: a list of struct customer. Found by index, those that are passed over, too. */
int store_customers(struct store *s, struct arena *a, int64_t realm,
                    const struct customer_filter *filter, struct list *ret);

/* Those that a seed must tell: not what every identity has by itself. */
int store_customers_to_export(struct store *s, struct arena *a, int64_t realm, struct list *ret);

/* ---- organizations ---- */

/* -EEXIST when the realm has one of that name. */
int store_organization_insert(struct store *s, int64_t realm, const struct organization *o);
int store_organization_find(struct store *s, struct arena *a, int64_t realm, const char *name,
                            struct organization *ret);
int store_organization_update(struct store *s, const struct organization *o);
int store_organizations_to_export(struct store *s, struct arena *a, int64_t realm,
                                  struct list *ret);

#endif
