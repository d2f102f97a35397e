/* SPDX-License-Identifier: MIT */
/*
 * Targets of requests: path and query are split and decoded, an operation is found or suggested. With them what
 * else is read from short texts: hosts, origins, globs, percent encoding, Base64.
 */
#include "fuzz.h"

#include "base/encode.h"
#include "base/glob.h"
#include "engine/origins.h"
#include "engine/router.h"
#include "engine/suggest.h"
#include "http/target.h"
#include "support/world.h"

#include <string.h>

static void check_pairs(const struct pairs *pairs)
{
    for (size_t i = 0; i < pairs->count; i++) {
        const struct pair *p = &pairs->items[i];

        HOLDS(strlen(p->value) == p->length, "%s=%s", p->name, p->value);
    }
}

static void route(struct arena *a, const struct target *target, enum method method)
{
    struct gateway gateway = {.registry = world_registry()};
    struct request r = {
        .gateway = &gateway,
        .arena = a,
        .method = method,
        .path = target->path,
        .query = target->query,
    };

    router_find(&r);
    HOLDS(r.family != NULL, "%s has no family", r.path);
    HOLDS(r.operation == NULL || r.operation->family == r.family, "%s", r.path);
    check_pairs(&r.parameters);
    if (method == GET && r.operation == NULL && r.allowed == NULL) {
        const char *suggested = suggest_operation(&r);

        HOLDS(suggested == NULL || *suggested != '\0', "%s", r.path);
    }
}

static void read_target(struct arena *a, const char *text)
{
    const struct target target = target_parse(a, text);

    HOLDS(target.path != NULL, "%s has no path", text);
    if (target.why != NULL)
        return;
    HOLDS(*target.path == '/' || strcmp(target.path, "*") == 0, "%s has path %s", text,
          target.path);
    HOLDS(target.authority == NULL || is_authority(target.authority), "%s", target.authority);
    check_pairs(&target.query);
    for (enum method method = GET; method <= OTHER_METHOD; method++)
        route(a, &target, method);
}

static void check_encoding(struct arena *a, const char *text)
{
    const char *encoded = percent_encode(a, text);
    const char *decoded = percent_decode(a, encoded, strlen(encoded), false);
    char *copy = arena_text(a, text);

    HOLDS(decoded != NULL && strcmp(decoded, text) == 0, "%s became %s", text, encoded);
    percent_decode_unreserved(copy);
    HOLDS(strlen(copy) <= strlen(text), "%s", copy);
    copy = arena_text(a, text);
    if (!percent_decode_in_place(copy, true))
        HOLDS(strcmp(copy, text) == 0, "%s was changed", text);
    const char *base64 = base64_decode(a, text);

    HOLDS(base64 == NULL || strlen(base64) <= strlen(text), "%s", text);
}

static void read_origins(const char *text)
{
    static struct origins origins;
    char base[BASE_URL_SIZE];

    origins = (struct origins){.count = 0};
    if (origins_add(&origins, text) == NULL)
        HOLDS(origins.any || origins_have(&origins, origins.named[0]), "%s", text);
    if (base_url_read(text, base) == NULL)
        HOLDS(base[strlen(base) - 1] != '/', "%s", base);
    base_url_has_host("http://localhost:8080/a", text);
    base_url_has_origin("http://localhost:8080/a", text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena arena = ARENA_EMPTY;
    const char *text = text_of_input(&arena, bytes, size);
    const char *half = text + strlen(text) / 2;

    read_target(&arena, text);
    read_target(&arena, arena_printf(&arena, "/%s", text));
    check_encoding(&arena, text);
    read_origins(text);
    HOLDS(glob_matches("*", text), "%s", text);
    HOLDS(strpbrk(text, "*?") != NULL || glob_matches(text, text), "%s", text);
    glob_matches(half, text);
    arena_free(&arena);
    return 0;
}
