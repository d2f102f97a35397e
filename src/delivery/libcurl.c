/* SPDX-License-Identifier: MIT */
/* Finding libcurl's functions. */
#include "libcurl.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

/* The name that every version with this interface has. */
#define LIBRARY "libcurl.so.4"

static bool find(void *library, const char *name, void *ret, char *error, size_t error_size)
{
    void *symbol = dlsym(library, name);

    if (symbol == NULL) {
        snprintf(error, error_size, "%s has no %s", LIBRARY, name);
        return false;
    }
    /* the way that POSIX leaves from an object's address to a function's */
    memcpy(ret, &symbol, sizeof symbol);
    return true;
}

bool libcurl_load(struct libcurl *ret, char *error, size_t error_size)
{
    void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);

    if (library == NULL) {
        snprintf(error, error_size, "%s", dlerror());
        return false;
    }
#define F(name) find(library, #name, &ret->name, error, error_size) &&
    if (!(LIBCURL_FUNCTIONS(F) true))
        return false;
#undef F
    if (ret->curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
        return true;
    snprintf(error, error_size, "%s does not start", LIBRARY);
    return false;
}
