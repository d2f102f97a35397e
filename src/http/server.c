/* SPDX-License-Identifier: MIT */
/*
 * libmicrohttpd with external polling: it has no threads of its own and runs in server_run.
 * Requests that wait are suspended, and resumed when their time has come or there is news for them.
 */
#include "http/server.h"

#include "base/log.h"
#include "base/memory.h"
#include "engine/pipeline.h"
#include "exchange.h"
#include "http/address.h"
#include "tls.h"

#include <errno.h>
#include <microhttpd.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define IDLE_SECONDS 60
#define CONNECTIONS_MOST 16384
#define POOLED_MOST 64
/* A request's headers must fit, and the library clears all of it after each request. */
#define CONNECTION_MEMORY ((size_t) 12 << 10)
/* How much is read of a body that is too large, until the connection is closed. */
#define REFUSED_BODY_MOST ((size_t) 16 << 20)

/* The first message of the library. */
struct first_message {
    char text[300];
};

struct server {
    struct gateway *gateway;
    struct first_message *message; /* NULL except while it starts */
    struct MHD_Daemon *daemon;
    int fd;
    char url[300];
    struct exchange *pool;
    size_t pooled;
    struct exchange *waiting;
    struct exchange *streaming;
    int64_t next_due;     /* the earliest time at which one of the waiting is due */
    uint64_t event_count; /* of the gateway, when the waiting were last checked */
    size_t active;        /* exchanges that are not completed */
};

static struct exchange *exchange_new(struct server *s)
{
    struct exchange *x = s->pool;

    if (x == NULL)
        return memory_zeroed(1, sizeof *x);
    s->pool = x->next;
    s->pooled--;
    return x;
}

static void exchange_free(struct server *s, struct exchange *x)
{
    request_release(&x->request);
    if (s->pooled >= POOLED_MOST) {
        arena_free(&x->arena);
        free(x);
        return;
    }
    arena_reset(&x->arena);
    x->next = s->pool;
    s->pool = x;
    s->pooled++;
}

static void free_pool(struct server *s)
{
    while (s->pool != NULL) {
        struct exchange *x = s->pool;

        s->pool = x->next;
        arena_free(&x->arena);
        free(x);
    }
}

/* Runs the request. Without a reply its connection is suspended, and it waits. */
static enum MHD_Result run_request(struct server *s, struct exchange *x)
{
    pipeline_run(&x->request);
    if (x->request.reply.stream != NULL) {
        x->next = s->streaming;
        s->streaming = x;
    }
    if (x->request.reply.status != 0)
        return exchange_answer(x);
    if (s->waiting == NULL || x->request.hold.until < s->next_due)
        s->next_due = x->request.hold.until;
    x->next = s->waiting;
    s->waiting = x;
    MHD_suspend_connection(x->connection);
    return MHD_YES;
}

/* A body that is too large is read on: many clients read no answer before they have sent it. */
static enum MHD_Result take_body(struct exchange *x, const char *bytes, size_t *length)
{
    struct request *r = &x->request;

    x->body_seen += *length;
    r->body_too_large = x->body_seen > r->body_limit;
    if (x->body_seen > r->body_limit + REFUSED_BODY_MOST)
        return MHD_NO;
    if (!r->body_too_large)
        text_addn(&x->body, bytes, *length);
    *length = 0;
    return MHD_YES;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection,
                                  const char *path, const char *method, const char *version,
                                  const char *upload, size_t *upload_size, void **ret_exchange)
{
    struct server *s = context;
    struct exchange *x = *ret_exchange;

    (void) version;
    if (x == NULL) {
        x = exchange_new(s);
        s->active++;
        *ret_exchange = x;
        exchange_begin(x, s->gateway, connection, path, method);
        pipeline_begin(&x->request);
        return MHD_YES;
    }
    if (*upload_size > 0)
        return take_body(x, upload, upload_size);
    x->request.body = text_string(&x->body);
    x->request.body_length = x->body.length;
    return run_request(s, x);
}

