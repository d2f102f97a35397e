/* SPDX-License-Identifier: MIT */
/* Streams of events and the notes they come from. */
#include "engine/feed.h"

#include "base/array.h"
#include "base/clock.h"
#include "directory/sessions_store.h"
#include "store/changes.h"
#include "suites.h"
#include "support/world.h"

#include <stdlib.h>
#include <string.h>

static struct world world;
static struct arena arena;

static void open_world(void)
{
    const struct arena empty = ARENA_EMPTY;

    arena = empty;
    world_open(&world, NULL);
}

static void close_world(void)
{
    world_close(&world);
    arena_free(&arena);
}

static const char *read_all(struct stream *stream)
{
    static char text[4096];
    size_t length = stream_read(stream, text, sizeof text - 1);

    text[length] = '\0';
    return text;
}

START_TEST(greets_and_then_tells)
{
    open_world();
    struct stream *stream = feed_subscribe(&world.gateway.feed, &arena, 0);

    ck_assert_str_eq(read_all(stream), "retry: 1000\n\n");
    ck_assert(!stream_is_ready(stream));
    feed_send_event(&world.gateway.feed, 7, "request", "{\"a\":\n1}");
    ck_assert(stream_is_ready(stream));
    ck_assert_str_eq(read_all(stream), "event: request\ndata: {\"a\": 1}\n\n");
    feed_unsubscribe(&world.gateway.feed, stream);
    close_world();
}
END_TEST

START_TEST(says_something_now_and_then)
{
    open_world();
    struct stream *stream = feed_subscribe(&world.gateway.feed, &arena, 0);
    int64_t due = stream->keep_alive;

    read_all(stream);
    stream_keep_alive(stream, due - 1);
    ck_assert_str_eq(read_all(stream), "");
    int64_t before = clock_monotonic();

    stream_keep_alive(stream, due);
    ck_assert_str_eq(read_all(stream), ": nothing new\n\n");
    ck_assert_int_gt(stream->keep_alive, before);
    feed_unsubscribe(&world.gateway.feed, stream);
    close_world();
}
END_TEST

#define EVENT_SIZE 1000

/* A reader that lags behind, but not too far, gets every byte in order and costs no more memory. */
START_TEST(keeps_what_a_lagging_reader_has_not_read)
{
    open_world();
    struct stream *stream = feed_subscribe(&world.gateway.feed, &arena, 0);
    char data[EVENT_SIZE + 1];
    char piece[EVENT_SIZE];
    unsigned char told = 0;
    unsigned char heard = 0;

    read_all(stream);
    memset(data, 'x', EVENT_SIZE);
    data[EVENT_SIZE] = '\0';
    for (int round = 0; round < 10000; round++) {
        data[0] = (char) ('a' + told++ % 26);
        feed_send_event(&world.gateway.feed, 0, "e", data);
        if (round < 500) /* so far behind it stays */
            continue;
        /* "event: e\ndata: " and two line breaks around it */
        ck_assert_uint_eq(stream_read(stream, piece, 15), 15);
        ck_assert_uint_eq(stream_read(stream, piece, EVENT_SIZE), EVENT_SIZE);
        ck_assert_int_eq(piece[0], 'a' + heard++ % 26);
        ck_assert_uint_eq(stream_read(stream, data, 2), 2);
        ck_assert_uint_lt(stream->text.size, 8 * STREAM_BYTES_MOST);
        data[0] = data[1] = 'x';
    }
    ck_assert(!stream->overfull);
    feed_unsubscribe(&world.gateway.feed, stream);
    close_world();
}
END_TEST

START_TEST(gives_up_a_reader_that_is_too_far_behind)
{
    open_world();
    struct stream *deaf = feed_subscribe(&world.gateway.feed, &arena, 0);
    char *data = malloc(STREAM_BYTES_MOST / 2 + 1);

    memset(data, 'x', STREAM_BYTES_MOST / 2);
    data[STREAM_BYTES_MOST / 2] = '\0';
    feed_send_event(&world.gateway.feed, 0, "e", data);
    ck_assert(!deaf->overfull);
    feed_send_event(&world.gateway.feed, 0, "e", data);
    ck_assert(deaf->overfull);
    ck_assert(!stream_is_ready(deaf));
    ck_assert(!feed_has_listeners(&world.gateway.feed, 0));
    feed_unsubscribe(&world.gateway.feed, deaf);
    free(data);
    close_world();
}
END_TEST

static const struct session one = {.id = 1005, .kind = SESSION_CLIENT, .token = "t"};

static int insert_session(void)
{
    struct session session = one;

    session.realm = world.gateway.realms.first->id;
    return store_session_insert(world.gateway.store, &session);
}

static size_t changes_so_far(void)
{
    struct list changes;

    ck_assert_uint_eq(store_take_changes(world.gateway.store, &arena, &changes), 0);
    return changes.count;
}

START_TEST(tells_only_what_was_committed)
{
    open_world();
    struct store *store = world.gateway.store;

    store_record_changes(store, true);
    ck_assert_int_eq(store_begin(store), 0);
    ck_assert_int_eq(insert_session(), 0);
    ck_assert_uint_eq(changes_so_far(), 0);
    store_rollback(store);
    ck_assert_uint_eq(changes_so_far(), 0);
    ck_assert_int_eq(store_begin(store), 0);
    ck_assert_int_eq(insert_session(), 0);
    ck_assert_int_eq(store_session_step_up(store, one.id), 0);
    ck_assert_int_eq(store_commit(store), 0);
    ck_assert_uint_eq(changes_so_far(), 1); /* one row, twice */
    ck_assert_uint_eq(changes_so_far(), 0);
    ck_assert_int_eq(store_session_end(store, 1, one.id, 9),
                     0); /* alone it is a transaction, too */
    ck_assert_uint_eq(changes_so_far(), 1);
    ck_assert_int_lt(store_session_end(store, 1, one.id, 9), 0); /* nothing changed */
    ck_assert_uint_eq(changes_so_far(), 0);
    store_record_changes(store, false);
    close_world();
}
END_TEST

START_TEST(counts_the_changes_that_it_has_no_room_for)
{
    open_world();
    struct store *store = world.gateway.store;
    struct session session = one;
    struct list changes;

    session.realm = world.gateway.realms.first->id;
    store_record_changes(store, true);
    ck_assert_int_eq(store_begin(store), 0);
    for (int i = 0; i < CHANGES_MOST + 3; i++, session.id++)
        ck_assert_int_eq(store_session_insert(store, &session), 0);
    ck_assert_int_eq(store_commit(store), 0);
    ck_assert_uint_eq(store_take_changes(store, &arena, &changes), 3);
    ck_assert_uint_eq(changes.count, CHANGES_MOST);
    ck_assert_uint_eq(changes_so_far(), 0);
    store_record_changes(store, false);
    close_world();
}
END_TEST

Suite *feed_suite(void)
{
    const struct test tests[] = {
        {greets_and_then_tells, 0},
        {says_something_now_and_then, 0},
        {keeps_what_a_lagging_reader_has_not_read, 0},
        {gives_up_a_reader_that_is_too_far_behind, 0},
        {tells_only_what_was_committed, 0},
        {counts_the_changes_that_it_has_no_room_for, 0},
    };

    return suite_of("feed", tests, ARRAY_SIZE(tests));
}
