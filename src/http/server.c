/* SPDX-License-Identifier: MIT */
/*
 * libmicrohttpd with external polling: it has no threads of its own and runs in server_run. What it can't
 * do is in the other files of this folder: requests (its callbacks), head and target (what a request is),
 * refusals and library (answers that it would send by itself), lingering (closing), handshake (TLS),
 * listener.
 */
#include "http/server.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "connections/connection.h"
#include "connections/handshake.h"
#include "connections/lingering.h"
#include "connections/listener.h"
#include "head.h"
#include "http/address.h"
#include "exchange.h"
#include "requests.h"
#include "tls.h"

#include <errno.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* The first message of the library. */
struct first_message {
    char text[300];
};

/*
 * While the library starts, its first message is the reason for a failure. Later messages are about
 * malformed requests, which are refused and recorded by us.
 */
__attribute__((format(printf, 2, 0))) static void take_message(void *context, const char *format,
                                                               va_list args)
{
    struct first_message *first = ((struct server *) context)->message;

    if (first == NULL || first->text[0] != '\0')
        return;
    vsnprintf(first->text, sizeof first->text, format, args);
    first->text[strcspn(first->text, "\n")] = '\0';
}

static void begin_connection(struct server *s, struct MHD_Connection *handle, void **context)
{
    struct connection *c = memory_zeroed(1, sizeof *c);

    c->server = s;
    c->handle = handle;
    c->watch.fd = MHD_get_connection_info(handle, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    s->connections_count++;
    *context = c;
    handshake_begin(c);
}

static void end_connection(struct connection *c)
{
    struct server *s = c->server;

    handshake_end(c);
    /* the library has refused it twice, and doesn't say then that it has completed (0.9.75) */
    if (c->exchange != NULL)
        exchange_close(c->exchange);
    s->connections_count--;
    free(c);
}

/* NOTIFY_CONNECTION */
static void notify_connection(void *server, struct MHD_Connection *handle, void **context,
                              enum MHD_ConnectionNotificationCode code)
{
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        begin_connection(server, handle, context);
    else
        end_connection(*context);
}

/* Replaces the library's decoding of the path, which nothing here reads. */
static size_t leave_encoded(void *context, struct MHD_Connection *handle, char *path)
{
    (void) context;
    (void) handle;
    return strlen(path);
}

static void raise_file_limit(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

/* The library needs no limit of connections, because we accept them. */
static struct MHD_Daemon *start_daemon(struct server *s, const struct tls *tls)
{
    unsigned flags =
        MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    struct MHD_OptionItem more[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, tls->certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, tls->key},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *) (uintptr_t) HANDSHAKE_PRIORITIES},
        {MHD_OPTION_END, 0, NULL}};

    raise_file_limit();
    if (tls->certificate == NULL)
        more[0].option = MHD_OPTION_END;
    else
        flags |= MHD_USE_TLS;
    /* the logger comes first: the library prints what precedes it */
    return MHD_start_daemon(
        flags, 0, NULL, NULL, requests_continue, s, MHD_OPTION_EXTERNAL_LOGGER, take_message, s,
        MHD_OPTION_NOTIFY_CONNECTION, notify_connection, s, MHD_OPTION_URI_LOG_CALLBACK,
        requests_begin, s, MHD_OPTION_UNESCAPE_CALLBACK, leave_encoded, NULL,
        MHD_OPTION_NOTIFY_COMPLETED, requests_complete, s, MHD_OPTION_CONNECTION_TIMEOUT,
        s->idle_seconds, MHD_OPTION_CONNECTION_LIMIT, (unsigned) CONNECTIONS_MOST,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, HTTP_CONNECTION_MEMORY, MHD_OPTION_ARRAY, more,
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
    int sockets[LISTENERS_MOST];

    if (!tls_read(&tls, options->certificate, options->key, error, error_size))
        return -EIO;
    int count = address_listen(options->address, sockets, LISTENERS_MOST, error, error_size);
    int rc = count < 0 ? -EADDRNOTAVAIL : start(s, options, &tls, error, error_size);

    tls_free(&tls);
    for (int i = 0; i < count; i++)
        s->listeners[i].watch.fd = sockets[i];
    s->listeners_count = count < 0 ? 0 : (size_t) count;
    return rc;
}

