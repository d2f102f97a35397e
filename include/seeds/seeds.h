/* SPDX-License-Identifier: MIT */
/* Seed documents (control.md 7): the people that a realm begins with. */
#ifndef SEEDS_SEEDS_H
#define SEEDS_SEEDS_H
#include "cyrexa/customers.h"
#include "directory/context.h"
#include "json/rules.h"
#include "weavr/resources.h"
#include "weavr/shared_types.h"

/*
 * The structs are read by the rules and written by the view of an export. A pointer that shows an
 * embedded struct is the export's.
 */
struct seed_identity {
    const char *type;
    int64_t id;
    const char *name;
    enum maybe root;
    /* of its root user alone */
    enum maybe active;
    const char *diligence; /* NULL: nothing has happened */
    const char *level;
    const char *ongoing_diligence; /* these NULL: as what counts */
    const char *ongoing_level;
    int64_t diligence_reference; /* 0: the provider was never asked */
    json_t *details;             /* the body that created it; NULL: one is made up */
    const char *shown_details;
};

/* Of those that the Customer API alone knows. */
struct seed_credential {
    int type;
    const char *value;
    const char *code;
    const char *code_hash;
    json_t *channel;
    const char *created;
    /* as the export shows it */
    const char *shown_type;
    const char *shown_channel;
};

extern const struct rule seed_credential_rules[];
extern const struct field seed_credential_fields[];

struct seed_user {
    int64_t id;
    int64_t person; /* id of the user whose person is this one, too; 0: as the address says */
    const char *email;
    enum maybe email_verified;
    enum maybe email_released; /* its reservation is over: somebody else may have the address */
    enum maybe email_shared;   /* another user of the person signs in for this one */
    const char *name;
    const char *surname;
    const char *password;
    const char *password_hash;
    struct list earlier_hashes;
    const char *password_set;
    enum maybe password_expired;
    struct mobile mobile;
    const struct mobile *shown_mobile;
    enum maybe mobile_verified;
    int64_t mobile_changes;
    struct seed_identity identity;
    struct list factors; /* active ones */
    struct list pending_factors;
    struct list inactive_factors;
    enum maybe two_factor;         /* whether the Customer API tells of one, */
    struct two_factor_flags flags; /* and for what it demands one */
    const char *shown_flags;
    struct list credentials; /* struct seed_credential */
    struct phone phone;
    const struct phone *shown_phone;
    enum maybe active;
    /* of an authorised user alone */
    json_t *details; /* what a creation may say beside names, address and number; NULL: nothing */
    const char *shown_details;
    enum maybe invite_consumed;
    const char *diligence;
    const char *created;
};

struct seed_resource {
    struct resource_form form;
    const char *owner; /* the id of an identity, or the address of the user that made it */
    const char *created;
    /* as the export shows the form */
    const char *shown_type;
    const char *shown_state;
};

/*
 * The body of a creation, and what a realm knows besides. With the id of an identity of the document
 * it tells what was changed of the customer that every identity is.
 */
struct seed_customer {
    struct customer_body body;
    int64_t user; /* the person's id; 0: any */
    const char *password_hash;
    struct list credentials; /* struct seed_credential */
    const char *created;
};

/* With the id of a corporate of the document it tells what was changed of that organization. */
struct seed_organization {
    struct organization_body body;
    const char *created;
};

struct seed_cyrexa {
    struct list organizations;
    struct list customers;
    struct list shown_organizations; /* const char *, JSON */
    struct list shown_customers;
};

extern const struct rule seed_cyrexa_rules[];
extern const struct field seed_cyrexa_fields[];

struct seed {
    const json_t *json; /* the document, or the word "demo" */
    struct list users;
    struct list resources;
    struct seed_cyrexa cyrexa;
    const struct seed_cyrexa *shown_cyrexa; /* NULL: it is empty */
};

#define EMPTY_SEED                                                                                 \
    ((struct seed){.users = LIST_OF(struct seed_user),                                             \
                   .resources = LIST_OF(struct seed_resource),                                     \
                   .cyrexa = {.organizations = LIST_OF(struct seed_organization),                  \
                              .customers = LIST_OF(struct seed_customer)}})

/* The rules of a document, for its decoding and its schema. */
extern const struct rule seed_rules[];

/*
 * Whether `json` is the word "demo" or a good document, which is decoded; every fault is a complaint
 * in `d`. The JSON must live as long as `ret`.
 */
