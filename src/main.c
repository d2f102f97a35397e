/* SPDX-License-Identifier: MIT */
/* options → store → server → delivery → wait for a signal. The only loop of the program is here. */
#include "api/gateway.h"
#include "base/array.h"
#include "base/log.h"
#include "delivery/delivery.h"
#include "http/server.h"
#include "operations/operations.h"
#include "options.h"

#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define EXIT_FAULT 1
#define EXIT_USAGE 2

static int complain(const char *sentence, int status)
{
    fprintf(stderr, "sandgate: %s\n", sentence);
    return status;
}

static int open_signals(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

/* The smaller of two waits, of which -1 has no end. */
static int sooner(int a, int b)
{
    return a < 0 || (b >= 0 && b < a) ? b : a;
}

/* One thread waits for signals, connections, receivers of webhooks, and times. */
static void loop(struct gateway *g, struct server *server, struct delivery *delivery, int signals)
{
    struct pollfd fds[] = {{.fd = signals, .events = POLLIN},
                           {.fd = server_fd(server), .events = POLLIN},
                           {.fd = delivery_fd(delivery), .events = POLLIN}};

    for (;;) {
        gateway_tick(g);
        int timeout = sooner(gateway_due_wait(g, DUE_CHALLENGE),
                             sooner(server_timeout(server), delivery_timeout(delivery)));

        if (timeout != 0)
            log_flush();
        if (poll(fds, ARRAY_SIZE(fds), timeout) < 0 && errno != EINTR)
            return;
        if (fds[0].revents != 0)
            return;
        server_run(server);
        delivery_run(delivery);
    }
}

static void announce(struct gateway *g, const struct options *o)
{
    g->ready = true;
    printf("sandgate ready on %s\n", g->url);
    fflush(stdout);
    if (o->ready_fd >= 0) {
        dprintf(o->ready_fd, "sandgate ready on %s\n", g->url);
        close(o->ready_fd);
    }
    if (!server_is_local(o->listen) && o->control_token == NULL)
        log_message("warning: %s is reachable from other machines, and there is no --control-token",
                    o->listen);
}

/* One line that is written over, for somebody who looks at a terminal. */
static void show_progress(size_t made, size_t all)
{
    fprintf(stderr, "\rsandgate: %zu of %zu people%s", made, all, made == all ? "\n" : "");
}

static int found(struct gateway *g, const struct options *o, char *error, size_t error_size)
{
    g->progress = isatty(STDERR_FILENO) ? show_progress : NULL;
    int rc = gateway_found(g, o->demo, o->seeds, o->seeds_count, error, error_size);

    g->progress = NULL;
    return rc;
}

static int run(struct gateway *g, const struct options *o)
{
    char error[1000];
    struct server *server = NULL;
    struct delivery *delivery = delivery_open(g);
    int signals = open_signals();

    int status = EXIT_FAULT;

    /* tokens of the seed name the address, so it comes first; whoever connects waits in line */
    if (server_open(g, o->listen, &server, error, sizeof error) < 0 ||
        (g->realms.count == 0 && found(g, o, error, sizeof error) < 0)) {
        complain(error, status);
    } else {
        announce(g, o);
        malloc_trim(0); /* what the seeds and the schema took while they were read */
        loop(g, server, delivery, signals);
        status = 0;
    }
    server_close(server);
    delivery_close(delivery);
    close(signals);
    log_flush();
    return status;
}

static int serve(const struct options *o)
{
    char error[1000];
    struct gateway gateway;
    int status = EXIT_FAULT;

    log_style_set(o->log);
    if (gateway_open(&gateway,
                     &(struct gateway_options){
                         .database = o->database,
                         .cors = o->cors,
                         .control_token = o->control_token,
                         .families = families,
                         .operations = operations,
                         .operations_count = operations_count,
                         .catch_up = realm_catch_up,
                     },
                     error, sizeof error) < 0)
        complain(error, status);
    else
        status = run(&gateway, o);
    gateway_close(&gateway);
    return status;
}

static int print_openapi(const char *name)
{
    const struct gateway gateway = {.families = families,
                                    .operations = operations,
                                    .operations_count = operations_count,
                                    .url = "http://127.0.0.1:8080"};
    struct arena arena = ARENA_EMPTY;
    const char *document = openapi_document(&arena, &gateway, name);

    if (document != NULL)
        puts(document);
    arena_free(&arena);
    return document == NULL ? complain("no such document; see --help", EXIT_USAGE) : 0;
}

static int print(const char *(*document)(struct arena *a))
{
    struct arena arena = ARENA_EMPTY;

    fputs(document(&arena), stdout);
    arena_free(&arena);
    return 0;
}

int main(int argc, char **argv)
{
    char error[400];
    struct options options;

    if (!options_read(&options, argc, argv, error, sizeof error))
        return complain(error, EXIT_USAGE);
    switch (options.command) {
    case COMMAND_SERVE:
        return serve(&options);
    case COMMAND_OPERATIONS:
        return print(operations_markdown);
    case COMMAND_SCHEMA:
        return print(seed_schema);
    case COMMAND_OPENAPI:
        return print_openapi(options.argument);
    case COMMAND_HELP:
        fputs(options_help, stdout);
        return 0;
    case COMMAND_VERSION:
        puts("sandgate " VERSION_TEXT);
        return 0;
    }
    return EXIT_FAULT;
}
