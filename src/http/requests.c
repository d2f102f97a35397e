/* SPDX-License-Identifier: MIT */
/*
 * The library's callbacks. Requests that wait are suspended, and resumed when their time has come or
 * there is news for them, or when their client leaves. Start reading at requests_continue.
 */
#include "requests.h"

#include "base/clock.h"
#include "base/log.h"
#include "engine/pipeline.h"
#include "head.h"
#include "refusals.h"

#include <stdlib.h>
#include <sys/epoll.h>

/* How much is read of a body that is too large: many clients read no answer before they have sent it. */
#define REFUSED_BODY_MOST ((size_t) 16 << 20)

void *requests_begin(void *server, const char *target, struct MHD_Connection *handle)
{
    (void) server;
    struct exchange *x = exchange_open(connection_of(handle), target);

    head_begin(handle, target);
    return x;
}

static void leave(struct watch *watch)
{
    struct connection *c = (struct connection *) watch;

    c->exchange->gone = true;
    exchange_unlist(c->exchange);
    connection_resume(c);
}

/* Runs the request. Without a reply its connection is suspended, and it waits. */
static enum MHD_Result run(struct server *s, struct exchange *x)
{
    struct request *r = &x->request;

    pipeline_run(r);
    if (r->reply.stream != NULL) {
        LIST_INSERT_HEAD(&s->streaming, x, listed);
        x->is_listed = true;
    }
    if (r->reply.status != 0)
        return exchange_answer(x);
    if (LIST_EMPTY(&s->waiting) || r->hold.until < s->next_due)
        s->next_due = r->hold.until;
    LIST_INSERT_HEAD(&s->waiting, x, listed);
    x->is_listed = true;
    connection_suspend(x->connection, EPOLLRDHUP, leave);
    return MHD_YES;
}

static enum MHD_Result refuse_and_close(struct exchange *x, struct refusal refusal)
{
    refuse_exchange(x, refusal);
    return MHD_NO;
}

/* Answers before the body has come. */
static enum MHD_Result refuse_body(struct exchange *x)
{
    x->request.body_too_large = true;
    x->request.body = "";
    pipeline_run(&x->request);
    if (x->request.reply.status != 0)
        exchange_send(x);
    else /* it would wait, but the connection can't be kept */
        refuse_exchange(x, (struct refusal){PAYLOAD_TOO_LARGE, "the body is too large"});
    return MHD_NO;
}

static struct refusal check_target(const struct exchange *x)
{
    if (x->target_fault != NULL)
        return (struct refusal){MALFORMED_REQUEST, x->target_fault};
    if (*x->request.path == '*' && x->request.method != OPTIONS)
        return (struct refusal){MALFORMED_REQUEST, "the target * is for OPTIONS alone"};
    return (struct refusal){NO_ERROR, NULL};
}

/*
 * When a line of a chunked body doesn't fit in its memory, the library runs again and again, without a call
 * (0.9.75), until the time limit. So that is short.
 */
#define CHUNKED_IDLE_SECONDS 10U
#define SPINNING_SECONDS 1U
#define IDLE_RUNS_MOST 1000

static void limit_idle_time(const struct exchange *x, unsigned seconds)
{
    MHD_set_connection_option(x->connection->handle, MHD_CONNECTION_OPTION_TIMEOUT, seconds);
}

static void begin_chunked_body(struct exchange *x)
{
    struct server *s = x->connection->server;

    LIST_INSERT_HEAD(&s->receiving, x, listed);
    x->is_listed = true;
    if (s->idle_seconds > CHUNKED_IDLE_SECONDS)
        limit_idle_time(x, CHUNKED_IDLE_SECONDS);
}

/* Whether the body is complete and its trailers are acceptable; else the request is refused. */
static bool end_body(struct exchange *x)
{
    if (!x->is_listed)
        return true;
    exchange_unlist(x);
    limit_idle_time(x, x->connection->server->idle_seconds);
    if (head_trailers_fit(x->connection->handle))
        return true;
    refuse_exchange(x, (struct refusal){HEADERS_TOO_LARGE, "the trailers are too large"});
    return false;
}

void requests_end_spinning(struct server *s)
{
    MHD_UNSIGNED_LONG_LONG wait = 1;
    struct exchange *x;

    if (LIST_EMPTY(&s->receiving) || s->calls > 0 || MHD_get_timeout(s->daemon, &wait) == MHD_NO ||
        wait > 0)
        s->idle_runs = 0;
    else
        s->idle_runs++;
    s->calls = 0;
    if (s->idle_runs != IDLE_RUNS_MOST)
        return;
    LIST_FOREACH(x, &s->receiving, listed)
    {
        limit_idle_time(x, SPINNING_SECONDS);
    }
}

/* RFC 9110, section 10.1.1 */
static void send_continue(struct exchange *x)
{
    static const char answer[] = "HTTP/1.1 100 Continue\r\n\r\n";

    connection_send(x->connection, answer, sizeof answer - 1);
}

static enum MHD_Result begin(struct exchange *x, const char *method, const char *version)
{
    struct head head;

