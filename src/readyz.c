/* SPDX-License-Identifier: MIT */
/* sandgate readyz: a health check for containers, which have no curl. */
#include "base/clock.h"
#include "commands.h"
#include "http/client.h"

#include <poll.h>
#include <stdio.h>

#define PAUSE_MILLIS 50

static bool is_ready(const char *url, int64_t deadline, char *error, size_t error_size)
{
    int status = client_status(url, "/readyz", deadline, error, error_size);

    if (status > 0)
        snprintf(error, error_size, "it answers %d", status);
    return status == 200;
}

int readyz(const struct options *o)
{
    char url[400];
    char error[400];
    char sentence[900];
    int64_t deadline = clock_monotonic() + o->timeout;

    snprintf(url, sizeof url, "%s%s", o->arguments_count == 0 ? "http://" : "",
             o->arguments_count == 0 ? o->listen : *o->arguments);
    if (!client_is_url(url))
        return complain("readyz: a URL like http://127.0.0.1:8080 is wanted", EXIT_USAGE);
    bool ready = is_ready(url, deadline, error, sizeof error);

    while (!ready && o->wait && clock_monotonic() + PAUSE_MILLIS < deadline) {
        poll(NULL, 0, PAUSE_MILLIS);
        ready = is_ready(url, deadline, error, sizeof error);
    }
    if (ready)
        return 0;
    snprintf(sentence, sizeof sentence, "%s is not ready: %s", url, error);
    return complain(sentence, EXIT_FAULT);
}
