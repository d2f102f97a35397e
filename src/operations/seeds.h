/* SPDX-License-Identifier: MIT */
/* Seed documents (control.md section 7): the people that a realm begins with. */
#ifndef OPERATIONS_SEEDS_H
#define OPERATIONS_SEEDS_H

#include "api/rules.h"
#include "resources.h"
#include "tables.h"

struct seed_identity {
    int type;
    int64_t id;
    const char *name;
    enum maybe root;
};

struct seed_user {
    int64_t id;
    const char *email;
    const char *password;
    struct mobile mobile;
    struct seed_identity identity;
    enum maybe email_verified;
    struct list factors;
};

struct seed_resource {
    struct resource_form form;
    const char *owner; /* the id of an identity, or the address of the user that made it */
};

struct seed {
    struct list users;
    struct list resources;
};

/* The rules of a document, for its decoding and its schema. */
extern const struct rule seed_rules[];

/* Whether `seed` is the word "demo" or a good document; every fault is a complaint in `d`. */
bool seeds_check(struct decoder *d, const json_t *seed);

/* The same for a document that its rules have decoded already. */
bool seed_check(struct decoder *d, const struct seed *seed);

/* What seeds made. */
struct renaming {
    int64_t wanted;
    int64_t given;
};

struct sown {
    int64_t people;
    int64_t identities;
    int64_t users; /* the places of people in identities */
    int64_t resources;
    struct list renamed; /* struct renaming: ids that somebody had already */
};

/*
 * Applies the documents of an array, which are good, to an empty realm, in the caller's
 * transaction. The ids that they leave open are the same each time.
 */
int seeds_apply(struct gateway *g, struct realm *realm, struct arena *a, int64_t now,
                const json_t *documents, struct sown *ret);

/* {"old": "new"} as JSON; NULL when nothing was renamed. */
const char *sown_renamed(struct arena *a, const struct sown *sown);

/*
 * What the earlier users of a document said, each as the index of who said it: their addresses,
 * ids, and the identities that later ones may work for. A hundred thousand may stand in one.
 */
struct roll {
    json_t *emails;
    json_t *ids;
    json_t *employers;
};

struct roll roll_new(void);
void roll_free(struct roll *roll);
void roll_add(struct roll *roll, struct arena *a, const struct seed_user *user, size_t i);

/* The index of who said it first, or NOT_SAID; a NULL key is nobody's. */
#define NOT_SAID SIZE_MAX
size_t roll_find(const json_t *said, const char *key);

/* Who founded the identity that an authorised user names, by id or else by name. */
size_t roll_employer(const struct roll *roll, struct arena *a, const struct seed_user *user);

/* The user that made the identity which owns a resource, or NOT_SAID. */
size_t roll_owner(const struct roll *roll, struct arena *a, const struct seed_resource *resource);

/* Under which key an address stands in roll.emails. */
const char *seed_email_key(struct arena *a, const char *email);

/* The id that a user asks for; 0: any. */
int64_t seed_id(const struct seed_user *user);

#endif
