/* SPDX-License-Identifier: MIT */
/* The documents that the program prints from its own tables. */
#ifndef DOCUMENTS_DOCUMENTS_H
#define DOCUMENTS_DOCUMENTS_H
#include "engine/gateway.h"

/* docs/operations.md. */
const char *operations_markdown(struct arena *a, const struct registry *registry);

/* The OpenAPI document of a family by name (NULL: no such name). */
const char *openapi_document(struct arena *a, const struct gateway *g, const char *name);

#endif
