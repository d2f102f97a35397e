/* SPDX-License-Identifier: MIT */
/* Where an act takes place: a realm at a moment. Requests act in one, and so do seeds. */
#ifndef DIRECTORY_CONTEXT_H
#define DIRECTORY_CONTEXT_H
#include "engine/request.h"

struct context {
    struct gateway *gateway;
    struct store *store;
    struct arena *arena;
    struct realm *realm;
    struct random *random;
    struct ids *ids;
    int64_t now;
};

struct context context_in(struct gateway *g, struct realm *realm, struct arena *a, int64_t now);
struct context context_of(struct request *r);

#endif
