/* SPDX-License-Identifier: MIT */
/*
 * A request, a message, a challenge and a session as the control API shows them, in a list or in
 * an event: a row's struct, what fills it, and its fields.
 */
#ifndef CONTROL_LIST_ITEMS_H
#define CONTROL_LIST_ITEMS_H
#include "directory/outbox_store.h"
#include "engine/records/journal.h"
#include "engine/request.h"
#include "model/challenge.h"

/* One side of an exchange; JSON texts, in which what is secret is not shown. */
struct half {
    const char *headers;
    const char *query;
    const char *body;
    int64_t size; /* bytes of the body as it was */
};

struct request_row {
    const char *id;
    int64_t at;
    const char *method;
    const char *path;
    const char *operation;
    int64_t status;
    const char *reason;
    const char *hint;
    int64_t micros;
    struct half request;
    struct half response;
};

extern const struct field request_fields[];
struct request_row request_row_of(struct gateway *g, struct arena *a, const struct record *record);

struct delivery_row;

struct message_row {
    struct message message;
    const struct delivery_row *delivery; /* NULL: nothing is sent */
};

extern const struct field message_fields[];
struct message_row message_row_of(struct arena *a, const struct message *message);

struct challenge_row {
    int64_t id;
    unsigned kind;
    unsigned channel;
    unsigned state;
    int64_t user;
    int64_t created;
    int64_t expires;
};

/* Its states: what is not settled yet, and how it may be settled. */
extern const char *const public_state_names[];
extern const struct field challenge_fields[];
struct challenge_row challenge_row_of(const struct challenge *challenge, int64_t now);

struct session_row {
    int64_t id;
    int64_t user;
    const char *token_type;
    bool stepped_up;
    int64_t created;
    int64_t last_activity;
    int64_t expires;
    int64_t ended; /* 0: nobody ended it */
};

extern const struct field session_fields[];
struct session_row session_row_of(const struct session *session, const struct settings *settings);

#endif
