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
const char *headers_get(const struct headers *h, const char *name);

struct answer {
    int status;
    struct headers headers;
    char *body;   /* "" when there is none */
    json_t *json; /* NULL when the body is none */
};

void answer_free(struct answer *a);

struct world {
    struct gateway gateway;
    const char *url; /* NULL: in this process */
    void *curl;
    const char *certificate; /* a file that says whom to trust; NULL: as the system does */
    FILE *recording; /* of each answer, into the file that SANDGATE_RECORD names; else NULL */
};

/* The operations of the program, gathered once. */
const struct registry *world_registry(void);

/* In memory, without demo people; `database` NULL for a fresh one. Aborts on failure. */
void world_open(struct world *w, const char *database);

/* A gateway that listens at `url`. */
void world_open_url(struct world *w, const char *url);
void world_close(struct world *w);

/* Sends a request; the answer is freed by the caller. */
void world_call(struct world *w, const char *method, const char *path,
                const struct headers *headers, const char *body, size_t body_length,
                struct answer *ret);

#endif
