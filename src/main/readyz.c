/* SPDX-License-Identifier: MIT */
/* sandgate readyz: the health check for containers without curl. */
#include "base/clock.h"
#include "commands.h"
#include "delivery/probe.h"
#include "http/client.h"

#include <poll.h>
#include <stdio.h>

#define PAUSE_MILLIS 50

#define PATH "/readyz"

static int fetch_status(const struct client_target *at, int64_t deadline, char *error,
                        size_t error_size)
{
    char url[1000];

    if (!at->secure)
        return client_status(at, PATH, deadline, error, error_size);
    snprintf(url, sizeof url, "https://%s%.*s" PATH, at->authority, at->path_length, at->path);
    return probe_status(url, deadline, error, error_size);
}

static bool is_ready(const struct client_target *at, int64_t deadline, char *error,
                     size_t error_size)
{
    int status = fetch_status(at, deadline, error, error_size);

    if (status > 0)
        snprintf(error, error_size, "it answers with status %d", status);
    return status == 200;
}

/* The URL of the command line, else the one at which serve would listen. */
static void find_url(const struct options *o, char *ret, size_t size)
{
    if (o->arguments_count > 0)
        snprintf(ret, size, "%s", *o->arguments);
    else
        snprintf(ret, size, "%s://%s", o->tls_certificate == NULL ? "http" : "https", o->listen);
}

int readyz(const struct options *o)
{
    char url[600];
    char error[400];
    char sentence[1100];
    struct client_target at;
    int64_t deadline = clock_monotonic() + o->timeout;

    find_url(o, url, sizeof url);
    if (!client_parse_url(url, &at))
        return complain("readyz: expected a URL like http://127.0.0.1:8080", EXIT_USAGE);
    bool ready = is_ready(&at, deadline, error, sizeof error);

    while (!ready && o->wait && clock_monotonic() + PAUSE_MILLIS < deadline) {
        poll(NULL, 0, PAUSE_MILLIS);
        ready = is_ready(&at, deadline, error, sizeof error);
    }
    if (ready)
        return 0;
    snprintf(sentence, sizeof sentence, "%s is not ready: %s", url, error);
    return complain(sentence, EXIT_ERROR);
}
