/* SPDX-License-Identifier: MIT */
/* The certificate and the key of an HTTPS server, as PEM texts for libmicrohttpd. */
#ifndef HTTP_TLS_H
#define HTTP_TLS_H

#include <stdbool.h>
#include <stddef.h>

struct tls {
    char *certificate; /* NULL, like the key: plain HTTP */
    char *key;
};

/* Reads the two files, or none if `certificate` is NULL; false with a sentence in `error`. */
bool tls_read(struct tls *ret, const char *certificate, const char *key, char *error,
              size_t error_size);

/* To be called once the server has started, which reads them. */
void tls_free(struct tls *tls);

#endif
