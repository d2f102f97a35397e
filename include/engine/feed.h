/* SPDX-License-Identifier: MIT */
/*
 * Those who listen to what happens: each has a stream of server-sent events (HTML Living Standard,
 * section 9.2), which is filled here and emptied by whoever has the connection.
 */
#ifndef ENGINE_FEED_H
#define ENGINE_FEED_H

#include "base/text.h"
#include "engine/records/journal.h"
#include "store/store.h"

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

/* All of them, and what they are told of. */
struct feed {
    struct store *store; /* notes changes while anybody listens */
    const struct journals *journals;
    struct stream *first;
    size_t count;
    uint64_t told; /* the last record of the journals that was told */
};

void feed_init(struct feed *feed, struct store *store, const struct journals *journals);

/* A new stream, or NULL: there are too many. */
struct stream *feed_join(struct feed *feed, struct arena *a, int64_t realm);

/* Accepts NULL. */
void feed_leave(struct feed *feed, struct stream *stream);

/* The realm is gone: who listened to it alone hears its end. */
void feed_end(struct feed *feed, int64_t realm);

/* Whether anybody listens to the realm; 0: to all realms. */
bool feed_is_heard(const struct feed *feed, int64_t realm);

/*
 * Adds an event to each stream of the realm. `data` is JSON without a line break inside strings; a
 * stream whose reader lags behind by more than STREAM_BYTES_MOST becomes overfull and is emptied.
 */
void feed_tell(struct feed *feed, int64_t realm, const char *event, const char *data);

/* Adds a comment to all streams: a text without a line break. */
void feed_comment(struct feed *feed, const char *text);

/* Adds a comment to a stream that had nothing to say for a while. */
void stream_beat(struct stream *stream, int64_t monotonic);

/* Takes at most `most` bytes: how many there were. */
size_t stream_read(struct stream *stream, char *ret, size_t most);

/* Whether it has bytes for its reader, or an end to tell. */
bool stream_is_ready(const struct stream *stream);

#endif
