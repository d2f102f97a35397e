/* SPDX-License-Identifier: MIT */
/* Addresses as text, "127.0.0.1:8080" or "[::1]:8080", and the sockets that they name. */
#ifndef HTTP_ADDRESS_H
#define HTTP_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

struct addrinfo;

/* Whether the text is ADDR:PORT or [ADDR]:PORT with a port that exists. */
bool address_is_valid(const char *address);

/* Whether the address is reachable from this machine alone. */
bool address_is_local(const char *address);

/* To be freed by freeaddrinfo; NULL with a sentence in `error`. An empty host is the wildcard. */
struct addrinfo *address_resolve(const char *address, char *error, size_t error_size);

/*
 * Listens on all addresses that the text names ("localhost" is often one of IPv4 and one of IPv6), with the
 * same port. Writes at most `most` sockets to `ret` and returns their number, or -1 with a sentence in
 * `error`.
 */
int address_listen(const char *address, int *ret, int most, char *error, size_t error_size);

/*
 * Writes the URL of a listening socket; the scheme is "http" or "https". True if the socket listens on all
 * addresses; then the URL has the loopback address, because a wildcard can't be called everywhere.
 */
bool address_url(int socket, const char *scheme, char *ret, size_t size);

#endif
