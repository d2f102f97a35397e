/* SPDX-License-Identifier: MIT */
/*
 * Those who listen to what happens: each has a stream of server-sent events (HTML Living Standard,
 * section 9.2), which is filled here and emptied by whoever has the connection.
 */
#ifndef ENGINE_FEED_H
#define ENGINE_FEED_H
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define STREAMS_MOST 32
#define STREAM_BYTES_MOST ((size_t) 1 << 20)
/* A comment is sent so often when nothing happens: it shows whether anybody still listens. */
#define STREAM_BEAT_MILLIS 15000

/* Lives in the request's arena until feed_leave. */
struct stream {
    struct stream *next;
    int64_t realm; /* whose events; 0: of all, and of requests that found none */
    struct arena arena;
    struct text text;
    size_t read;
    int64_t beat;  /* monotonic ms: when the next comment is due */
    bool overfull; /* its reader was too slow: it is to be cut off */
    bool ended;    /* nothing comes any more */
};

struct feed {
    struct stream *first;
    size_t count;
    uint64_t told; /* the last record of the journals that was told (journal.h) */
};

struct gateway;

/* A new stream, or NULL: there are too many. */
struct stream *feed_join(struct gateway *g, struct arena *a, int64_t realm);

/* Accepts NULL. */
void feed_leave(struct gateway *g, struct stream *stream);

/* Whether anybody listens to the realm; 0: to all realms. */
bool feed_is_heard(const struct gateway *g, int64_t realm);

/*
 * Adds an event to each stream of the realm. `data` is JSON without a line break inside strings; a
 * stream whose reader lags behind by more than STREAM_BYTES_MOST becomes overfull and is emptied.
 */
void feed_tell(struct gateway *g, int64_t realm, const char *event, const char *data);

/* Adds a comment to all streams: a text without a line break. */
void feed_comment(struct gateway *g, const char *text);

/* Adds a comment to a stream that had nothing to say for a while, and ends it with its realm. */
void stream_beat(const struct gateway *g, struct stream *stream, int64_t monotonic);

/* Takes at most `most` bytes: how many there were. */
size_t stream_read(struct stream *stream, char *ret, size_t most);

/* Whether it has bytes for its reader, or an end to tell. */
bool stream_is_ready(const struct stream *stream);

#endif
