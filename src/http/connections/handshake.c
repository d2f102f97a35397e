/* SPDX-License-Identifier: MIT */
/* TLS handshakes that wait for bytes sleep; those that fail are logged. */
#include "connections/handshake.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/log.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#define HANDSHAKE_MILLIS 10000
#define RECORD_OF_HANDSHAKE 22 /* the first byte of TLS (RFC 8446, section 5.1) */

/* Directions of Finished messages, as GnuTLS calls them: 0 is sent, 1 received. */
#define BOTH_FINISHED 3U

static ssize_t receive(gnutls_transport_ptr_t transport, void *bytes, size_t most)
{
    struct connection *c = transport;
    ssize_t length = recv(c->watch.fd, bytes, most, 0);

    if (c->first_byte < 0 && length > 0)
        c->first_byte = *(const unsigned char *) bytes;
    c->starved = c->shakes_hands && length < 0 && errno == EAGAIN;
    return length;
}

static ssize_t send_bytes(gnutls_transport_ptr_t transport, const void *bytes, size_t length)
{
    const struct connection *c = transport;

    return send(c->watch.fd, bytes, length, MSG_NOSIGNAL);
}

static void end_of_handshake(struct connection *c)
{
    c->shakes_hands = false;
    c->starved = false;
    TAILQ_REMOVE(&c->server->handshakes, c, handshake);
}

/* The first name of the extension server_name (RFC 6066, section 3): list length, type 0, length, name. */
static int note_name(void *context, unsigned type, const unsigned char *data, unsigned size)
{
    struct connection *c = context;
    char name[sizeof c->name];

    if (type != 0 || size < 5 || data[2] != 0)
        return 0;
    size_t length = (size_t) data[3] << 8 | data[4];

    if (length > size - 5 || length >= sizeof name)
        return 0;
    memcpy(name, data + 5, length);
    name[length] = '\0';
    header_safe(c->name, sizeof c->name, name);
    return 0;
}

static int on_message(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming,
                      const gnutls_datum_t *message)
{
    struct connection *c = gnutls_transport_get_ptr(session);

    if (type == GNUTLS_HANDSHAKE_CLIENT_HELLO && when == GNUTLS_HOOK_PRE)
        gnutls_ext_raw_parse(c, note_name, message, GNUTLS_EXT_RAW_FLAG_TLS_CLIENT_HELLO);
    if (type == GNUTLS_HANDSHAKE_FINISHED && when == GNUTLS_HOOK_POST) {
        c->finished |= 1U << incoming;
        if (c->finished == BOTH_FINISHED && c->shakes_hands)
            end_of_handshake(c);
    }
    return 0;
}

void handshake_begin(struct connection *c)
{
    const union MHD_ConnectionInfo *tls =
        MHD_get_connection_info(c->handle, MHD_CONNECTION_INFO_GNUTLS_SESSION);

    if (tls == NULL || tls->tls_session == NULL)
        return;
    gnutls_session_t session = tls->tls_session;

    c->shakes_hands = true;
    c->deadline = clock_monotonic() + HANDSHAKE_MILLIS;
    c->first_byte = -1;
    TAILQ_INSERT_TAIL(&c->server->handshakes, c, handshake);
    gnutls_transport_set_ptr(session, c);
    gnutls_transport_set_pull_function(session, receive);
    gnutls_transport_set_push_function(session, send_bytes);
    gnutls_handshake_set_hook_function(session, GNUTLS_HANDSHAKE_ANY, GNUTLS_HOOK_BOTH, on_message);
}

/* GnuTLS refuses a client that asks for a name with another character, such as '_'. */
static bool is_taken_by_gnutls(const char *name)
{
    return strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.") ==
           strlen(name);
}

static const char *failure(const struct connection *c)
{
    if (c->first_byte != RECORD_OF_HANDSHAKE)
        return "the client sends no TLS; its URL must begin with https";
    if (!is_taken_by_gnutls(c->name))
        return "GnuTLS takes only letters, digits, '-' and '.' in a host name";
    return "the client left, does not trust the certificate, or has no version or cipher of ours";
}

/* A client that connects and sends nothing, such as a health check, is no failure. */
void handshake_end(struct connection *c)
{
    if (!c->shakes_hands)
        return;
    end_of_handshake(c);
    if (c->first_byte >= 0)
        log_message("a TLS handshake for host %s failed: %s", *c->name == '\0' ? "-" : c->name,
                    failure(c));
}

static void wake(struct watch *watch)
{
    connection_resume((struct connection *) watch);
}

/* The library then sees the end of the connection. */
static void give_up(struct connection *c)
{
    shutdown(c->watch.fd, SHUT_RDWR);
    if (c->suspended)
        connection_resume(c);
}

void handshakes_suspend(struct server *s)
{
    int64_t now = TAILQ_EMPTY(&s->handshakes) ? 0 : clock_monotonic();
    struct connection *c;

    TAILQ_FOREACH(c, &s->handshakes, handshake)
    {
        if (now >= c->deadline || s->gateway->stopping)
            give_up(c);
        else if (c->starved && !c->suspended)
            connection_suspend(c, EPOLLIN | EPOLLRDHUP, wake);
    }
}

int64_t handshakes_deadline(const struct server *s)
{
    return TAILQ_EMPTY(&s->handshakes) ? INT64_MAX : TAILQ_FIRST(&s->handshakes)->deadline;
}
