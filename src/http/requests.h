/* SPDX-License-Identifier: MIT */
/* Requests in progress: the library's callbacks, and requests that are held. */
#ifndef HTTP_REQUESTS_H
#define HTTP_REQUESTS_H

#include "connections/connection.h"
#include "exchange.h"

/* MHD_OPTION_URI_LOG_CALLBACK: a request line was read. Returns the exchange. */
void *requests_begin(void *server, const char *target, struct MHD_Connection *handle);

/* The access handler: the head was read, or a part of the body, or all of it; or a wait is over. */
enum MHD_Result requests_continue(void *server, struct MHD_Connection *handle, const char *path,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **exchange);

/* MHD_OPTION_NOTIFY_COMPLETED: answered, or the connection ended before. */
void requests_complete(void *server, struct MHD_Connection *handle, void **exchange,
                       enum MHD_RequestTerminationCode code);

/* When a held request, or a stream, needs attention (monotonic ms); INT64_MAX without any. */
int64_t requests_next_due(const struct server *s);

/* Resumes the held requests whose wait is over, and the streams that have something to send. */
void requests_resume(struct server *s);

/* After the library has run: shortens the time for clients that may make it spin. */
void requests_end_spinning(struct server *s);

#endif
