/* SPDX-License-Identifier: MIT */
/*
 * libcurl, loaded when it is first needed. If it was linked, it and its libraries would cost every
 * start more time and memory than the rest of the program.
 */
#ifndef DELIVERY_LIBCURL_H
#define DELIVERY_LIBCURL_H

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>

/* clang-format off */
#define LIBCURL_FUNCTIONS(F)                                                                       \
    F(curl_global_init) F(curl_global_cleanup)                                                     \
    F(curl_easy_init) F(curl_easy_cleanup) F(curl_easy_setopt) F(curl_easy_getinfo)                \
    F(curl_easy_perform) F(curl_easy_strerror)                                                     \
    F(curl_slist_append) F(curl_slist_free_all)                                                    \
    F(curl_multi_init) F(curl_multi_cleanup) F(curl_multi_setopt) F(curl_multi_add_handle)         \
    F(curl_multi_remove_handle) F(curl_multi_socket_action) F(curl_multi_info_read)                 \
    F(curl_multi_strerror)
/* clang-format on */

/* Members are called as the functions are. */
struct libcurl {
#define F(name) __typeof__(name) *name;
    LIBCURL_FUNCTIONS(F)
#undef F
};

/* False when the library can't be loaded, with a sentence in `error`. It is never unloaded. */
bool libcurl_load(struct libcurl *ret, char *error, size_t error_size);

#endif