bool seed_read(struct decoder *d, const json_t *json, struct seed *ret);

/* What is left to judge of a document that its rules have decoded. */
bool seed_check(struct decoder *d, const struct seed *seed);

/* Decodes an array of documents that were judged before: as many as there are in it. */
struct seed *seeds_known(struct arena *a, const json_t *documents);

/* The body that would have created the identity of this root user, where no other is given. */
const char *seed_details(struct arena *a, const struct realm *realm, const struct seed_user *user);

/* What seeds made. */
struct renaming {
    int64_t wanted;
    int64_t given;
};

struct sown {
    int64_t people;
    int64_t identities;
    int64_t users; /* what people are in identities */
    int64_t resources;
    int64_t organizations;
    int64_t customers;   /* besides those that identities are */
    struct list renamed; /* struct renaming: ids that somebody had already */
};

/*
 * Applies good documents to an empty realm, in the caller's transaction. The ids that they leave
 * open are the same each time.
 */
int seeds_apply(struct gateway *g, struct realm *realm, struct arena *a, int64_t now,
                const struct seed *seeds, size_t count, struct sown *ret);

/* {"old": "new"} as JSON; NULL when nothing was renamed. */
const char *sown_renamed(struct arena *a, const struct sown *sown);

/*
 * What the users of a document say, each as the index of who says it first: their addresses, ids,
 * and the identities that others may work for. A hundred thousand may stand in one.
 */
struct roll {
    json_t *emails;
    json_t *ids;
    json_t *employers;
};

struct roll roll_of(struct arena *a, const struct list *users);
void roll_free(struct roll *roll);

/* The index of who said it first, or NOT_SAID; a NULL key is nobody's. */
#define NOT_SAID SIZE_MAX
size_t roll_find(const json_t *said, const char *key);

/* Who founded the identity that an authorised user names, by id or else by name. */
size_t roll_employer(const struct roll *roll, struct arena *a, const struct seed_user *user);

/* Whose address a user's is, too: an earlier one's, or the user's own index. */
size_t roll_namesake(const struct roll *roll, struct arena *a, const struct list *users, size_t i);

/* The user with whom the person of a user begins: another one, or the user's own index. */
size_t roll_person(const struct roll *roll, struct arena *a, const struct list *users, size_t i);

/* The user that made the identity which owns a resource, or NOT_SAID. */
size_t roll_owner(const struct roll *roll, struct arena *a, const struct seed_resource *resource);

/* The root user whose identity has the id that is written so, or NOT_SAID. */
size_t roll_identity(const struct roll *roll, const char *id);

/* What is wrong with a time that is none. */
#define TIME_TEXT "must be a time like 2027-01-01T00:00:00.000Z"

/* A time as an export shows it. */
const char *seed_time(struct arena *a, int64_t time);

/* A complaint about the place that the names lead to; a NULL name ends them. */
void complain_at(struct decoder *d, const char *detail, const char *const names[]);

/* What no rule judges of customers, organizations and credentials (seed_customers.c). */
void seed_check_customers(struct decoder *d, const struct seed *seed, const struct roll *roll);

/* Whether a customer's own address, which it has, is among its credentials as well. */
bool seed_lists_address(struct arena *a, const struct seed_customer *it);

/* A document on its way into a realm. Users and what was made of them stand in the same order. */
struct sowing {
    struct context context;
    struct seed seed;
    struct roll roll;
    struct list made; /* struct user_record */
    struct sown *sown;
};

/* The id that the document gives, unless somebody has it: then a fresh one. */
int free_id(struct sowing *w, int64_t wanted, int64_t *ret);

int64_t time_or_now(const struct context *ctx, const char *text);

/* What the document says of customers, organizations and credentials, once its users are there (sown_customers.c). */
int sow_customers(struct sowing *w);

/* The same of a realm, into the cyrexa part of an export; and a person's credentials. */
int export_customers(struct request *r, struct seed *ret);
int export_credentials(struct request *r, int64_t person, struct list *ret);

/* The id that a user asks for; 0: any. */
int64_t seed_id(const struct seed_user *user);

/* The realm's people as a document that makes them again. 0 or a negative errno. */
int seed_export(struct request *r, struct seed *ret);
extern const struct view export_view;

/* schema/seed.json: the JSON Schema of seed documents. */
const char *seed_schema(struct arena *a);

#endif
