/* SPDX-License-Identifier: MIT */
/* The Weavr Multi API with its Back Office and its simulator. */
#ifndef WEAVR_MODULE_H
#define WEAVR_MODULE_H

#include "engine/registry.h"

extern const struct module weavr_module;

extern const struct family multi_family;            /* Weavr Multi API */
extern const struct family backoffice_family;       /* its Back Office */
extern const struct family simulator_family;        /* Weavr simulator */
extern const struct family web_client_family;       /* what the browser client calls */
extern const struct family web_client_pages_family; /* the files that it consists of */

#endif
