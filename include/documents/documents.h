/* SPDX-License-Identifier: MIT */
/*
 * The documents that describe the operations. They are printed from the same tables that dispatch
 * and check requests, so they can't differ from what the program does. Start reading at openapi.c.
 */
#ifndef DOCUMENTS_DOCUMENTS_H
#define DOCUMENTS_DOCUMENTS_H

#include "engine/gateway.h"

/* docs/operations.md. */
const char *operations_markdown(struct arena *a, const struct registry *registry);

/* The OpenAPI document of the families of a name; NULL: there is none. */
const char *openapi_document(struct arena *a, const struct gateway *g, const char *url,
                             const char *name);

#endif