static struct server *server_new(struct gateway *g, const struct server_options *options)
{
    struct server *s = memory_zeroed(1, sizeof *s);

    s->gateway = g;
    s->epoll = watch_open();
    s->idle_seconds = options->idle_seconds;
    LIST_INIT(&s->receiving);
    LIST_INIT(&s->waiting);
    LIST_INIT(&s->streaming);
    SLIST_INIT(&s->pool);
    TAILQ_INIT(&s->handshakes);
    TAILQ_INIT(&s->lingering);
    return s;
}

static void server_free(struct server *s)
{
    listeners_close(s);
    exchange_free_pool(s);
    if (s->epoll >= 0)
        close(s->epoll);
    free(s);
}

int server_open(struct gateway *g, const struct server_options *options, struct server **ret,
                char *error, size_t error_size)
{
    struct server *s = server_new(g, options);
    int rc = listen_and_start(s, options, error, error_size);

    if (rc < 0) {
        server_free(s);
        return rc;
    }
    listeners_begin(s);
    g->scheme = options->certificate == NULL ? "http" : "https";
    g->any_host = address_url(s->listeners[0].watch.fd, g->scheme, s->url, sizeof s->url);
    g->url = s->url;
    g->public_url = options->public_url;
    if (options->public_url != NULL) {
        g->url = options->public_url;
        g->any_host = false;
        log_message("listening on %s", s->url);
    }
    *ret = s;
    return 0;
}

void server_poll(const struct server *s, struct pollfd ret[static SERVER_DESCRIPTORS])
{
    int library = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;

    ret[0] = (struct pollfd){.fd = library, .events = POLLIN};
    ret[1] = (struct pollfd){.fd = s->epoll, .events = POLLIN};
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t next_attention(const struct server *s)
{
    int64_t next =
        earlier(requests_next_due(s), earlier(handshakes_deadline(s), lingering_deadline(s)));

    return s->accept_again == 0 ? next : earlier(next, s->accept_again);
}

#define TIMEOUT_MOST 60000

int server_timeout(const struct server *s)
{
    int64_t next = next_attention(s);
    int64_t now = next == INT64_MAX ? 0 : clock_monotonic();
    int64_t wait = next == INT64_MAX ? -1 : next <= now ? 0 : next - now;
    MHD_UNSIGNED_LONG_LONG library;

    if (MHD_get_timeout(s->daemon, &library) == MHD_YES &&
        (wait < 0 || library < (MHD_UNSIGNED_LONG_LONG) wait))
        wait = (int64_t) library;
    return (int) (wait > TIMEOUT_MOST ? TIMEOUT_MOST : wait);
}

void server_run(struct server *s, const struct pollfd polled[static SERVER_DESCRIPTORS])
{
    listeners_resume(s);
    if (polled[1].revents != 0)
        watch_run(s->epoll);
    lingering_close_late(s);
    requests_resume(s);
    MHD_run(s->daemon);
    handshakes_suspend(s);
    requests_end_spinning(s);
}

void server_stop(struct server *s)
{
    listeners_close(s);
    s->gateway->stopping = true;
    handshakes_suspend(s);
}

bool server_is_busy(const struct server *s)
{
    return s->active > 0;
}

void server_close(struct server *s)
{
    const struct pollfd none[SERVER_DESCRIPTORS] = {{.revents = 0}};

    if (s == NULL)
        return;
    server_stop(s);
    server_run(s, none); /* the library can't be stopped while connections are suspended */
    MHD_stop_daemon(s->daemon);
    lingering_close_all(s);
    server_free(s);
}
