/* SPDX-License-Identifier: MIT */
/*
 * Requests as text, sent to a gateway in this process:
 *
 *     POST /multi/login_with_password
 *     accept: text/plain
 *
 *     {"email":"user@example.com"}
 *
 * Another request follows behind a byte 0x1e. Each has the default headers of its API; a line with the name
 * alone leaves one out. ${token} (of a user), ${client} (a token of the Customer API) and ${id} are those that
 * were answered last.
 */
#ifndef SUPPORT_CALLERS_H
#define SUPPORT_CALLERS_H

#include "engine/pipeline.h"

#define NEXT_REQUEST '\x1e'
#define ID_ROOM 80
#define TOKEN_ROOM 2000

struct caller {
    struct gateway gateway;
    bool changed; /* there was a request that is not a GET: a refusal may count, too */
    char token[TOKEN_ROOM];
    char client[TOKEN_ROOM];
    char id[ID_ROOM];
    /* looks at each answer; NULL: nobody does */
    void (*check)(const struct request *r);
};

/* Signs in a client and a user, whose tokens are noted. */
#define CALLER_SIGN_IN                                                                             \
    "POST /token\n\n{\"clientId\":\"demo-client\",\"clientSecret\":\"demo-secret\"}\x1e"           \
    "POST /multi/login_with_password\n\n"                                                          \
    "{\"email\":\"user@example.com\",\"password\":{\"value\":\"pa$$word\"}}"

/*
 * Opens the gateway: the same for each call, the demo people signed in. `database` NULL: in memory. The file must
 * be new.
 */
void caller_open(struct caller *c, const char *database);
void caller_close(struct caller *c);

/*
 * Opens the gateway on a database that is there, with the tokens and the check of `like`. False with a sentence in
 * `error`; caller_close it then, too.
 */
bool caller_reopen(struct caller *c, const char *database, const struct caller *like, char *error,
                   size_t error_size);

/* Sends the requests of a text, one after the other. One that must wait is abandoned. */
void caller_send(struct caller *c, const char *text, size_t size);

/* Requests that write a row into most tables, and others that read them all, change them and replace them. */
extern const char requests_that_fill[];
extern const char requests_that_use[];

#endif
