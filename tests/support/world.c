/* SPDX-License-Identifier: MIT */
/* Calling a gateway directly with pipeline_run, or over HTTP. */
#include "world.h"

#include "control/control.h"
#include "engine/pipeline.h"
#include "http/target.h"
#include "seeds/first_start.h"

#include <curl/curl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void headers_set(struct headers *h, const char *name, const char *value)
{
    if (h->count == HEADERS_MOST)
        abort();
    struct header *header = &h->items[h->count++];

    snprintf(header->name, sizeof header->name, "%s", name);
    snprintf(header->value, sizeof header->value, "%s", value);
}

const char *headers_get(const struct headers *h, const char *name)
{
    for (size_t i = 0; i < h->count; i++) {
        if (strcasecmp(h->items[i].name, name) == 0)
            return h->items[i].value;
    }
    return NULL;
}

void answer_free(struct answer *a)
{
    free(a->body);
    json_decref(a->json);
    *a = (struct answer){.status = 0};
}

/* Records an answer that no fault changed as a line of JSON, to compare it with the OpenAPI documents. */
static void record(FILE *recording, const struct request *r)
{
    json_t *line = json_pack("{s:s, s:s, s:s, s:i, s:s?, s:s}", "document", r->family->name,
                             "method", method_names[r->operation->method], "path",
                             r->operation->path, "status", r->reply.status, "type",
                             r->reply.media_type, "body", text_string(&r->reply.body));

    if (line == NULL || json_dumpf(line, recording, JSON_COMPACT) < 0)
        abort();
    fputc('\n', recording);
    json_decref(line);
}

static FILE *open_recording(void)
{
    const char *path = getenv("SANDGATE_RECORD");
    FILE *recording = path == NULL ? NULL : fopen(path, "w");

    if (path != NULL && recording == NULL) {
        perror(path);
        abort();
    }
    return recording;
}

/* Write errors, as of a full disk, show up when the file is closed at the latest. */
static void close_recording(FILE *recording)
{
    if (recording != NULL && (ferror(recording) != 0 || fclose(recording) != 0))
        abort();
}

const struct registry *world_registry(void)
{
    static struct registry registry;

    if (registry.count == 0)
        registry_make(&registry, modules);
    return &registry;
}

void world_open(struct world *w, const char *database)
{
    char error[1000];
    const struct gateway_options options = {
        .database = database,
        .origins = {.any = true},
        .registry = world_registry(),
        .publish = feed_publish,
    };

    *w = (struct world){.recording = open_recording()};
    if (gateway_open(&w->gateway, &options, error, sizeof error) < 0 ||
        (w->gateway.realms.count == 0 &&
         first_start_create_realm(&w->gateway, true, NULL, 0, error, sizeof error) < 0)) {
        fprintf(stderr, "%s\n", error);
        abort();
    }
    w->gateway.quiet = true;
    w->gateway.ready = true;
}

void world_open_url(struct world *w, const char *url)
{
    *w = (struct world){.url = url, .curl = curl_easy_init()};
    if (w->curl == NULL)
        abort();
}

void world_close(struct world *w)
{
    if (w->url == NULL)
        gateway_close(&w->gateway);
    else
        curl_easy_cleanup(w->curl);
    close_recording(w->recording);
}

static void parse(struct answer *a)
{
    a->json = json_loads(a->body, JSON_DECODE_ANY, NULL);
}

enum method world_method(const char *name)
{
    enum method method = GET;

    while (method < METHODS_COUNT && strcmp(name, method_names[method]) != 0)
        method++;
    return method;
}

static void run_turn(struct world *w, struct request *r)
{
    pipeline_run(r);
    if (w->after_turn != NULL)
        w->after_turn(w);
}

static void call_here(struct world *w, const char *method, const char *path,
                      const struct headers *headers, const char *body, size_t body_length,
                      struct answer *ret)
{
    struct arena arena = ARENA_EMPTY;
    struct pair pairs[HEADERS_MOST];
    const struct target target = target_parse(&arena, path);
    struct request r = {
        .gateway = &w->gateway,
        .arena = &arena,
        .method = world_method(method),
        .path = target.path,
        .headers = {pairs, headers->count},
        .query = target.query,
        .body = body,
        .body_length = body_length,
    };

