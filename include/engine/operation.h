/* SPDX-License-Identifier: MIT */
/* A row of the operation table. The family that it belongs to is in family.h. */
#ifndef ENGINE_OPERATION_H
#define ENGINE_OPERATION_H

#include "engine/errors.h"
#include "json/rules.h"
#include "json/views.h"
#include "model/session.h"

struct family;
struct request;
struct settings;

enum method { GET, POST, PUT, PATCH, DELETE, OPTIONS, METHODS_COUNT, OTHER_METHOD = METHODS_COUNT };

extern const char *const method_names[]; /* by enum method, ended by NULL */

/* Who may call. Each family reads it in its own way. */
enum access {
    OPEN,       /* anybody */
    APP_KEY,    /* an application: with its key, or the simulator's */
    SIGNED_IN,  /* a person: with the key and a token of one of the row's kinds */
    BEARER,     /* an application or a person of the tenant (Customer API) */
    ITS_TENANT, /* the same, where the token says which tenant it is (Open Banking, Merchant API) */
    OPERATOR,   /* whoever runs the tests: with the control token, where there is one */
};

/* Operations that are documented together, and behave alike where the sources differ. */
struct group {
    const char *tag;
    const char *title;
    /* weavr-auth.md 1.3.1: one broken rule is named in `message`, several give "Bad Request" */
    bool speaking_messages;
};

/* How a call that comes again with its idempotency-ref is answered. */
struct replays {
    bool anew; /* what it made is shown as it is now; else: the answer of before */
    int (*show)(struct request *r, int64_t made); /* shows it; NULL: the answer has no body */
};

/*
 * A row of the table: OPERATION(handler, method, path, access, further columns …). The order of the
 * checks is not here: it is the family's.
 */
struct operation {
    size_t index;                /* its place in the registry, which sets it */
    const struct family *family; /* set by the registry, too */
    const char *name;
    enum method method;
    const char *path; /* a template: "/multi/passwords/{user_id}/create" */
    bool collapses;   /* an empty parameter is none: "/users//invite" means "/users/invite" */
    const char *summary;
    const struct group *group;

    /* who may call */
    enum access access;
    /* KIND() bits; 0 for SIGNED_IN means KIND(SESSION_ACCESS); those of a scope (Customer API) */
    unsigned tokens;
    int (*permit)(struct request *r); /* PASS, or refuses; NULL: as access says */

    /* what it takes and does */
    const struct input *input; /* NULL: nothing is read */
    size_t body_limit;         /* bytes; 0: that of the family */
    /* finds what the path names and puts it into r->found, or refuses; NULL: the handler looks */
    int (*find)(struct request *r);
    const struct replays *replays; /* heeds idempotency-ref; it writes. NULL: it does not */
    int (*handle)(struct request *r);
    bool writes;      /* runs in a transaction */
    bool writes_once; /* with one statement, which is a transaction by itself */
    /* whether it writes in a realm of these settings, too; NULL: as `writes` says */
    bool (*writes_where)(const struct settings *settings);

    /* what it answers */
    int status;                      /* of success */
    const struct view *answer;       /* NULL: no body */
    const struct view *other_answer; /* where a setting chooses another shape */
    const char *media_type;          /* NULL: application/json */
    const char *text_type;           /* of the same as text, for whoever accepts that; or NULL */
    const char *elsewhere;           /* where it sends a browser (303); NULL: nowhere */
    const enum error *errors;        /* those of this row alone, ended by NO_ERROR */

    /* what its family alone reads, in a struct of the family's; NULL: the usual */
    const void *columns;
};

#define OPERATION(handler, verb, template, who, ...)                                               \
    {                                                                                              \
        .name = #handler, .method = (verb), .path = (template), .access = (who),                   \
        .handle = (handler), __VA_ARGS__                                                           \
    }
#define END_OF_OPERATIONS                                                                          \
    {                                                                                              \
        .name = NULL                                                                               \
    }

/* Values of columns. */
#define ERRORS(...) ((const enum error[]){__VA_ARGS__ __VA_OPT__(, ) NO_ERROR})

/* How idempotency-ref is heeded: the answer of before, nothing done twice, what was made as it is now. */
#define ANSWERED_AGAIN (&(const struct replays){.anew = false})
#define DONE_ONCE (&(const struct replays){.anew = true})
#define SHOWN_AGAIN(shown) (&(const struct replays){.anew = true, .show = (shown)})

/* An operation on the one thing that its path names. */
struct path_id {
    int64_t id;
};

#define PATH_ID_INPUT(symbol, table, schema, parameter)                                            \
    static const struct rule table[] = {                                                           \
        RULE_ID(struct path_id, id, parameter, REQUIRED, .place = IN_PATH), END_OF_RULES};         \
    static const struct input symbol = {                                                           \
        .name = (schema), .rules = table, .size = sizeof(struct path_id)}

typedef int step_fn(struct request *r);

/* The refusals that come with idempotency-ref, ended by NO_ERROR; the first is that of another payload. */
const enum error *replay_errors(const struct replays *replays);

/* Whether a row, or NULL, has the same name: an operation may have several paths. */
bool operation_is(const struct operation *operation, const struct operation *named);

#endif