static void stop_streaming(struct server *s, const struct exchange *x)
{
    struct exchange **at = &s->streaming;

    while (*at != NULL && *at != x)
        at = &(*at)->next;
    if (*at != NULL)
        *at = x->next;
}

static void on_completed(void *context, struct MHD_Connection *connection, void **exchange,
                         enum MHD_RequestTerminationCode code)
{
    (void) connection;
    (void) code;
    struct server *s = context;

    if (*exchange != NULL) {
        stop_streaming(s, *exchange);
        exchange_free(s, *exchange);
        s->active--;
    }
    *exchange = NULL;
}

/* Replaces the library's decoding: we decode after splitting, so that "%2F" is no separator. */
static size_t leave_encoded(void *context, struct MHD_Connection *connection, char *text)
{
    (void) context;
    (void) connection;
    return strlen(text);
}

/*
 * While the library starts, its first message is the reason for a failure. Later messages are about
 * malformed requests, and ignored.
 */
static void take_message(void *context, const char *format, va_list args)
{
    struct first_message *first = ((struct server *) context)->message;

    if (first == NULL || first->text[0] != '\0')
        return;
    vsnprintf(first->text, sizeof first->text, format, args);
    first->text[strcspn(first->text, "\n")] = '\0';
}

static void raise_file_limit(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static struct MHD_Daemon *start_daemon(struct server *s, const struct tls *tls)
{
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    struct MHD_OptionItem more[] = {{MHD_OPTION_HTTPS_MEM_CERT, 0, tls->certificate},
                                    {MHD_OPTION_HTTPS_MEM_KEY, 0, tls->key},
                                    {MHD_OPTION_END, 0, NULL}};

    raise_file_limit();
    if (tls->certificate == NULL)
        more[0].option = MHD_OPTION_END;
    else
        flags |= MHD_USE_TLS;
    /* the logger comes first: the library prints what precedes it */
    return MHD_start_daemon(
        flags, 0, NULL, NULL, on_request, s, MHD_OPTION_EXTERNAL_LOGGER, take_message, s,
        MHD_OPTION_LISTEN_SOCKET, s->fd, MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
        MHD_OPTION_UNESCAPE_CALLBACK, leave_encoded, NULL, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned) IDLE_SECONDS, MHD_OPTION_CONNECTION_LIMIT, (unsigned) CONNECTIONS_MOST,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, MHD_OPTION_ARRAY, more,
        MHD_OPTION_END);
}

static int start(struct server *s, const struct server_options *options, const struct tls *tls,
                 char *error, size_t error_size)
{
    struct first_message message = {.text = ""};

    s->message = &message;
    s->daemon = start_daemon(s, tls);
    s->message = NULL;
    if (s->daemon != NULL)
        return 0;
    if (tls->certificate == NULL)
        snprintf(error, error_size, "libmicrohttpd does not start: %s", message.text);
    else
        snprintf(error, error_size, "can't use certificate %s and key %s: %s", options->certificate,
                 options->key, message.text);
    return -EIO;
}

static int listen_and_start(struct server *s, const struct server_options *options, char *error,
                            size_t error_size)
{
    struct tls tls = {.certificate = NULL};

    if (!tls_read(&tls, options->certificate, options->key, error, error_size))
        return -EIO;
    s->fd = address_listen(options->address, error, error_size);
    int rc = s->fd < 0 ? -EADDRNOTAVAIL : start(s, options, &tls, error, error_size);

    tls_free(&tls);
    if (rc < 0 && s->fd >= 0)
        close(s->fd);
    return rc;
}

int server_open(struct gateway *g, const struct server_options *options, struct server **ret,
                char *error, size_t error_size)
{
    struct server *s = memory_zeroed(1, sizeof *s);

    s->gateway = g;
    int rc = listen_and_start(s, options, error, error_size);

    if (rc < 0) {
        free(s);
        return rc;
    }
    address_url(s->fd, options->certificate == NULL ? "http" : "https", s->url, sizeof s->url);
    g->url = s->url;
    *ret = s;
    return 0;
}

