/* SPDX-License-Identifier: MIT */
/*
 * Rate limits: a realm has three fixed windows. A window begins with the first request after the end
 * of the previous one. A request is counted once, even if it waits and is run again.
 */
#include "engine/reply.h"
#include "engine/steps/limits.h"

static const int64_t window_seconds[RATE_WINDOWS] = {60, 3600, 86400};

/* The limits of the public sandbox (weavr-auth.md 1.5), for the header of a realm without limits. */
static const int64_t published[RATE_WINDOWS] = {100, 1000, 10000};

static int64_t limit_of(const struct settings *settings, size_t window)
{
    const int64_t limits[RATE_WINDOWS] = {settings->rate_limit.per_minute,
                                          settings->rate_limit.per_hour,
                                          settings->rate_limit.per_day};

    return limits[window];
}

static bool is_limited(const struct settings *settings)
{
    return limit_of(settings, 0) != 0 || limit_of(settings, 1) != 0 || limit_of(settings, 2) != 0;
}

/* Grammar of weavr-auth.md 1.3: the exceeded limit, then each as "limit;w=seconds". */
void limits_headers(struct request *r, int64_t limit, int64_t reset)
{
    bool limited = r->realm != NULL && is_limited(&r->realm->settings);
    struct text t = TEXT_IN(r->arena);

    text_int(&t, limit);
    for (size_t i = 0; i < RATE_WINDOWS; i++) {
        int64_t most = limited ? limit_of(&r->realm->settings, i) : published[i];

        if (most != 0)
            text_format(&t, ", %lld;w=%lld", (long long) most, (long long) window_seconds[i]);
    }
    reply_header(r, "x-ratelimit-limit", text_string(&t));
    reply_header(r, "x-ratelimit-reset", arena_int(r->arena, reset));
}

/* The current window: a new one if the last has ended, or the clock was set to before it. */
static struct rate_window *current(struct request *r, size_t i)
{
    struct rate_window *w = &r->realm->rates[i];

    if (w->count == 0 || r->now < w->start || r->now >= w->start + window_seconds[i] * 1000)
        *w = (struct rate_window){.start = r->now};
    return w;
}

int limits_or_reply(struct request *r)
{
    const struct settings *settings = &r->realm->settings;

    if (r->limited || !is_limited(settings))
        return PASS;
    r->limited = true;
    for (size_t i = 0; i < RATE_WINDOWS; i++) {
        const struct rate_window *w = current(r, i);
        int64_t limit = limit_of(settings, i);

        if (limit == 0 || w->count < limit)
            continue;
        int64_t left = w->start + window_seconds[i] * 1000 - r->now;

        limits_headers(r, limit, (left + 999) / 1000);
        return refuse(r, TOO_MANY_REQUESTS, "the setting rateLimit allows %lld requests in %lld s",
                      (long long) limit, (long long) window_seconds[i]);
    }
    for (size_t i = 0; i < RATE_WINDOWS; i++)
        r->realm->rates[i].count++;
    return PASS;
}
