/* SPDX-License-Identifier: MIT */
/* From "127.0.0.1:8080" to a listening socket, or to where a client connects. */
#ifndef HTTP_ADDRESS_H
#define HTTP_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

struct addrinfo;

/* For freeaddrinfo; NULL with a sentence in `error`. No host at all is every one of ours. */
struct addrinfo *address_resolve(const char *address, char *error, size_t error_size);

/* A listening socket, or -1 with a sentence in `error`. */
int address_listen(const char *address, char *error, size_t error_size);

/* The URL under which the socket is reached, in `ret`; the scheme is "http" or "https". */
void address_url(int socket, const char *scheme, char *ret, size_t size);

#endif
