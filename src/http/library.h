/* SPDX-License-Identifier: MIT */
/*
 * What libmicrohttpd sends by itself. It refuses a request that it can't parse with a page of its own, for
 * which it calls MHD_queue_response, as a program does. The function of that name in refusals.c is called
 * instead, so that each refusal is sandgate's. The shared library calls it through its procedure linkage
 * table (0.9.75 and 1.0.1), so the program must not be linked with the static one; tests/http asserts it.
 */
#ifndef HTTP_LIBRARY_H
#define HTTP_LIBRARY_H

#include <microhttpd.h>

/* The library's MHD_queue_response. */
enum MHD_Result library_queue_response(struct MHD_Connection *handle, unsigned status,
                                       struct MHD_Response *response);

#endif
