/* SPDX-License-Identifier: MIT */
/* Parsing addresses, and listening on them. */
#include "http/address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 1024

/* Splits at the last colon, and removes the brackets of an IPv6 address. */
static bool split_address(const char *address, char host[static 256], const char **ret_port)
{
    const char *colon = strrchr(address, ':');

    if (colon == NULL || colon[1] == '\0' || strspn(colon + 1, "0123456789") != strlen(colon + 1) ||
        strlen(colon + 1) > 5 || strtol(colon + 1, NULL, 10) > UINT16_MAX)
        return false;
    bool bracketed = *address == '[' && colon > address && colon[-1] == ']';
    const char *start = address + bracketed;
    size_t length = (size_t) (colon - start) - bracketed;

    if (length >= 256 || (!bracketed && memchr(start, ':', length) != NULL))
        return false;
    memcpy(host, start, length);
    host[length] = '\0';
    *ret_port = colon + 1;
    return true;
}

struct addrinfo *address_resolve(const char *address, char *error, size_t error_size)
{
    const struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICSERV,
                                   .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    const char *port;
    char host[256];

    if (!split_address(address, host, &port)) {
        snprintf(error, error_size, "bad address %s: expected ADDR:PORT or [ADDR]:PORT", address);
        return NULL;
    }
    int rc = getaddrinfo(*host == '\0' ? NULL : host, port, &hints, &found);

    if (rc != 0)
        snprintf(error, error_size, "bad address %s: %s", address, gai_strerror(rc));
    return rc == 0 ? found : NULL;
}

static int listen_on(const struct addrinfo *at)
{
    const int yes = 1;
    int fd = socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    int saved = errno;

    close(fd);
    errno = saved;
    return -1;
}

int address_listen(const char *address, char *error, size_t error_size)
{
    struct addrinfo *found = address_resolve(address, error, error_size);

    if (found == NULL)
        return -1;
    int fd = listen_on(found);

    if (fd < 0)
        snprintf(error, error_size, "can't listen on %s: %s", address, strerror(errno));
    freeaddrinfo(found);
    return fd;
}

void address_url(int socket, const char *scheme, char *ret, size_t size)
{
    struct sockaddr_storage at;
    socklen_t length = sizeof at;
    char host[NI_MAXHOST];
    char port[NI_MAXSERV];

    getsockname(socket, (struct sockaddr *) &at, &length);
    getnameinfo((struct sockaddr *) &at, length, host, sizeof host, port, sizeof port,
                NI_NUMERICHOST | NI_NUMERICSERV);
    snprintf(ret, size, strchr(host, ':') == NULL ? "%s://%s:%s" : "%s://[%s]:%s", scheme, host,
             port);
}

bool address_is_valid(const char *address)
{
    const char *port;
    char host[256];

    return split_address(address, host, &port);
}

bool address_is_local(const char *address)
{
    const char *port;
    char host[256];

    if (!split_address(address, host, &port))
        return true;
    return strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0 ||
           strcmp(host, "localhost") == 0;
}
