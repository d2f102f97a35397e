/* SPDX-License-Identifier: MIT */
/* A gateway to test: in this process, or one that listens somewhere. */
#ifndef SUPPORT_WORLD_H
#define SUPPORT_WORLD_H

#include "engine/gateway.h"
#include "main/modules.h"

#include <jansson.h>
#include <stdio.h>

#define HEADERS_MOST 32

struct header {
    char name[64];
    char value[8192];
};

struct headers {
    struct header items[HEADERS_MOST];
    size_t count;
};

void headers_set(struct headers *h, const char *name, const char *value);
/* The first header of that name, or NULL. */
const char *headers_get(const struct headers *h, const char *name);

struct answer {
    int status;
    struct headers headers;
    char *body;   /* "" if there is none */
    json_t *json; /* NULL if the body isn't JSON */
};

void answer_free(struct answer *a);

struct world {
    struct gateway gateway;
    const char *url; /* NULL: in this process */
    void *curl;
    /* called each time that a request has run; NULL: not called */
    void (*after_turn)(struct world *w);
    const char *certificate; /* file of the CAs to trust; NULL: the system's */
    FILE *
        recording; /* all answers are recorded in the file that SANDGATE_RECORD names; NULL: none */
};

/* The method of a name; OTHER_METHOD for an unknown one. */
enum method world_method(const char *name);

/* The operations of the program, gathered once. */
const struct registry *world_registry(void);

/* Opens a gateway in this process; `database` NULL: in memory. A new database has the demo people. */
void world_open(struct world *w, const char *database);

/* Uses a gateway that listens at `url`. */
void world_open_url(struct world *w, const char *url);
void world_close(struct world *w);

/* Sends a request; the caller frees the answer with answer_free. */
void world_call(struct world *w, const char *method, const char *path,
                const struct headers *headers, const char *body, size_t body_length,
                struct answer *ret);

#endif
