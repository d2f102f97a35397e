/* SPDX-License-Identifier: MIT */
/* What the two files of the export share. */
#ifndef SEEDS_EXPORT_H
#define SEEDS_EXPORT_H

#include "engine/request.h"
#include "directory/customers_store.h"
#include "directory/users_store.h"
#include "seeds/seeds.h"
#include "weavr/resources_store.h"

/* A time as an export shows it. */
const char *seed_time(struct arena *a, int64_t time);

extern const struct field seed_credential_fields[];
extern const struct field seed_cyrexa_fields[];

/* The parts of the document, in its order. */
enum export_part {
    EXPORT_USERS,
    EXPORT_RESOURCES,
    EXPORT_ORGANIZATIONS,
    EXPORT_CUSTOMERS,
    EXPORTED
};

/* An export that is being written. The places are behind what was written last of the part. */
struct exporting {
    struct text text; /* the document so far */
    enum export_part part;
    enum export_part opened; /* the part whose array is open in the text */
    size_t items;            /* in that array */
    struct users_place users;
    struct resource resource;
    struct export_place place; /* of organizations or customers */
};

/* Adds an item, which is JSON, to the part's array. */
void exporting_add(struct exporting *x, enum export_part part, const char *item);

/* Look at the next `most` organizations and customers behind x->place. */
int seed_export_organizations(struct request *r, struct exporting *x, int64_t most);
int seed_export_customers(struct request *r, struct exporting *x, int64_t most);

/* A person's credentials: struct seed_credential. */
int seed_export_credentials(struct request *r, int64_t person, struct list *ret);

#endif
