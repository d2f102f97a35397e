/* SPDX-License-Identifier: MIT */
/* Replies to a request. Status and body format come from tables. All functions return 0. */
#ifndef ENGINE_REPLY_H
#define ENGINE_REPLY_H

#include "engine/request.h"

/* Success: the status and view of the operation's row; the view writes `answer`. */
int reply(struct request *r, const void *answer);

/* The same with the row's other answer, and its status if it has one of its own. */
int reply_other(struct request *r, const void *answer);

/* Success with a body of another media type, written by the caller. */
int reply_text(struct request *r, const char *media_type, const char *text);

/* Success with a body that is written already. */
int reply_written(struct request *r, const char *media_type, const struct text *body);

/* Success with the events of the stream as the body. */
int reply_stream(struct request *r, struct stream *stream);

/* Redirects a browser to the page of the operation's row (RFC 9110, section 15.4.4). */
int reply_redirect(struct request *r);

/* Error: status from the table of errors, body from the family, the reason in sandgate-reason. */
int refuse(struct request *r, enum error error, const char *reason, ...)
    __attribute__((format(printf, 3, 4)));

/* Error for a member that the handler checks itself, in the form of an error by the rules. */
int refuse_member(struct request *r, const char *member, const char *detail);

/* The same for a nested member; the parents of `place` must live as long as r. */
int refuse_place(struct request *r, const struct place *place, const char *detail);

/* Error with a token (SHAPE_TOKEN). */
int refuse_with_token(struct request *r, enum error error, const char *token, const char *reason);

/* Adds a header to those that every answer has. `name` and `value` must live as long as r. */
void reply_header(struct request *r, const char *name, const char *value);

#endif