int server_fd(const struct server *s)
{
    return MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
}

/* Whether a waiting request may be due. */
static bool may_be_due(const struct server *s, int64_t now)
{
    return s->waiting != NULL && (s->gateway->stopping || now >= s->next_due ||
                                  s->gateway->event_count != s->event_count);
}

/* When a stream needs attention: now if it has something for a suspended connection. */
static int64_t stream_due(const struct exchange *x)
{
    const struct stream *stream = x->request.reply.stream;

    if (stream->overfull || (x->suspended && stream_is_ready(stream)))
        return 0;
    return stream->ended ? INT64_MAX : stream->keep_alive;
}

/* When the next waiting request or stream needs attention. */
static int64_t next_attention(const struct server *s)
{
    int64_t next = s->waiting == NULL ? INT64_MAX : s->next_due;

    for (const struct exchange *x = s->streaming; x != NULL; x = x->next) {
        if (stream_due(x) < next)
            next = stream_due(x);
    }
    return next;
}

#define TIMEOUT_MOST 60000

int server_timeout(const struct server *s)
{
    bool idle = s->waiting == NULL && s->streaming == NULL;
    int64_t now = idle ? 0 : clock_monotonic();
    int64_t look = next_attention(s);
    int64_t wait = -1;
    MHD_UNSIGNED_LONG_LONG millis;

    if (may_be_due(s, now) || look < now)
        return 0;
    if (MHD_get_timeout(s->daemon, &millis) == MHD_YES)
        wait = millis > TIMEOUT_MOST ? TIMEOUT_MOST : (int64_t) millis;
    if (!idle && (wait < 0 || look - now < wait))
        wait = look - now;
    return (int) wait;
}

static void resume_waiting(struct server *s)
{
    int64_t now = s->waiting == NULL ? 0 : clock_monotonic();
    struct exchange **at = &s->waiting;

    if (!may_be_due(s, now))
        return;
    s->event_count = s->gateway->event_count;
    s->next_due = INT64_MAX;
    while (*at != NULL) {
        struct exchange *x = *at;

        if (!request_is_due(&x->request, now)) {
            if (x->request.hold.until < s->next_due)
                s->next_due = x->request.hold.until;
            at = &x->next;
            continue;
        }
        *at = x->next;
        MHD_resume_connection(x->connection);
    }
}

/* The reader of an overfull stream doesn't read: only RST gets past the unread data. */
static void resume_streams(struct server *s)
{
    int64_t now = s->streaming == NULL ? 0 : clock_monotonic();

    for (struct exchange *x = s->streaming; x != NULL; x = x->next) {
        struct stream *stream = x->request.reply.stream;

        stream_keep_alive(stream, now);
        if (stream->overfull) {
            log_message("a listener to events was too slow and is disconnected");
            exchange_reset(x->connection);
            stream->overfull = false;
            stream->ended = true;
        }
        if (x->suspended && (stream_is_ready(stream) || s->gateway->stopping)) {
            x->suspended = false;
            MHD_resume_connection(x->connection);
        }
    }
}

void server_run(struct server *s)
{
    resume_waiting(s);
    resume_streams(s);
    MHD_run(s->daemon);
}

/* Enough to send pending answers, without delaying the exit noticeably. */
#define FINISH_MILLIS 10

static void finish_requests(struct server *s)
{
    int64_t end = clock_monotonic() + FINISH_MILLIS;
    struct pollfd fd = {.fd = server_fd(s), .events = POLLIN};

    s->gateway->stopping = true;
    server_run(s);
    for (int64_t now = clock_monotonic(); s->active > 0 && now < end; now = clock_monotonic()) {
        poll(&fd, 1, (int) (end - now));
        server_run(s);
    }
}

void server_close(struct server *s)
{
    if (s == NULL)
        return;
    MHD_quiesce_daemon(s->daemon);
    finish_requests(s);
    MHD_stop_daemon(s->daemon);
    close(s->fd);
    free_pool(s);
    free(s);
}
