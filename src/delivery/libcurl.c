/* SPDX-License-Identifier: MIT */
/* Loading libcurl. */
#include "libcurl.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

/* The soname of all versions with this ABI. */
#define LIBRARY "libcurl.so.4"

static bool find_symbol(void *library, const char *name, void *ret, char *error, size_t error_size)
{
    void *symbol = dlsym(library, name);

    if (symbol == NULL) {
        snprintf(error, error_size, "%s has no %s", LIBRARY, name);
        return false;
    }
    /* ISO C has no conversion from an object pointer to a function pointer */
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
#define F(name) find_symbol(library, #name, &ret->name, error, error_size) &&
    if (!(LIBCURL_FUNCTIONS(F) true))
        return false;
#undef F
    if (ret->curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
        return true;
    snprintf(error, error_size, "%s does not start", LIBRARY);
    return false;
}
