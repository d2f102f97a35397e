/* SPDX-License-Identifier: MIT */
/*
 * Seed documents (control.md 7): the people, identities, resources and customers with which a realm
 * starts. A document is decoded and checked, then applied; an export is a document that applies to
 * the same content. Start reading at seed_rules in document.c.
 */
#ifndef SEEDS_SEEDS_H
#define SEEDS_SEEDS_H

#include "cyrexa/customers.h"
#include "json/complaints.h"
#include "weavr/resources.h"
#include "weavr/shared_types.h"

/*
 * One set of structs for both directions: rules decode into them, the export's view writes them.
 * Members named shown_… belong to the export.
 */
struct seed_identity {
    const char *type;
    int64_t id;
    const char *name;
    enum maybe root;
    /* given with the root user only */
    enum maybe active;
    const char *diligence; /* NULL: not started */
    const char *level;
    const char *ongoing_diligence; /* NULL, as the next: like the effective ones above */
    const char *ongoing_level;
    int64_t diligence_reference; /* 0: no check was ever started */
    json_t *details;             /* body of the create operation; NULL: generated */
    const char *shown_details;
};

/* A credential that exists in the Customer API only. */
struct seed_credential {
    int type;
    const char *value;
    const char *code;
    const char *code_hash;
    json_t *channel;
    const char *created;
    const char *shown_type;
    const char *shown_channel;
};

struct seed_user {
    int64_t id;
    int64_t
        person; /* id of the first user of the same person; 0: the person is found by the address */
    const char *email;
    enum maybe email_verified;
    enum maybe email_released; /* its reservation has lapsed: others may take the address */
    enum maybe email_shared;   /* another user of the person signs in with it */
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
    enum maybe two_factor;         /* whether the Customer API shows a second factor, */
    struct two_factor_flags flags; /* and for what it requires one */
    const char *shown_flags;
    struct list credentials; /* struct seed_credential */
    struct phone phone;
    const struct phone *shown_phone;
    enum maybe active;
    /* of an authorised user only */
    json_t *details; /* the remaining members of the create body; NULL: none */
    const char *shown_details;
    enum maybe invite_consumed;
    const char *diligence;
    const char *created;
};

struct seed_resource {
    struct resource_form form;
    const char *owner; /* the id of an identity, or the address of its root user */
    const char *created;
    const char *shown_type;
    const char *shown_state;
};

/*
 * The body of the create operation, and what it has no members for. Every identity is a customer:
 * an entry with the id of an identity of the document gives the changes of that customer.
 */
struct seed_customer {
    struct customer_body body;
    int64_t user; /* the person's id; 0: a new one is assigned */
    const char *password_hash;
    struct list credentials; /* struct seed_credential */
    const char *created;
};

/* An entry with the id of a corporate of the document gives the changes of that organization. */
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

struct seed {
    json_t *json; /* the document, or the word "demo" */
    struct list users;
    struct list resources;
    struct seed_cyrexa cyrexa;
    const struct seed_cyrexa *shown_cyrexa; /* NULL: nothing to show */
};

#define EMPTY_SEED                                                                                 \
    ((struct seed){.users = LIST_OF(struct seed_user),                                             \
                   .resources = LIST_OF(struct seed_resource),                                     \
                   .cyrexa = {.organizations = LIST_OF(struct seed_organization),                  \
                              .customers = LIST_OF(struct seed_customer)}})

/* The rules of a document, for its decoding and its schema. */
extern const struct rule seed_rules[];

/*
 * Decodes and checks a document, or the word "demo". False when it is invalid, with a complaint in
 * `d` for each error. The JSON must live as long as `ret`.
 */
bool seed_read(struct decoder *d, json_t *json, struct seed *ret);

/* Checks a document that is decoded already, for what no single rule can check. */
bool seed_check(struct decoder *d, const struct seed *seed);

/* Decodes an array of documents that were checked before, into as many seeds. */
struct seed *seeds_decode(struct arena *a, const json_t *documents);

struct renamed_id {
    int64_t wanted;
    int64_t given;
};

/* How much was created. */
struct seed_result {
    int64_t people;
    int64_t identities;
    int64_t users;
    int64_t resources;
    int64_t organizations;
    int64_t customers;   /* without those of identities */
    struct list renamed; /* struct renamed_id: ids that were taken */
};

/*
 * Applies checked documents to an empty realm, in the caller's transaction. Ids that the documents
 * leave out are assigned from a key of the realm: the same at each reset.
 */
int seeds_apply(struct gateway *g, struct realm *realm, struct arena *a, int64_t now,
                const struct seed *seeds, size_t count, struct seed_result *ret);

/* {"wanted": "given"} as JSON; NULL when no id was taken. */
const char *seed_renamed_json(struct arena *a, const struct seed_result *result);

/*
 * Writes a piece of the content of the request's realm as a document: 0 or a negative errno. `ret` is the
 * document when it is complete, else NULL. Until then requests that write to the realm wait.
 */
int seed_export(struct request *r, const struct text **ret);
extern const struct view export_view;

/* schema/seed.json: the JSON Schema of seed documents. */
const char *seed_schema(struct arena *a);

#endif
