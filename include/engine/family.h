/* SPDX-License-Identifier: MIT */
/*
 * A family of operations: one API, with its order of checks, its error bodies, and what its OpenAPI
 * document says about both.
 */
#ifndef ENGINE_FAMILY_H
#define ENGINE_FAMILY_H

#include "engine/operation.h"

#define SHAPE(shape) (1U << (shape))
#define ANY_SHAPE (~0U)

/* The body of an error: the first row that matches. An error that matches no row has no body. */
struct wording {
    int status; /* 0: any */
    unsigned shapes;
    const struct view *body; /* for the documents only: the family's `render` writes the body */
    const char *code;        /* the member that identifies the error; NULL: none */
    const char *media_type;  /* NULL: application/json */
};

/* What an access level requires: the first row that matches. Without a match, nothing. */
struct requirement {
    enum access access;
    bool has_tokens;  /* only for operations that list kinds of tokens */
    const char *json; /* security requirements of OpenAPI */
};

/* A kind of event that is sent to a webhook. */
struct event {
    const char *path; /* below the webhook's URL */
    const char *summary;
    const struct view *view;
};

/* A header that an operation reads, for the documents. */
struct header_row {
    const char *name;
    bool required;
    const char *description; /* NULL: the name is enough */
};

/* A file that is served under every path with an ending, unless that is an operation's: the path of its row. */
struct path_alias {
    const char *ending;
    const char *path;
};

struct family {
    const char *name; /* of its OpenAPI document */
    const char *title;
    const char *description;     /* of the document; NULL: another family of the same name has it */
    const char *const *prefixes; /* of paths, NULL-terminated; "" matches all paths */
    const struct path_alias *aliases; /* ended by a row without an ending; NULL: none */
    step_fn *const *steps;            /* in the documented order, ended by NULL */
    void (*render)(struct request *r, const struct error_row *error);
    /* the errors that every operation of an access level may return, ended by NO_ERROR */
    const enum error *(*common_errors)(const struct operation *operation);
    /* errors that the family's own columns of a row add; NULL: none */
    bool (*declares)(const struct operation *operation, enum error error);
    enum error invalid; /* the error for a request that breaks the rules */
    size_t body_limit;
    bool (*trusts)(
        const struct request *r); /* whose requests may have the row's larger limit; NULL: all */
    bool lenient;                 /* takes what public clients send otherwise than documented */
    bool strict_query;            /* unknown query members are errors, except if access is OPEN */
    bool unrecorded;              /* not in the journal, except requests that match no operation */
    bool is_control; /* sandgate's own API: not counted in the coverage of a gateway's API */
    /* an empty parameter inside a path is answered with 405 (weavr-simulator.md 1.1) */
    bool empty_is_wrong_method;
    /* for docs/operations.md: who may call; NULL: `usual`, the text of the access level */
    void (*write_caller)(struct text *t, const struct operation *operation, const char *usual);
    /* for its OpenAPI document: */
    /* headers that an operation reads besides keys, a list of struct header_row; NULL: none */
    struct list (*headers)(const struct operation *operation, struct arena *a);
    const struct wording *wordings;         /* ended by a row without a body */
    const struct requirement *requirements; /* ended by a row without JSON; NULL: none */
    const struct event *events;             /* ended by a row without a path; NULL: none */
};

/* Whether the operation may return the error: its row, its family or idempotency-ref declares it. */
bool operation_declares(const struct operation *operation, const struct family *family,
                        enum error error);

/*
 * The operation's error with that status (0: any) and name or code (NULL: any). The row's own errors
 * are searched first, then all that the operation declares. NO_ERROR if there is none.
 */
enum error documented_error(const struct operation *operation, const struct family *family,
                            int status, const char *name);

#endif
