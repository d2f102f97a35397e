/* SPDX-License-Identifier: MIT */
/*
 * Creates the record of a request: the struct, its pairs and all its bytes in one allocation. Nothing
 * is parsed; secrets are removed when the record is read.
 */
#include "recording.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

#define BODY_KEPT ((size_t) 16 << 10)
#define UNMATCHED_KEPT 1000

/* Used twice: to measure, then `bytes` is NULL, and to copy. */
struct packer {
    char *bytes;
    size_t used;
};

static const char *pack(struct packer *p, const char *text, size_t length)
{
    char *at = p->bytes == NULL ? NULL : p->bytes + p->used;

    p->used += length + 1;
    if (at == NULL)
        return NULL;
    memcpy(at, text, length);
    at[length] = '\0';
    return at;
}

static const char *pack_text(struct packer *p, const char *text)
{
    return text == NULL ? NULL : pack(p, text, strlen(text));
}

static const char *pack_body(struct packer *p, const char *body, size_t length)
{
    return body == NULL || length == 0 || length > BODY_KEPT ? NULL : pack(p, body, length);
}

static struct pairs pack_pairs(struct packer *p, const struct pairs *pairs, struct pair *ret)
{
    for (size_t i = 0; i < pairs->count; i++) {
        const struct pair *pair = &pairs->items[i];
        const char *name = pack_text(p, pair->name);
        const char *value = pack(p, pair->value, pair->length);

        if (p->bytes != NULL)
            ret[i] = (struct pair){name, value, pair->length};
    }
    return (struct pairs){ret, pairs->count};
}

static void pack_request(struct packer *p, const struct request *r, struct record *ret)
{
    const struct pairs answer_headers = {r->reply.headers, r->reply.headers_count};
    struct pair *pairs = ret->pairs;

    ret->id = pack_text(p, r->reference);
    ret->path = pack_text(p, r->path);
    ret->media_type = pack_text(p, r->reply.media_type);
    ret->reason = pack_text(p, r->reply.reason);
    ret->leniency = pack_text(p, r->decoder.leniency);
    ret->body = pack_body(p, r->body, r->body_length);
    ret->answer = pack_body(p, r->reply.body.data, r->reply.body.length);
    ret->headers = pack_pairs(p, &r->headers, pairs);
    ret->query = pack_pairs(p, &r->query, pairs + r->headers.count);
    ret->answer_headers = pack_pairs(p, &answer_headers, pairs + r->headers.count + r->query.count);
}

static bool is_sent(const struct request *r)
{
    return r->reply.connection != CONNECTION_CLOSED && r->reply.connection != CONNECTION_RESET;
}

static struct record *make_record(const struct request *r, int64_t micros)
{
    size_t pairs = r->headers.count + r->query.count + r->reply.headers_count;
    size_t head = sizeof(struct record) + pairs * sizeof(struct pair);
    struct record measured;
    struct packer p = {NULL, 0};

    pack_request(&p, r, &measured);
    size_t size = head + p.used;
    struct record *record = memory_alloc(size);

    *record = (struct record){
        .size = size,
        .realm = r->realm == NULL ? 0 : r->realm->id,
        .operation = r->operation,
        .method = r->method,
        .error = r->reply.error,
        .status = is_sent(r) ? r->reply.status : 0,
        .at = r->realm == NULL ? clock_now(&(struct clock){.offset = 0}) : r->now,
        .micros = micros,
        .body_length = r->body_length,
        .answer_length = r->reply.body.length,
    };
    p = (struct packer){(char *) record + head, 0};
    pack_request(&p, r, record);
    return record;
}

void recording_add(struct request *r, int64_t micros)
{
    struct journals *journals = &r->gateway->journals;
    bool outlived_realm = r->realm == NULL && r->hold.home != 0;

    if ((r->family->unrecorded && r->operation != NULL) || outlived_realm)
        return;
    journals->unmatched_count += r->reply.status != 0 && (r->realm == NULL || r->operation == NULL);
    struct record *record = make_record(r, micros);

    if (r->realm == NULL) {
        journal_add(journals, &journals->unmatched, record, UNMATCHED_KEPT);
        return;
    }
    journal_add(journals, &r->realm->journal, record, (size_t) r->realm->settings.journal_size);
    r->realm->event_count++;
    r->gateway->event_count++;
}
