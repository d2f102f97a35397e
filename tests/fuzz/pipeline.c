/* SPDX-License-Identifier: MIT */
/*
 * The whole pipeline, from a target to an answer, its record and its webhooks. Input: requests (support/callers.h). Every
 * one is answered: well-formed, and never because the program itself failed.
 */
#include "fuzz.h"

#include "support/callers.h"

#include <jansson.h>
#include <string.h>

#define REALM "/_sandgate/realms/default"
#define JOURNAL "GET " REALM "/requests?limit=100\n"

/* reply_fault says so in the pipeline. */
static const char failed[] = "sandgate failed";

static void check_header(const struct pair *header)
{
    for (const char *c = header->value; *c != '\0'; c++)
        HOLDS((unsigned char) *c >= ' ' || *c == '\t', "header %s: %s", header->name,
              header->value);
}

static void check_body(const struct request *r)
{
    const struct text *body = &r->reply.body;
    json_t *json =
        json_loadb(text_string(body), body->length, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);

    HOLDS(json != NULL, "%s %s: %d %s", method_names[r->method], r->path, r->reply.status,
          text_string(body));
    json_decref(json);
}

static void check(const struct request *r)
{
    const struct reply *reply = &r->reply;

    if (reply->status == 0)
        return; /* abandoned */
    HOLDS(reply->status >= 100 && reply->status <= 599, "%d", reply->status);
    HOLDS(reply->reason == NULL || strncmp(reply->reason, failed, strlen(failed)) != 0, "%s %s: %s",
          method_names[r->method], r->path, reply->reason);
    for (size_t i = 0; i < reply->headers_count; i++)
        check_header(&reply->headers[i]);
    if (r->applied_fault == NULL && reply->media_type != NULL &&
        strcmp(reply->media_type, "application/json") == 0)
        check_body(r);
}

/* ---- each input begins with the same content ---- */

/* no input has this name */
#define SNAPSHOT "as-it-began"

static struct caller caller;
static struct caller began; /* as it was before the first input: its tokens */
static bool is_back;

static void expect_success(const struct request *r)
{
    is_back = is_back && r->reply.status / 100 == 2;
}

static void send_text(const char *requests)
{
    caller_send(&caller, requests, strlen(requests));
}

static void delete_other_realms(void)
{
    char request[100];

    for (struct realm *realm = caller.gateway.realms.first, *next; realm != NULL; realm = next) {
        next = realm->next;
        snprintf(request, sizeof request, "DELETE /_sandgate/realms/%jd\n", (intmax_t) realm->id);
        if (strcmp(realm->name, DEFAULT_REALM) != 0)
            send_text(request);
    }
}

/* Opening a gateway takes twenty times longer. False if the input has deleted the snapshot. */
static bool put_back(void)
{
    is_back = true;
    caller.check = expect_success;
    delete_other_realms();
    send_text("DELETE " REALM "/faults\n\x1e"
              "DELETE " REALM "/requests\n\x1e"
              "POST " REALM "/snapshots/" SNAPSHOT "/restore\n");
    memset(caller.gateway.realms.first->rates, 0, sizeof caller.gateway.realms.first->rates);
    memcpy(caller.token, began.token, sizeof caller.token);
    memcpy(caller.client, began.client, sizeof caller.client);
    *caller.id = '\0';
    return is_back;
}

static void begin(void)
{
    caller_open(&caller, NULL);
    is_back = true;
    caller.check = expect_success;
    send_text("POST " REALM "/clock\n\n{\"frozen\":true}\x1e"
              "POST " REALM "/snapshots\n\n{\"name\":\"" SNAPSHOT "\"}");
    HOLDS(is_back, "no snapshot");
    began = caller;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (caller.gateway.store == NULL)
        begin();
    caller.check = check;
    caller.changed = false;
    caller_send(&caller, (const char *) bytes, size);
    gateway_tick(&caller.gateway);
    send_text(JOURNAL);
    if (caller.changed && !put_back()) {
        caller_close(&caller);
        caller.gateway.store = NULL;
    }
    return 0;
}
