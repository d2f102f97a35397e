/* SPDX-License-Identifier: MIT */
/*
 * Seed documents. One that is valid can be applied; what is exported then is a seed document, and exported again it
 * is the same.
 */
#include "fuzz.h"

#include "support/callers.h"
#include "json/decode.h"
#include "json/values.h"
#include "seeds/seeds.h"

#include <jansson.h>
#include <string.h>

#define REALM "/_sandgate/realms/default"

static struct text last; /* the body of the last answer; in `kept` */
static struct arena kept;
static int last_status;

static void keep_answer(const struct request *r)
{
    last = TEXT_IN(&kept);
    text_addn(&last, text_string(&r->reply.body), r->reply.body.length);
    last_status = r->reply.status;
}

static void put_seed(struct caller *c, const char *document, size_t size)
{
    static const char head[] = "PUT " REALM "/seed\n\n";
    struct text request = TEXT_IN(&kept);

    text_add(&request, head);
    text_addn(&request, document, size);
    caller_send(c, text_string(&request), request.length);
}

static struct text exported(struct caller *c)
{
    static const char request[] = "GET " REALM "/export\n";

    caller_send(c, request, strlen(request));
    HOLDS(last_status == 200, "export: %d %s", last_status, text_string(&last));
    return last;
}

static bool is_valid(const uint8_t *bytes, size_t size)
{
    json_error_t error;
    json_t *json = json_parse((const char *) bytes, size, JSON_DECODE_ANY, &error);
    struct decoder d = {.arena = &kept, .complaints = LIST_OF(struct complaint), .strict = true};
    struct seed seed;
    bool valid = json != NULL && seed_read(&d, json, &seed);

    HOLDS(!json_is_object(json) || valid == (complaints_count(&d) == 0), "%.*s", (int) size,
          (const char *) bytes);
    json_decref(json);
    return valid;
}

static void apply(struct caller *c, const uint8_t *bytes, size_t size)
{
    put_seed(c, (const char *) bytes, size);
    HOLDS(last_status == 200, "%d %s", last_status, text_string(&last));
    struct text first = exported(c);

    put_seed(c, text_string(&first), first.length);
    HOLDS(last_status == 200, "an export: %d %s: %s", last_status, text_string(&last),
          text_string(&first));
    struct text second = exported(c);

    HOLDS(first.length == second.length &&
              memcmp(text_string(&first), text_string(&second), first.length) == 0,
          "an export: %s\nand again: %s", text_string(&first), text_string(&second));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct caller caller;

    if (caller.check == NULL) {
        caller_open(&caller, NULL);
        caller.check = keep_answer;
    }
    if (memchr(bytes, NEXT_REQUEST, size) == NULL && memmem(bytes, size, "${", 2) == NULL &&
        is_valid(bytes, size))
        apply(&caller, bytes, size);
    arena_free(&kept);
    return 0;
}
