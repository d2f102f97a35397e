/* SPDX-License-Identifier: MIT */
/*
 * Where an act takes place: a realm at a moment. Requests act in one, and so do seeds.
 *
 * The directory is what both gateways share: people, identities, users, customers, sessions, the outbox,
 * and the acts on them. An act takes a context, runs in the caller's transaction, and answers 0 or a
 * negative errno; it refuses nothing, which is the gateways' to word. A function of a store runs one
 * statement, with few exceptions.
 *
 * An address signs in one person, whichever gateway gave it (emails.h). A root user has its identity's
 * id; a person has that of their first user. Every identity is a customer, every corporate an
 * organization (identity_add). Ids come from the context's ids and only grow.
 *
 * To begin: sign_up.h, sessions.h, then users_store.h.
 */
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