    exchange_take_head(x, &head, method, version);
    struct refusal refusal = head_check(&head, method, x->target, x->target_length);

    if (refusal.error == NO_ERROR)
        refusal = check_target(x);
    if (refusal.error != NO_ERROR)
        return refuse_and_close(x, refusal);
    size_t announced = head.length == NULL ? 0 : (size_t) strtoull(head.length, NULL, 10);

    if (announced > x->request.body_limit + REFUSED_BODY_MOST)
        return refuse_body(x);
    if (head.coding != NULL)
        begin_chunked_body(x);
    if (head.expects_continue && !head_is_1_0(&head) && (head.coding != NULL || announced > 0))
        send_continue(x);
    return MHD_YES;
}

static enum MHD_Result take_body(struct exchange *x, const char *bytes, size_t *length)
{
    struct request *r = &x->request;

    x->body_seen += *length;
    r->body_too_large = x->body_seen > r->body_limit;
    if (x->body_seen > r->body_limit + REFUSED_BODY_MOST)
        return refuse_body(x);
    if (!r->body_too_large)
        text_addn(&x->body, bytes, *length);
    *length = 0;
    return MHD_YES;
}

enum MHD_Result requests_continue(void *server, struct MHD_Connection *handle, const char *path,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **exchange)
{
    struct exchange *x = *exchange;

    (void) handle;
    (void) path;
    ((struct server *) server)->calls++;
    if (!x->begun)
        return begin(x, method, version);
    if (x->gone)
        return MHD_NO;
    if (*upload_size > 0)
        return take_body(x, upload, upload_size);
    if (!end_body(x))
        return MHD_NO;
    x->request.body = text_string(&x->body);
    x->request.body_length = x->body.length;
    return run(server, x);
}

void requests_complete(void *server, struct MHD_Connection *handle, void **exchange,
                       enum MHD_RequestTerminationCode code)
{
    struct exchange *x = *exchange;

    (void) server;
    (void) handle;
    if (x == NULL)
        return;
    if (!x->answered && code == MHD_REQUEST_TERMINATED_TIMEOUT_REACHED)
        refuse_late(x);
    else if (!x->answered && x->begun)
        pipeline_abandon(&x->request, code == MHD_REQUEST_TERMINATED_DAEMON_SHUTDOWN
                                          ? "sandgate was stopped before the answer"
                                          : "the client closed the connection before the answer");
    exchange_close(x);
    *exchange = NULL;
}

/* Whether a waiting request may be due. */
static bool may_be_due(const struct server *s, int64_t now)
{
    return !LIST_EMPTY(&s->waiting) && (s->gateway->stopping || now >= s->next_due ||
                                        s->gateway->event_count != s->event_count);
}

/* When a stream needs attention: now if it has something for a suspended connection. */
static int64_t stream_due(const struct exchange *x)
{
    const struct stream *stream = x->request.reply.stream;

    if (stream->overfull || (x->connection->suspended && stream_is_ready(stream)))
        return 0;
    return stream->ended ? INT64_MAX : stream->keep_alive;
}

int64_t requests_next_due(const struct server *s)
{
    bool changed = s->gateway->stopping || s->gateway->event_count != s->event_count;
    int64_t next = LIST_EMPTY(&s->waiting) ? INT64_MAX : changed ? 0 : s->next_due;
    const struct exchange *x;

    LIST_FOREACH(x, &s->streaming, listed)
    {
        if (stream_due(x) < next)
            next = stream_due(x);
    }
    return next;
}

static void resume_waiting(struct server *s)
{
    int64_t now = LIST_EMPTY(&s->waiting) ? 0 : clock_monotonic();
    struct exchange *next;

    if (!may_be_due(s, now))
        return;
    s->event_count = s->gateway->event_count;
    s->next_due = INT64_MAX;
    for (struct exchange *x = LIST_FIRST(&s->waiting); x != NULL; x = next) {
        next = LIST_NEXT(x, listed);
        if (request_is_due(&x->request, now)) {
            exchange_unlist(x);
            connection_resume(x->connection);
        } else if (x->request.hold.until < s->next_due) {
            s->next_due = x->request.hold.until;
        }
    }
}

/* The reader of an overfull stream doesn't read: only RST gets past the unread data. */
static void resume_streams(struct server *s)
{
    int64_t now = LIST_EMPTY(&s->streaming) ? 0 : clock_monotonic();
    struct exchange *x;

    LIST_FOREACH(x, &s->streaming, listed)
    {
        struct stream *stream = x->request.reply.stream;

        stream_keep_alive(stream, now);
        if (stream->overfull) {
            log_message("a listener to events was too slow and is disconnected");
            connection_reset(x->connection);
            stream->overfull = false;
            stream->ended = true;
        }
        if (x->connection->suspended && (stream_is_ready(stream) || s->gateway->stopping))
            connection_resume(x->connection);
    }
}

void requests_resume(struct server *s)
{
    resume_waiting(s);
    resume_streams(s);
}
