/* SPDX-License-Identifier: MIT */
/*
 * A family of operations: an API, with its order of checks, its wording of refusals, and what its
 * OpenAPI document says of both.
 */
#ifndef ENGINE_FAMILY_H
#define ENGINE_FAMILY_H

#include "engine/operation.h"

#define SHAPE(shape) (1U << (shape))
#define ANY_SHAPE (~0U)

/* How a family words an error: the first row that fits. What no row has is said without a body. */
struct wording {
    int status; /* 0: any */
    unsigned shapes;
    const struct view *body; /* never written: the family's `render` does */
    const char *code;        /* the member that tells errors apart; NULL: none does */
    const char *media_type;  /* NULL: application/json */
};

/* What an access level asks for: the first row that fits. Without one, nothing. */
struct requirement {
    enum access access;
    bool has_tokens;  /* only for operations that name kinds of tokens */
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
    const char *description; /* NULL: the name says it */
};

struct family {
    const char *name; /* of its OpenAPI document */
    const char *title;
    const char *description;     /* of the document; NULL: another family of the name has it */
    const char *const *prefixes; /* of paths, NULL-terminated; "" takes what is left */
    step_fn *const *steps;       /* in the documented order, ended by NULL */
    void (*render)(struct request *r, const struct error_row *error);
    /* the refusals that every operation of an access level may give, ended by NO_ERROR */
    const enum error *(*common_errors)(const struct operation *operation);
    /* what the family's own columns of a row add to that; NULL: nothing */
    bool (*declares)(const struct operation *operation, enum error error);
    enum error invalid; /* what a request is called that breaks the rules */
    size_t body_limit;
    bool (*trusts)(const struct request *r); /* who may send more than that; NULL: anybody */
    bool strict_query; /* unknown query members are refused, but where access is OPEN */
    bool unrecorded;   /* in no journal, but for what no operation has */
    bool is_control;   /* sandgate's own API: no gateway's client has to meet it */
    /* an empty parameter inside a path gives 405 (weavr-simulator.md 1.1) */
    bool empty_is_wrong_method;
    /* for docs/operations.md: who may call, where `usual` is what the access level says; NULL: that */
    void (*write_caller)(struct text *t, const struct operation *operation, const char *usual);
    /* for its OpenAPI document */
    /* the headers that a row wants beside the keys, a list of struct header_row; NULL: none */
    struct list (*headers)(const struct operation *operation, struct arena *a);
    const struct wording *wordings;         /* ended by a row without a body */
    const struct requirement *requirements; /* ended by a row without JSON; NULL: none */
    const struct event *events;             /* ended by a row without a path; NULL: none */
};

/* Whether a refusal is among the row's own or its family's common ones. */
bool operation_declares(const struct operation *operation, const struct family *family,
                        enum error error);

/*
 * The refusal of the operation with that status (0: any) and name or code (NULL: any): the first of
 * the row's own that fits, or else of all that it declares. NO_ERROR for none.
 */
enum error documented_error(const struct operation *operation, const struct family *family,
                            int status, const char *name);

#endif
