/* SPDX-License-Identifier: MIT */
/*
 * A context is a realm at a moment, for requests and seeds.
 *
 * The directory is what both gateways share: people, identities, users, customers, sessions, the outbox,
 * and the functions that change them. Such a function takes a context, runs in the caller's transaction,
 * and returns 0 or a negative errno; refusals are worded by the gateways. With few exceptions a function
 * of a store runs one statement.
 *
 * An e-mail address signs in at most one person, in both gateways (emails.h). A root user has the id of
 * its identity; a person has the id of their first user. Every identity is a customer, every corporate
 * an organization (identity_add). Ids come from the context's ids and increase.
 *
 * Start reading at sign_up.h and sessions.h, then users_store.h.
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
    const struct request *request; /* NULL: no client has asked */
};

struct context context_in(struct gateway *g, struct realm *realm, struct arena *a, int64_t now);
struct context context_of(struct request *r);

/* How clients reach the gateway: "http://127.0.0.1:8080". */
const char *context_url(const struct context *ctx);

#endif
