/* SPDX-License-Identifier: MIT */
/* How a request is answered. The status and the shape stand in the tables, never at the call. */
#ifndef ENGINE_REPLY_H
#define ENGINE_REPLY_H

#include "engine/request.h"

/* Success: the status and view of the operation's row; `answer` is what the view shows. 0. */
int reply(struct request *r, const void *answer);

/* The same with another view: where a setting chooses the shape. 0. */
int reply_as(struct request *r, const struct view *view, const void *answer);

/* Success with a body that no view describes: a document of another media type. 0. */
int reply_text(struct request *r, const char *media_type, const char *text);

/* Success with what the stream will have to say. 0. */
int reply_stream(struct request *r, struct stream *stream);

/* Sends a browser to the page that the operation's row names (RFC 9110, section 15.4.4). 0. */
int reply_elsewhere(struct request *r);

/* Refusal: status from the table of errors, body from the family, the reason in sandgate-reason. 0. */
int refuse(struct request *r, enum error error, const char *reason, ...)
    __attribute__((format(printf, 3, 4)));

/* A refusal of a member that no rule judges: pointed at, and worded like the rules' own. 0. */
int refuse_member(struct request *r, const char *member, const char *detail);

/* The same for a member inside others; the parents of `place` must live as long as r. 0. */
int refuse_place(struct request *r, const struct place *place, const char *detail);

/* A refusal that carries a token (SHAPE_TOKEN). 0. */
int refuse_with_token(struct request *r, enum error error, const char *token, const char *reason);

/* A header beside those that every answer has. `name` and `value` must live as long as r. */
void reply_header(struct request *r, const char *name, const char *value);

#endif
