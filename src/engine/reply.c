/* SPDX-License-Identifier: MIT */
/*
 * Replies. Status and body come from the operation's row, or from the table of errors and the family's
 * renderer. An error that the operation does not declare is a bug (assert).
 */
#include "engine/reply.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void reply_header(struct request *r, const char *name, const char *value)
{
    assert(r->reply.headers_count < REPLY_HEADERS_MAX);
    r->reply.headers[r->reply.headers_count++] =
        (struct pair){.name = name, .value = value, .length = strlen(value)};
}

static int reply_as(struct request *r, const struct view *view, const void *answer)
{
    r->reply.status = r->operation->status;
    if (view != NULL) {
        r->reply.media_type =
            r->operation->media_type == NULL ? "application/json" : r->operation->media_type;
        view_write(&r->reply.body, view, answer);
    }
    return 0;
}

int reply(struct request *r, const void *answer)
{
    return reply_as(r, r->operation->answer, answer);
}

int reply_other(struct request *r, const void *answer)
{
    reply_as(r, r->operation->other_answer, answer);
    if (r->operation->other_status != 0)
        r->reply.status = r->operation->other_status;
    return 0;
}

int reply_text(struct request *r, const char *media_type, const char *text)
{
    r->reply.status = r->operation->status;
    r->reply.media_type = media_type;
    text_add(&r->reply.body, text);
    return 0;
}

int reply_written(struct request *r, const char *media_type, const struct text *body)
{
    r->reply.status = r->operation->status;
    r->reply.media_type = media_type;
    r->reply.body = *body;
    return 0;
}

int reply_stream(struct request *r, struct stream *stream)
{
    r->reply.stream = stream;
    reply_header(r, "cache-control", "no-store");
    return reply_text(r, r->operation->media_type, "");
}

int reply_redirect(struct request *r)
{
    r->reply.status = 303;
    reply_header(r, "location", r->operation->redirect);
    return 0;
}

static int render(struct request *r, enum error error)
{
    const struct error_row *row = &error_rows[error];

    assert(r->operation == NULL || operation_declares(r->operation, r->family, error));
    r->reply.status = row->status;
    r->reply.error = error;
    r->family->render(r, row);
    return 0;
}

int refuse(struct request *r, enum error error, const char *reason, ...)
{
    char sentence[512];
    va_list args;

    va_start(args, reason);
    vsnprintf(sentence, sizeof sentence, reason, args);
    va_end(args);
    r->reply.reason = arena_text(r->arena, sentence);
    return render(r, error);
}

int refuse_with_token(struct request *r, enum error error, const char *token, const char *reason)
{
    r->reply.reason = reason;
    r->reply.token = token;
    return render(r, error);
}

int refuse_place(struct request *r, const struct place *place, const char *detail)
{
    r->decoder.arena = r->arena;
    if (r->decoder.complaints.item_size == 0)
        r->decoder.complaints = LIST_OF(struct complaint);
    complaint_add(&r->decoder, place, detail);
    return refuse(r, r->family->invalid, "member %s %s", place_dotted(r->arena, place), detail);
}

int refuse_member(struct request *r, const char *member, const char *detail)
{
    return refuse_place(r, &(struct place){.name = member}, detail);
}
