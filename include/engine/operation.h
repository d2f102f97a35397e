/* SPDX-License-Identifier: MIT */
/* Rows of the operation table. Families of operations are in family.h. */
#ifndef ENGINE_OPERATION_H
#define ENGINE_OPERATION_H

#include "engine/errors.h"
#include "json/rules.h"
#include "json/views.h"
#include "model/session.h"

struct family;
struct request;
struct settings;

enum method {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE,
    OPTIONS,
    HEAD, /* of a request only: it is served as GET, without the body */
    METHODS_COUNT,
    OTHER_METHOD = METHODS_COUNT
};

extern const char *const method_names[]; /* by enum method, ended by NULL */

/* Who may call. Each family checks it in its own way. */
enum access {
    OPEN,       /* anybody */
    APP_KEY,    /* an application: with its key, or the simulator's */
    SIGNED_IN,  /* a person: with the key and a token of one of the row's kinds */
    BEARER,     /* an application or a person of the tenant (Customer API) */
    ITS_TENANT, /* the same, but the token determines the tenant (Open Banking, Merchant API) */
    OPERATOR,   /* the operator of sandgate: with the control token, if one is set */
};

/* The origins whose pages may read an answer, beside the gateway's own. */
enum readers {
    READERS_OF_CORS, /* those that --cors names */
    ANY_ORIGIN,      /* all, whatever --cors says */
    OWN_ORIGIN,      /* no others */
};

/* Operations that are documented together, and share what the sources specify by group. */
struct group {
    const char *tag;
    const char *title;
    /* weavr-auth.md 1.3.1: `message` names a single broken rule; for several it is "Bad Request" */
    bool specific_messages;
};

/* The answer to a repeated call with the same idempotency-ref. */
struct replays {
    bool
        shows_current; /* the current state of what the first call created; else: the first answer */
    bool forgets_refusals; /* after a refusal the reference is free for any payload */
    int (*show)(struct request *r,
                int64_t made); /* replies with that object; NULL: the answer has no body */
};

/*
 * A row of the table: OPERATION(handler, method, path, access, further columns …). The family defines
 * the order of the checks.
 */
struct operation {
    size_t index;                /* in the registry, which sets it */
    const struct family *family; /* set by the registry */
    const char *name;
    enum method method;
    const char *path; /* a template: "/multi/passwords/{user_id}/create" */
    bool collapses;   /* empty segments are ignored: "/users//invite" means "/users/invite" */
    bool empty_is_wrong_method; /* an empty parameter is answered with 405 */
    const char *summary;
    const struct group *group;

    /* who may call */
    enum access access;
    /* KIND() bits; 0 for SIGNED_IN means KIND(SESSION_ACCESS); those of a scope (Customer API) */
    unsigned tokens;
    int (*permit)(struct request *r); /* PASS or refuses; NULL: access alone decides */

    /* what it takes and does */
    const struct input *input; /* NULL: it has no input */
    size_t body_limit;         /* bytes; 0: that of the family */
    /* looks up the object of the path and sets r->found, or refuses; NULL: the handler does it */
    int (*find)(struct request *r);
    const struct replays *replays; /* NULL: idempotency-ref is ignored; else `writes` must be set */
    int (*handle)(struct request *r);
    bool writes; /* runs in a transaction */
    /* whether it also writes with these settings of the realm; NULL: `writes` alone decides */
    bool (*writes_if)(const struct settings *settings);

    /* what it answers */
    int status;                      /* of success */
    const struct view *answer;       /* NULL: no body */
    const struct view *other_answer; /* used instead if a setting, or other_status, selects it */
    int other_status; /* of success with other_answer, on request only (Prefer: code); 0: none */
    const char *media_type; /* NULL: application/json */
    /* media types of the same answer, for clients that prefer them; ended by NULL; NULL: none */
    const char *const *other_types;
    enum readers readers;     /* the origins whose pages may read it */
    const char *redirect;     /* where browsers are redirected (303); NULL: nowhere */
    const enum error *errors; /* only this row's own, ended by NO_ERROR */

    /* further columns, in a struct of the family's; NULL: the defaults */
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
#define TYPES(...) ((const char *const[]){__VA_ARGS__, NULL})
#define ERRORS(...) ((const enum error[]){__VA_ARGS__ __VA_OPT__(, ) NO_ERROR})

/* Values of `replays`: the first answer; success without a body; the current state of the object. */
#define REPLAY_ANSWER (&(const struct replays){.shows_current = false})
#define REPLAY_NO_BODY (&(const struct replays){.shows_current = true})
#define REPLAY_CURRENT(shown) (&(const struct replays){.shows_current = true, .show = (shown)})
/* The same, with a reference that a refused call leaves free (weavr-money.md 1.5). */
#define REPLAY_SUCCESS(shown)                                                                      \
    (&(const struct replays){.shows_current = true, .forgets_refusals = true, .show = (shown)})

/* The input of an operation on one object, named by the path. */
struct path_id {
    int64_t id;
};

#define PATH_ID_INPUT(symbol, table, schema, parameter)                                            \
    static const struct rule table[] = {                                                           \
        RULE_ID(struct path_id, id, parameter, REQUIRED, .place = IN_PATH), END_OF_RULES};         \
    static const struct input symbol = {                                                           \
        .name = (schema), .rules = table, .size = sizeof(struct path_id)}

typedef int step_fn(struct request *r);

/* The errors of idempotency-ref, ended by NO_ERROR; the first is for a different payload. */
const enum error *replay_errors(const struct replays *replays);

/* Whether both are the same operation, which may have several paths. `operation` may be NULL. */
bool operation_is(const struct operation *operation, const struct operation *named);

#endif
