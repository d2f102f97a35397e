/* SPDX-License-Identifier: MIT */
/* The certificate and the key of an HTTPS server, as libmicrohttpd wants them: texts in PEM. */
#ifndef HTTP_TLS_H
#define HTTP_TLS_H
#include "http/server.h"

struct tls {
    char *certificate; /* NULL, as the key: plain HTTP */
    char *key;
};

/* Reads the files that are named, if any; false with a sentence in `error`. */
bool tls_read(struct tls *ret, const struct server_options *options, char *error,
              size_t error_size);

/* The library has read them when its server has started. */
void tls_free(struct tls *tls);

#endif
