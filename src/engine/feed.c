/* SPDX-License-Identifier: MIT */
/*
 * The buffers of event streams. control/requests/feed.c writes the events; http/exchange.c reads the
 * buffers. A buffer is emptied when it has been read to its end.
 */
#include "engine/feed.h"

#include "base/clock.h"
#include "store/changes.h"

#include <string.h>

static void empty(struct stream *stream)
{
    arena_reset(&stream->arena);
    stream->text = TEXT_IN(&stream->arena);
    stream->read = 0;
}

void feed_init(struct feed *feed, struct store *store, const struct journals *journals)
{
    *feed = (struct feed){.store = store, .journals = journals};
}

struct stream *feed_subscribe(struct feed *feed, struct arena *a, int64_t realm)
{
    if (feed->count == STREAMS_MOST)
        return NULL;
    struct stream *stream = arena_alloc(a, sizeof *stream);

    *stream = (struct stream){.next = feed->first,
                              .realm = realm,
                              .keep_alive = clock_monotonic() + STREAM_KEEP_ALIVE_MILLIS};
    empty(stream);
    text_add(&stream->text, "retry: 1000\n\n");
    if (feed->count == 0)
        feed->published = feed->journals->recorded;
    feed->first = stream;
    feed->count++;
    store_record_changes(feed->store, true);
    return stream;
}

void feed_unsubscribe(struct feed *feed, struct stream *stream)
{
    struct stream **at = &feed->first;

    if (stream == NULL)
        return;
    while (*at != stream)
        at = &(*at)->next;
    *at = stream->next;
    arena_free(&stream->arena);
    feed->count--;
    store_record_changes(feed->store, feed->count > 0);
}

void feed_end_realm(struct feed *feed, int64_t realm)
{
    for (struct stream *stream = feed->first; stream != NULL; stream = stream->next)
        stream->ended = stream->ended || stream->realm == realm;
}

static bool is_open(const struct stream *stream)
{
    return !stream->ended && !stream->overfull;
}

static bool is_for_realm(const struct stream *stream, int64_t realm)
{
    return is_open(stream) && (stream->realm == 0 || stream->realm == realm);
}

bool feed_has_listeners(const struct feed *feed, int64_t realm)
{
    const struct stream *stream = feed->first;

    while (stream != NULL && !is_for_realm(stream, realm))
        stream = stream->next;
    return stream != NULL;
}

/* A line break would end the field. In JSON it can only be white space, so a space replaces it. */
static void add_line(struct text *t, const char *field, const char *value)
{
    text_add(t, field);
    for (;;) {
        size_t length = strcspn(value, "\r\n");

        text_addn(t, value, length);
        if (value[length] == '\0')
            break;
        text_char(t, ' ');
        value += length + 1;
    }
    text_char(t, '\n');
}

static void add(struct stream *stream, const char *event, const char *data)
{
    struct text *t = &stream->text;

    if (stream->read > STREAM_BYTES_MOST) {
        text_drop(t, stream->read);
        stream->read = 0;
    }
    if (t->length - stream->read + strlen(data) > STREAM_BYTES_MOST) {
        stream->overfull = true;
        arena_free(&stream->arena);
        empty(stream);
        return;
    }
    if (event == NULL) {
        add_line(t, ": ", data);
    } else {
        add_line(t, "event: ", event);
        add_line(t, "data: ", data);
    }
    text_char(t, '\n');
    stream->keep_alive = clock_monotonic() + STREAM_KEEP_ALIVE_MILLIS;
}

void feed_send_event(struct feed *feed, int64_t realm, const char *event, const char *data)
{
    for (struct stream *stream = feed->first; stream != NULL; stream = stream->next) {
        if (is_for_realm(stream, realm))
            add(stream, event, data);
    }
}

void feed_send_comment(struct feed *feed, const char *text)
{
    for (struct stream *stream = feed->first; stream != NULL; stream = stream->next) {
        if (is_open(stream))
            add(stream, NULL, text);
    }
}

void stream_keep_alive(struct stream *stream, int64_t monotonic)
{
    if (is_open(stream) && monotonic >= stream->keep_alive)
        add(stream, NULL, "nothing new");
}

size_t stream_read(struct stream *stream, char *ret, size_t most)
{
    size_t length = stream->text.length - stream->read;

    if (length > most)
        length = most;
    if (length > 0)
        memcpy(ret, stream->text.data + stream->read, length);
    stream->read += length;
    if (stream->read == stream->text.length)
        empty(stream);
    return length;
}

bool stream_is_ready(const struct stream *stream)
{
    return stream->ended || stream->text.length > stream->read;
}
