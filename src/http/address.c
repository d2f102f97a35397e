/* SPDX-License-Identifier: MIT */
/* Parsing addresses, and listening on them. */
#include "http/address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
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

static in_port_t *port_of(struct sockaddr *address)
{
    return address->sa_family == AF_INET6 ? &((struct sockaddr_in6 *) address)->sin6_port
                                          : &((struct sockaddr_in *) address)->sin_port;
}

/* A socket that takes connections of the other version of IP would be in the way of its socket. */
static int listen_on(const struct addrinfo *at, bool only_version)
{
    const int yes = 1;
    int fd = socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (at->ai_family == AF_INET6 && only_version)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes);
    if (bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    int saved = errno;

    close(fd);
    errno = saved;
    return -1;
}

/* Whether this machine lacks the version of IP; then a name's other address is enough. */
static bool is_missing_version(int error)
{
    return error == EAFNOSUPPORT || error == EADDRNOTAVAIL;
}

/* Gives an address that asks for a free port the port of a socket. */
static void take_port_of(int fd, struct sockaddr *address)
{
    struct sockaddr_in6 bound = {.sin6_family = AF_UNSPEC}; /* large enough for IPv4 */
    socklen_t length = sizeof bound;

    if (*port_of(address) != 0 || getsockname(fd, (struct sockaddr *) &bound, &length) != 0)
        return;
    *port_of(address) = *port_of((struct sockaddr *) &bound);
}

/* Returns the number of sockets, or -1 with errno set. */
static int listen_on_all(const struct addrinfo *found, int *ret, int most)
{
    bool several = found->ai_next != NULL;
    int count = 0;
    int error = 0;

    for (const struct addrinfo *at = found; at != NULL && count < most; at = at->ai_next) {
        if (count > 0)
            take_port_of(ret[0], at->ai_addr);
        ret[count] = listen_on(at, several);
        if (ret[count] >= 0)
            count++;
        else if (error == 0 || !is_missing_version(errno))
            error = errno;
    }
    if (count > 0 && (error == 0 || is_missing_version(error)))
        return count;
    while (count > 0)
        close(ret[--count]);
    errno = error;
    return -1;
}

int address_listen(const char *address, int *ret, int most, char *error, size_t error_size)
{
    struct addrinfo *found = address_resolve(address, error, error_size);

    if (found == NULL)
        return -1;
    int count = listen_on_all(found, ret, most);

    if (count < 0)
        snprintf(error, error_size, "can't listen on %s: %s", address, strerror(errno));
    freeaddrinfo(found);
    return count;
}

/* Puts loopback in place of a wildcard; returns whether it was one. */
static bool replace_wildcard(struct sockaddr *at)
{
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *) at;
    struct sockaddr_in *v4 = (struct sockaddr_in *) at;

    if (at->sa_family == AF_INET6 && IN6_IS_ADDR_UNSPECIFIED(&v6->sin6_addr)) {
        v6->sin6_addr = in6addr_loopback;
        return true;
    }
    if (at->sa_family != AF_INET || v4->sin_addr.s_addr != htonl(INADDR_ANY))
        return false;
    v4->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return true;
}

bool address_url(int socket, const char *scheme, char *ret, size_t size)
{
    struct sockaddr_storage at = {.ss_family = AF_UNSPEC};
    socklen_t length = sizeof at;
    char host[NI_MAXHOST];
    char port[NI_MAXSERV];

    getsockname(socket, (struct sockaddr *) &at, &length);
    bool is_wildcard = replace_wildcard((struct sockaddr *) &at);

    getnameinfo((struct sockaddr *) &at, length, host, sizeof host, port, sizeof port,
                NI_NUMERICHOST | NI_NUMERICSERV);
    snprintf(ret, size, strchr(host, ':') == NULL ? "%s://%s:%s" : "%s://[%s]:%s", scheme, host,
             port);
    return is_wildcard;
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
