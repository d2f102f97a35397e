/* SPDX-License-Identifier: MIT */
/* Messages to people and to the programme's webhook. Error codes as in store.h. */
#ifndef DIRECTORY_OUTBOX_STORE_H
#define DIRECTORY_OUTBOX_STORE_H

#include "model/webhook.h"
#include "store/store.h"

struct message {
    int64_t id;
    int64_t at;
    const char *channel; /* SMS, EMAIL, PUSH, WEBHOOK */
    const char *to;
    const char *kind;
    const char *code;  /* NULL: none */
    int64_t challenge; /* 0: none */
    const char *text;
    const char *payload; /* JSON, or NULL */
    enum delivery_state delivery;
    int64_t attempts;
    int64_t last_status;    /* HTTP status of the last attempt; 0: no response */
    const char *last_error; /* why the last attempt got no response; NULL: it got one */
    int64_t next_attempt;   /* realm's clock; 0 unless it is pending */
};

int store_message_insert(struct store *s, int64_t realm, const struct message *m);

int store_message_find(struct store *s, struct arena *a, int64_t realm, int64_t id,
                       struct message *ret);

/* Which messages to look at, newest first, and which of them match; NULL matches all. */
struct message_filter {
    const char *channel;
    const char *to;
    const char *kind;
    int64_t before; /* only messages with smaller ids; 0: all */
    int64_t most;   /* how many are looked at */
};

struct message_page {
    struct list messages; /* of struct message: those that match */
    int64_t last;         /* id of the last one that was looked at; 0: none was */
    int64_t looked;
};

int store_messages(struct store *s, struct arena *a, int64_t realm,
                   const struct message_filter *filter, struct message_page *ret);

int store_messages_count(struct store *s, int64_t realm, int64_t *ret);

/* Deletes the oldest `count`. */
int store_messages_drop(struct store *s, int64_t realm, int64_t count);

/* The message with the earliest next attempt; -ENOENT if none is pending. */
int store_message_to_deliver(struct store *s, struct arena *a, int64_t realm, struct message *ret);

/* When the next attempt is in each realm that has one: a list of struct due_time. */
int store_messages_next_times(struct store *s, struct arena *a, struct list *ret);

/* Writes delivery, attempts, last_status, last_error and next_attempt; -ENOENT when the message is gone. */
int store_message_set_delivery(struct store *s, int64_t realm, const struct message *m);

#endif
