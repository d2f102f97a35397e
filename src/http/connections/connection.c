/* SPDX-License-Identifier: MIT */
/* Suspending connections, and sending past the library. */
#include "connections/connection.h"

#include <gnutls/gnutls.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

struct connection *connection_of(struct MHD_Connection *handle)
{
    return MHD_get_connection_info(handle, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

void connection_suspend(struct connection *c, uint32_t events, void (*wake)(struct watch *watch))
{
    c->suspended = true;
    c->watch.wake = wake;
    watch_begin(c->server->epoll, &c->watch, events);
    MHD_suspend_connection(c->handle);
}

void connection_resume(struct connection *c)
{
    c->suspended = false;
    watch_end(c->server->epoll, &c->watch);
    MHD_resume_connection(c->handle);
}

/* Dissolving the association of a socket sends RST (Linux, connect(2) with AF_UNSPEC). */
void connection_reset(struct connection *c)
{
    (void) connect(c->watch.fd, &(struct sockaddr){.sa_family = AF_UNSPEC},
                   sizeof(struct sockaddr));
}

/* NULL without TLS. */
static gnutls_session_t tls_session(const struct connection *c)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c->handle, MHD_CONNECTION_INFO_GNUTLS_SESSION);

    return info == NULL ? NULL : info->tls_session;
}

void connection_send(struct connection *c, const char *bytes, size_t length)
{
    gnutls_session_t tls = tls_session(c);
    const int yes = 1;

    /* else the end of TLS would wait until the client has acknowledged the answer */
    setsockopt(c->watch.fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (tls != NULL)
        (void) gnutls_record_send(tls, bytes, length);
    else
        (void) send(c->watch.fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
}

void connection_end_sending(struct connection *c)
{
    gnutls_session_t tls = tls_session(c);

    if (tls != NULL)
        (void) gnutls_bye(tls, GNUTLS_SHUT_WR);
    (void) shutdown(c->watch.fd, SHUT_WR);
}