    for (size_t i = 0; i < headers->count; i++)
        pairs[i] = (struct pair){headers->items[i].name, headers->items[i].value,
                                 strlen(headers->items[i].value)};
    pipeline_begin(&r);
    r.body_too_large = body_length > r.body_limit;
    for (run_turn(w, &r); r.reply.status == 0; run_turn(w, &r)) {
        while (!request_is_due(&r, clock_monotonic()))
            poll(NULL, 0, 1);
    }
    if (r.reply.stream != NULL)
        text_add(&r.reply.body, text_string(&r.reply.stream->text));
    if (w->recording != NULL && r.operation != NULL && r.applied_fault == NULL)
        record(w->recording, &r);
    *ret = (struct answer){.status = r.reply.status, .body = strdup(text_string(&r.reply.body))};
    for (size_t i = 0; i < r.reply.headers_count; i++)
        headers_set(&ret->headers, r.reply.headers[i].name, r.reply.headers[i].value);
    if (r.reply.media_type != NULL)
        headers_set(&ret->headers, "content-type", r.reply.media_type);
    if (r.reply.reason != NULL)
        headers_set(&ret->headers, "sandgate-reason", r.reply.reason);
    headers_set(&ret->headers, "request-ref", r.reference);
    request_release(&r);
    arena_free(&arena);
}

/* A stream doesn't end, so only its beginning is read. */
static bool is_stream(const struct answer *a)
{
    const char *type = headers_get(&a->headers, "content-type");

    return type != NULL && strcmp(type, "text/event-stream") == 0;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context)
{
    struct answer *a = context;
    size_t before = strlen(a->body);

    a->body = realloc(a->body, before + size * count + 1);
    if (a->body == NULL)
        abort();
    memcpy(a->body + before, bytes, size * count);
    a->body[before + size * count] = '\0';
    return is_stream(a) ? 0 : size * count;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context)
{
    struct answer *a = context;
    char line[sizeof(struct header) + 3];

    snprintf(line, sizeof line, "%.*s", (int) (size * count), bytes);
    line[strcspn(line, "\r\n")] = '\0';
    char *colon = strchr(line, ':');

    if (colon != NULL) {
        *colon = '\0';
        headers_set(&a->headers, line, colon + 1 + strspn(colon + 1, " "));
    }
    return size * count;
}

static struct curl_slist *header_lines(const struct headers *headers)
{
    struct curl_slist *lines = curl_slist_append(NULL, "Expect:");
    char line[sizeof(struct header) + 3];

    if (headers_get(headers, "content-type") == NULL)
        lines = curl_slist_append(lines, "Content-Type:");
    for (size_t i = 0; i < headers->count; i++) {
        const struct header *h = &headers->items[i];

        /* curl drops "name:" but sends "name;" as an empty header */
        snprintf(line, sizeof line, *h->value == '\0' ? "%s;" : "%s: %s", h->name, h->value);
        lines = curl_slist_append(lines, line);
    }
    return lines;
}

static void call_there(struct world *w, const char *method, const char *path,
                       const struct headers *headers, const char *body, size_t body_length,
                       struct answer *ret)
{
    char url[2400];
    long status = 0;
    struct curl_slist *lines = header_lines(headers);

    *ret = (struct answer){.body = strdup("")};
    snprintf(url, sizeof url, "%s%s", w->url, path);
    curl_easy_reset(w->curl);
    curl_easy_setopt(w->curl, CURLOPT_URL, url);
    curl_easy_setopt(w->curl, CURLOPT_PATH_AS_IS, 1L);
    if (w->certificate != NULL)
        curl_easy_setopt(w->curl, CURLOPT_CAINFO, w->certificate);
    curl_easy_setopt(w->curl, CURLOPT_CUSTOMREQUEST, method);
    curl_easy_setopt(w->curl, CURLOPT_HTTPHEADER, lines);
    curl_easy_setopt(w->curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(w->curl, CURLOPT_WRITEDATA, ret);
    curl_easy_setopt(w->curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(w->curl, CURLOPT_HEADERDATA, ret);
    if (strcmp(method, "GET") != 0) {
        curl_easy_setopt(w->curl, CURLOPT_POSTFIELDSIZE, (long) body_length);
        curl_easy_setopt(w->curl, CURLOPT_POSTFIELDS, body);
    }
    if (curl_easy_perform(w->curl) == CURLE_OK || is_stream(ret))
        curl_easy_getinfo(w->curl, CURLINFO_RESPONSE_CODE, &status);
    ret->status = (int) status;
    curl_slist_free_all(lines);
}

void world_call(struct world *w, const char *method, const char *path,
                const struct headers *headers, const char *body, size_t body_length,
                struct answer *ret)
{
    if (w->url == NULL)
        call_here(w, method, path, headers, body, body_length, ret);
    else
        call_there(w, method, path, headers, body, body_length, ret);
    parse(ret);
}
