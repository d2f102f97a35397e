/* SPDX-License-Identifier: MIT */
/* Control API: metrics in the text format of Prometheus, version 0.0.4 (control.md 8). */
#include "base/array.h"
#include "base/log.h"
#include "engine/reply.h"
#include "parameters.h"
#include "weavr/shared_types.h"

#include <inttypes.h>

#define METRICS_TYPE "text/plain; version=0.0.4; charset=utf-8"

/* The metrics while they are written. Operations without requests are left out. */
struct metrics {
    struct text text;
    const struct gateway *gateway;
};

static void write_head(struct metrics *f, const char *name, const char *type, const char *help)
{
    text_format(&f->text, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static const char *operation_label(struct metrics *f, size_t operation)
{
    const struct gateway *g = f->gateway;

    return operation == g->registry->count
               ? "none"
               : registry_operation_id(g->registry, f->text.arena,
                                       &g->registry->operations[operation]);
}

static void write_statuses(struct metrics *f, const char *label, const struct meter *m)
{
    for (size_t i = 0; i < STATUSES_COUNT; i++) {
        if (m->requests[i] > 0)
            text_format(&f->text,
                        "sandgate_requests_total{operation=\"%s\",status=\"%d\"} %" PRIu64 "\n",
                        label, status_rows[i].status, m->requests[i]);
    }
}

#define DURATION "sandgate_request_duration_seconds"
#define MICROS 1000000

#define DROPPED "sandgate_log_lines_dropped_total"

/* Buckets of the format are cumulative. */
static void write_durations(struct metrics *f, const char *label, const struct meter *m)
{
    uint64_t count = 0;

    for (size_t i = 0; i < DURATIONS_COUNT; i++) {
        count += m->durations[i];
        text_format(&f->text, DURATION "_bucket{operation=\"%s\",le=\"%s\"} %" PRIu64 "\n", label,
                    duration_rows[i].seconds, count);
    }
    text_format(&f->text, DURATION "_sum{operation=\"%s\"} %" PRIu64 ".%06" PRIu64 "\n", label,
                m->micros / MICROS, m->micros % MICROS);
    text_format(&f->text, DURATION "_count{operation=\"%s\"} %" PRIu64 "\n", label, count);
}

static bool was_used(const struct meter *m)
{
    for (size_t i = 0; i < DURATIONS_COUNT; i++) {
        if (m->durations[i] > 0)
            return true;
    }
    return false;
}

static void write_meters(struct metrics *f,
                         void (*write)(struct metrics *f, const char *label, const struct meter *m))
{
    for (size_t i = 0; i <= f->gateway->registry->count; i++) {
        const struct meter *m = &f->gateway->meters[i];

        if (was_used(m))
            write(f, operation_label(f, i), m);
    }
}

static void write_gauges(struct metrics *f, const struct store_statistics *store)
{
    struct arena *a = f->text.arena;
    const struct gateway *g = f->gateway;
    const struct {
        const char *name;
        const char *labels;
        const char *value;
        const char *help;
    } gauges[] = {
        {"sandgate_sessions", "", arena_int(a, store->sessions),
         "Sessions in the store, with ended ones until their realm is reset or deleted."},
        {"sandgate_realms", "", arena_int(a, (int64_t) g->realms.count), "Realms."},
        {"sandgate_listeners", "", arena_int(a, (int64_t) g->feed.count),
         "Open streams of events."},
        {"sandgate_store_bytes", "", arena_int(a, store->bytes),
         "Size of the database, free pages included."},
        {"sandgate_start_time_seconds", "",
         arena_printf(a, "%" PRId64 ".%03" PRId64, g->started_at / 1000, g->started_at % 1000),
         "Start time of the process since the Unix epoch."},
        {"sandgate_build_info", "{version=\"" VERSION_TEXT "\"}", "1", "Version of the program."},
    };

    for (size_t i = 0; i < ARRAY_SIZE(gauges); i++) {
        write_head(f, gauges[i].name, "gauge", gauges[i].help);
        text_format(&f->text, "%s%s %s\n", gauges[i].name, gauges[i].labels, gauges[i].value);
    }
}

static int metrics_get(struct request *r)
{
    struct metrics f = {.text = TEXT_IN(r->arena), .gateway = r->gateway};
    struct store_statistics store;
    int rc = store_statistics(r->store, &store);

    if (rc < 0)
        return rc;
    write_head(&f, "sandgate_requests_total", "counter",
               "Requests answered, by operation and status; \"none\": no operation matched.");
    write_meters(&f, write_statuses);
    write_head(&f, DURATION, "histogram",
               "Time from a request's headers to its answer, including waits.");
    write_meters(&f, write_durations);
    write_head(&f, DROPPED, "counter", "Lines of the log that stderr could not take.");
    text_format(&f.text, DROPPED " %" PRIu64 "\n", log_dropped());
    write_gauges(&f, &store);
    return reply_text(r, METRICS_TYPE, text_string(&f.text));
}

/* clang-format off */
const struct operation metrics_operations[] = {
    OPERATION(metrics_get, GET, "/_sandgate/metrics", OPERATOR,
              .summary = "Get metrics for Prometheus: requests, durations, sessions, realms, store", .group = &program_group,
              .status = 200, .media_type = "text/plain", .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
