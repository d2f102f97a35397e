/* SPDX-License-Identifier: MIT */
/* Making a request of what libmicrohttpd has read, and a response of the reply. */
#include "exchange.h"

#include "base/encode.h"
#include "base/memory.h"
#include "connections/connection.h"
#include "connections/lingering.h"
#include "engine/pipeline.h"
#include "head.h"
#include "library.h"
#include "target.h"

#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>

static enum method method_of(const char *name)
{
    enum method method = GET;

    while (method < METHODS_COUNT && strcmp(name, method_names[method]) != 0)
        method++;
    return method;
}

static void begin(struct exchange *x, struct gateway *g, struct connection *c, const char *target)
{
    struct target parts = target_parse(&x->arena, target);

    x->connection = c;
    x->target = target;
    x->target_length = strlen(target);
    x->target_fault = parts.why;
    x->begun = x->answered = x->gone = x->is_listed = false;
    x->body = TEXT_IN(&x->arena);
    x->body_seen = 0;
    x->request = (struct request){
        .gateway = g,
        .arena = &x->arena,
        .method = OTHER_METHOD,
        .path = parts.path,
        .authority = parts.authority,
        .query = parts.query,
    };
}

#define POOLED_MOST 64

struct exchange *exchange_open(struct connection *c, const char *target)
{
    struct server *s = c->server;
    struct exchange *x = SLIST_FIRST(&s->pool);

    if (x != NULL) {
        SLIST_REMOVE_HEAD(&s->pool, pooled);
        s->pooled--;
    } else {
        x = memory_zeroed(1, sizeof *x);
    }
    begin(x, s->gateway, c, target);
    c->exchange = x;
    s->active++;
    return x;
}

void exchange_unlist(struct exchange *x)
{
    if (x->is_listed)
        LIST_REMOVE(x, listed);
    x->is_listed = false;
}

void exchange_close(struct exchange *x)
{
    struct connection *c = x->connection;
    struct server *s = c->server;

    exchange_unlist(x);
    request_release(&x->request);
    c->exchange = NULL;
    s->active--;
    if (s->pooled >= POOLED_MOST) {
        arena_free(&x->arena);
        free(x);
        return;
    }
    arena_reset(&x->arena);
    SLIST_INSERT_HEAD(&s->pool, x, pooled);
    s->pooled++;
}

void exchange_free_pool(struct server *s)
{
    while (!SLIST_EMPTY(&s->pool)) {
        struct exchange *x = SLIST_FIRST(&s->pool);

        SLIST_REMOVE_HEAD(&s->pool, pooled);
        arena_free(&x->arena);
        free(x);
    }
}

void exchange_take_head(struct exchange *x, struct head *ret, const char *method,
                        const char *version)
{
    struct request *r = &x->request;

    x->begun = true;
    if (method != NULL)
        r->method = method_of(method);
    r->headers_incomplete = version == NULL;
    r->headers = head_read(ret, x->connection->handle, &x->arena, version);
    pipeline_begin(r);
}

/* Sends half of the body, then closes the connection: a fault. */
static ssize_t read_half(void *context, uint64_t position, char *buffer, size_t most)
{
    const struct text *body = context;
    size_t left = body->length / 2 - (size_t) position;

    if (left == 0)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (left > most)
        left = most;
    memcpy(buffer, body->data + position, left);
    return (ssize_t) left;
}

static void leave_stream(struct watch *watch)
{
    struct connection *c = (struct connection *) watch;

    c->exchange->gone = true;
    connection_resume(c);
}

/* Sends what the stream has; without anything the connection is suspended. */
static ssize_t read_stream(void *context, uint64_t position, char *buffer, size_t most)
{
    (void) position;
    struct exchange *x = context;
    struct stream *stream = x->request.reply.stream;

    if (x->gone)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    size_t length = stream_read(stream, buffer, most);

    if (length > 0)
        return (ssize_t) length;
    if (stream->ended || x->request.gateway->stopping)
        return MHD_CONTENT_READER_END_OF_STREAM;
    connection_suspend(x->connection, EPOLLRDHUP, leave_stream);
    return 0;
}

#define PIECE_SIZE 4096

/* The arena outlives the response: it is reset once the request has completed. */
static struct MHD_Response *make_response(struct exchange *x)
{
    struct reply *reply = &x->request.reply;
    struct text *body = &reply->body;

    if (reply->stream != NULL)
        return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, PIECE_SIZE, read_stream, x,
                                                 NULL);
    if (reply->connection == CONNECTION_TRUNCATED && body->length > 0)
        return MHD_create_response_from_callback(body->length, PIECE_SIZE, read_half, body, NULL);
    return MHD_create_response_from_buffer(body->length, body->data, MHD_RESPMEM_PERSISTENT);
}

typedef void add_header_fn(void *to, const char *name, const char *value);

static void add_to_response(void *to, const char *name, const char *value)
{
    MHD_add_response_header(to, name, value);
}

static void add_to_text(void *to, const char *name, const char *value)
{
    text_format(to, "%s: %s\r\n", name, value);
}

static void add_headers(const struct request *r, add_header_fn *add, void *to)
{
    const struct reply *reply = &r->reply;

    add(to, "server", "sandgate/" VERSION_TEXT);
    add(to, "request-ref", r->reference);
    if (reply->media_type != NULL)
        add(to, "content-type", reply->media_type);
    for (size_t i = 0; i < reply->headers_count; i++)
        add(to, reply->headers[i].name, reply->headers[i].value);
    if (reply->reason != NULL) {
        char reason[600];

        header_safe(reason, sizeof reason, reply->reason);
        add(to, "sandgate-reason", reason);
    }
}

/* Whether a fault ends the connection instead of the answer. */
static bool ends_connection(const struct exchange *x)
{
    enum connection_effect connection = x->request.reply.connection;

    if (connection == CONNECTION_RESET)
        connection_reset(x->connection);
    return connection == CONNECTION_RESET || connection == CONNECTION_CLOSED;
}

enum MHD_Result exchange_answer(struct exchange *x)
{
    struct request *r = &x->request;
    struct reply *reply = &r->reply;

    x->answered = true;
    if (ends_connection(x))
        return MHD_NO;
    struct MHD_Response *response = make_response(x);

    if (response == NULL)
        return MHD_NO;
    add_headers(r, add_to_response, response);
    if (r->gateway->stopping)
        add_to_response(response, "Connection", "close");
    enum MHD_Result result =
        library_queue_response(x->connection->handle, (unsigned) reply->status, response);

    MHD_destroy_response(response);
    return result;
}

/* RFC 9110, section 5.6.7 */
static void add_date(struct text *t)
{
    char date[40];
    struct tm tm;
    time_t now = time(NULL);

    gmtime_r(&now, &tm);
    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &tm);
    add_to_text(t, "Date", date);
}

void exchange_send(struct exchange *x)
{
    const struct request *r = &x->request;
    const struct text *body = &r->reply.body;
    struct text t = TEXT_IN(&x->arena);

    x->answered = true;
    if (ends_connection(x))
        return;
    text_format(&t, "HTTP/1.1 %d %s\r\n", r->reply.status, status_phrase(r->reply.status));
    add_date(&t);
    add_headers(r, add_to_text, &t);
    text_format(&t, "Content-Length: %zu\r\nConnection: close\r\n\r\n", body->length);
    if (r->method != HEAD && body->length > 0)
        text_addn(&t, body->data, body->length);
    connection_send(x->connection, t.data, t.length);
    lingering_begin(x->connection);
}
