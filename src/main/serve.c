/* SPDX-License-Identifier: MIT */
/* The commands serve and exec, with the only loop of the program. */
#include "base/array.h"
#include "base/log.h"
#include "base/output.h"
#include "child_process.h"
#include "commands.h"
#include "control/control.h"
#include "database_watch.h"
#include "delivery/delivery.h"
#include "engine/gateway.h"
#include "http/address.h"
#include "http/server.h"
#include "seeds/first_start.h"
#include "trim_memory.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* With a child, signals that would end or control the program are forwarded to it. */
static int open_signals(bool for_child)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGCHLD, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2};
    size_t count = for_child ? ARRAY_SIZE(signals) : 2;
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < count; i++)
        sigaddset(&set, signals[i]);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

/* The shorter of two timeouts; -1 is unlimited. */
static int shorter(int a, int b)
{
    return a < 0 || (b >= 0 && b < a) ? b : a;
}

/* After this time without events, memory that is no longer needed is returned. */
#define IDLE_MILLIS 1000

/* What runs. */
struct service {
    struct gateway *gateway;
    const struct options *options;
    struct server *server;
    struct delivery *delivery;
    int signals;
    struct database_watch database;
};

/* What poll waits for. */
enum { SIGNALS, DELIVERY, DATABASE, LOG, SERVER, POLLED_COUNT = SERVER + SERVER_DESCRIPTORS };

static void fill_polled(struct pollfd ret[static POLLED_COUNT], const struct service *s)
{
    ret[SIGNALS] = (struct pollfd){.fd = s->signals, .events = POLLIN};
    ret[DELIVERY] = (struct pollfd){.fd = delivery_fd(s->delivery), .events = POLLIN};
    ret[DATABASE] = (struct pollfd){.fd = s->database.fd, .events = POLLIN};
    ret[LOG] = (struct pollfd){.fd = -1, .events = POLLOUT};
    server_poll(s->server, ret + SERVER);
}

/* Like poll. Writes the log before it waits. */
static int wait_for_events(struct pollfd polled[static POLLED_COUNT], int timeout)
{
    if (timeout != 0)
        log_flush();
    polled[LOG].fd = log_is_blocked() ? STDERR_FILENO : -1; /* poll ignores -1 */
    return poll(polled, POLLED_COUNT, timeout);
}

/*
 * Waits for signals, connections, webhook receivers and due times, until a signal arrives or, with
 * a child, until the child has ended.
 */
static void loop(struct service *s, struct child *child)
{
    struct pollfd polled[POLLED_COUNT];

    fill_polled(polled, s);
    for (bool idle = false;;) {
        gateway_tick(s->gateway);
        int timeout = shorter(schedule_wait(&s->gateway->schedule),
                              shorter(server_timeout(s->server), delivery_timeout(s->delivery)));
        int wait = idle ? timeout : shorter(timeout, IDLE_MILLIS);
        int ready = wait_for_events(polled, wait);

        if (ready < 0 && errno != EINTR)
            return;
        if (ready == 0 && !idle && wait == IDLE_MILLIS)
            memory_trim();
        idle = ready == 0 && (idle || wait == IDLE_MILLIS);
        if (polled[SIGNALS].revents != 0 &&
            (child == NULL || child_handle_signals(child, s->signals)))
            return;
        if (polled[DATABASE].revents != 0)
            database_watch_read(&s->database);
        server_run(s->server, polled + SERVER);
        delivery_run(s->delivery);
    }
}

/* Lets running requests finish, for the grace at most. Another signal ends it at once. */
static void finish(const struct service *s)
{
    struct pollfd polled[POLLED_COUNT];
    int64_t end = clock_monotonic() + (int64_t) s->options->grace * 1000;
    struct signalfd_siginfo info;

    fill_polled(polled, s);
    polled[DATABASE].fd = -1;
    while (read(s->signals, &info, sizeof info) > 0)
        continue;
    server_stop(s->server);
    server_run(s->server, polled + SERVER);
    for (int64_t now = clock_monotonic(); server_is_busy(s->server) && now < end;
         now = clock_monotonic()) {
        wait_for_events(polled, shorter(server_timeout(s->server), (int) (end - now)));
        if (polled[SIGNALS].revents != 0)
            return;
        server_run(s->server, polled + SERVER);
    }
}

/* exec prints no line, because standard output belongs to its command, which has SANDGATE_URL. */
static void announce_ready(struct gateway *g, const struct options *o)
{
    char line[1100];

    g->ready = true;
    snprintf(line, sizeof line, "sandgate ready on %s\n", g->url);
    if (o->command == COMMAND_SERVE)
        output_line(STDOUT_FILENO, line);
    if (o->ready_fd >= 0) {
        output_line(o->ready_fd, line);
        close(o->ready_fd);
    }
    if (!address_is_local(o->listen) && o->control_token == NULL)
        log_message("warning: %s is reachable from other machines, and there is no --control-token",
                    o->listen);
}

