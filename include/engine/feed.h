/* SPDX-License-Identifier: MIT */
/*
 * Listeners of events: each has a stream of server-sent events (HTML Living Standard, section 9.2),
 * a buffer that is written here and read by the HTTP server.
 */
#ifndef ENGINE_FEED_H
#define ENGINE_FEED_H

#include "base/text.h"
#include "engine/records/journal.h"
#include "store/store.h"

#define STREAMS_MOST 32
#define STREAM_BYTES_MOST ((size_t) 1 << 20)
/* The interval of comments on an idle stream, which detect that the client has gone. */
#define STREAM_KEEP_ALIVE_MILLIS 15000

/* Lives in the request's arena until feed_unsubscribe. */
struct stream {
    struct stream *next;
    int64_t realm; /* whose events; 0: of all realms, and of requests without a realm */
    struct arena arena;
    struct text text;
    size_t read;
    int64_t keep_alive; /* monotonic ms: when the next comment is due */
    bool overfull;      /* its reader was too slow: the connection must be closed */
    bool ended;         /* no more events will follow */
};

/* All streams, and the sources of events. */
struct feed {
    struct store *store; /* records changes while there are streams */
    const struct journals *journals;
    struct stream *first;
    size_t count;
    uint64_t published; /* number of the last journal record that was published */
};

void feed_init(struct feed *feed, struct store *store, const struct journals *journals);

/* A new stream, or NULL if there are STREAMS_MOST. */
struct stream *feed_subscribe(struct feed *feed, struct arena *a, int64_t realm);

/* Accepts NULL. */
void feed_unsubscribe(struct feed *feed, struct stream *stream);

/* Ends the streams of a realm that was deleted. */
void feed_end_realm(struct feed *feed, int64_t realm);

/* Whether any stream gets events of the realm (0: events without a realm). */
bool feed_has_listeners(const struct feed *feed, int64_t realm);

/*
 * Adds an event to each stream of the realm. `data` is JSON without a line break inside strings. A
 * stream with more than STREAM_BYTES_MOST unread bytes becomes overfull and is emptied.
 */
void feed_send_event(struct feed *feed, int64_t realm, const char *event, const char *data);

/* Adds a comment, a text without line breaks, to all streams. */
void feed_send_comment(struct feed *feed, const char *text);

/* Adds a comment to a stream that was idle for STREAM_KEEP_ALIVE_MILLIS. */
void stream_keep_alive(struct stream *stream, int64_t monotonic);

/* Takes at most `most` unread bytes and returns how many. */
size_t stream_read(struct stream *stream, char *ret, size_t most);

/* Whether it has unread bytes or has ended. */
bool stream_is_ready(const struct stream *stream);

#endif