/* The URL, and the keys of the default realm (control.md 1). */
static void set_child_environment(const struct gateway *g)
{
    const struct realm *realm = realms_find(&g->realms, REALM_BY_NAME, DEFAULT_REALM);
    const char *const variables[][2] = {
        {"SANDGATE_URL", g->url},
        {"SANDGATE_API_KEY", realm->api_key},
        {"SANDGATE_TENANT_ID", realm->tenant_id},
        {"SANDGATE_CLIENT_ID", realm->client_id},
        {"SANDGATE_CLIENT_SECRET", realm->client_secret},
    };

    for (size_t i = 0; i < ARRAY_SIZE(variables); i++)
        setenv(variables[i][0], variables[i][1], 1);
}

/* Like shells: 127 for a command that doesn't exist, 126 for one that can't be run. */
static int exit_status_of(int error)
{
    return error == ENOENT || error == ENOTDIR ? EXIT_NOT_FOUND : EXIT_NOT_RUN;
}

/* The exit status after the command, as --min-coverage and --fail-on-unmatched require. */
static int check_requests(const struct gateway *g, const struct options *o, int status)
{
    const struct coverage_share share = coverage_share(g);
    char sentence[200];
    bool too_few = share.used * 100 < share.total * o->min_coverage;
    bool missed = o->fail_on_unmatched && g->journals.unmatched_count > 0;

    snprintf(sentence, sizeof sentence, "%lld of %lld operations were called, %d %% are required",
             (long long) share.used, (long long) share.total, o->min_coverage);
    if (too_few)
        complain(sentence, EXIT_ERROR);
    snprintf(sentence, sizeof sentence, "%llu requests matched no operation or no realm",
             (unsigned long long) g->journals.unmatched_count);
    if (missed)
        complain(sentence, EXIT_ERROR);
    return status == 0 && (too_few || missed) ? EXIT_ERROR : status;
}

static int run_child(struct service *s, const struct process_attributes *attributes)
{
    char **command = s->options->arguments;
    char sentence[600];
    struct child child;

    set_child_environment(s->gateway);
    int error = child_start(&child, command, attributes);

    if (error != 0) {
        snprintf(sentence, sizeof sentence, "can't run %s: %s", *command, strerror(error));
        return complain(sentence, exit_status_of(error));
    }
    loop(s, &child);
    return check_requests(s->gateway, s->options, child.status);
}

/* Overwrites one line of the terminal. */
static void show_progress(size_t made, size_t all)
{
    char line[100];
    int length = snprintf(line, sizeof line, "\rsandgate: %zu of %zu people%s", made, all,
                          made == all ? "\n" : "");

    output_try(STDERR_FILENO, line, (size_t) length);
}

static int create_default_realm(struct gateway *g, const struct options *o, char *error,
                                size_t error_size)
{
    g->progress = isatty(STDERR_FILENO) ? show_progress : NULL;
    int rc = first_start_create_realm(g, o->demo, o->seeds, o->seeds_count, error, error_size);

    g->progress = NULL;
    return rc;
}

static int run(struct gateway *g, const struct options *o)
{
    char error[1000];
    const struct process_attributes attributes = process_attributes_now();
    struct service s = {
        .gateway = g,
        .options = o,
        .delivery = delivery_open(g),
        .signals = open_signals(o->command == COMMAND_EXEC),
    };
    const struct server_options place = {
        .address = o->listen,
        .certificate = o->tls_certificate,
        .key = o->tls_key,
        .idle_seconds = SERVER_IDLE_SECONDS,
        .public_url = *o->public_url == '\0' ? NULL : o->public_url,
    };
    int status = EXIT_ERROR;

    database_watch_open(&s.database, o->database);
    /* before the seed, whose tokens contain the URL; early connections wait in the backlog */
    if (server_open(g, &place, &s.server, error, sizeof error) < 0 ||
        (g->realms.count == 0 && create_default_realm(g, o, error, sizeof error) < 0)) {
        complain(error, status);
    } else {
        announce_ready(g, o);
        status = 0;
        if (o->command == COMMAND_EXEC)
            status = run_child(&s, &attributes);
        else
            loop(&s, NULL);
        finish(&s);
    }
    server_close(s.server);
    delivery_close(s.delivery);
    close(s.signals);
    database_watch_close(&s.database);
    log_finish();
    return status;
}

int serve(const struct options *o, const struct registry *registry)
{
    char error[1000];
    struct gateway gateway;
    int status = EXIT_ERROR;

    log_style_set(o->log);
    if (o->reproducible)
        random_seed(o->random_seed);
    if (gateway_open(&gateway,
                     &(struct gateway_options){
                         .database = o->database,
                         .origins = o->origins,
                         .app_key_origins = &o->app_key_origins,
                         .control_token = o->control_token,
                         .reproducible = o->reproducible,
                         .registry = registry,
                         .publish = feed_publish,
                     },
                     error, sizeof error) < 0)
        complain(error, status);
    else
        status = run(&gateway, o);
    gateway_close(&gateway);
    return status;
}
