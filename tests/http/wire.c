/* SPDX-License-Identifier: MIT */
/* libcurl connects and speaks TLS (CURLOPT_CONNECT_ONLY); it doesn't touch the bytes. */
#include "wire.h"

#include <check.h>
#include <curl/curl.h>
#include <poll.h>

/* For a server that hangs alone: no row fails because a machine is slow. */
#define SILENT_MILLIS 60000

void wire_open(struct wire *w, const struct program *p, struct arena *arena)
{
    *w = (struct wire){.curl = curl_easy_init(), .received = TEXT_IN(arena)};
    curl_easy_setopt(w->curl, CURLOPT_URL, p->url);
    curl_easy_setopt(w->curl, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(w->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(w->curl, CURLOPT_SSL_ENABLE_ALPN, 0L);
    if (p->certificate != NULL)
        curl_easy_setopt(w->curl, CURLOPT_CAINFO, p->certificate);
    CURLcode rc = curl_easy_perform(w->curl);

    ck_assert_msg(rc == CURLE_OK, "no connection: %s", curl_easy_strerror(rc));
}

void wire_close(struct wire *w)
{
    curl_easy_cleanup(w->curl);
    w->curl = NULL;
}

/* Takes what has arrived. A reset, which follows unread bytes, is an end like any other. */
static void take(struct wire *w)
{
    char bytes[16384];
    CURLcode rc = CURLE_OK;

    while (rc == CURLE_OK && !w->closed) {
        size_t length = 0;

        rc = curl_easy_recv(w->curl, bytes, sizeof bytes, &length);
        if (length > 0)
            text_addn(&w->received, bytes, length);
        w->closed = rc == CURLE_OK ? length == 0 : rc != CURLE_AGAIN;
    }
}

static void wait_for(struct wire *w, short events)
{
    curl_socket_t fd = CURL_SOCKET_BAD;

    curl_easy_getinfo(w->curl, CURLINFO_ACTIVESOCKET, &fd);
    if (fd == CURL_SOCKET_BAD)
        w->closed = true;
    else if (poll(&(struct pollfd){.fd = fd, .events = events}, 1, SILENT_MILLIS) == 0)
        w->silent = true;
}

void wire_send(struct wire *w, const char *bytes, size_t length)
{
    while (length > 0 && !w->closed && !w->silent) {
        size_t sent = 0;
        CURLcode rc = curl_easy_send(w->curl, bytes, length, &sent);

        bytes += sent;
        length -= sent;
        take(w);
        if (rc == CURLE_AGAIN && !w->closed)
            wait_for(w, POLLIN | POLLOUT);
        else if (rc != CURLE_OK && rc != CURLE_AGAIN)
            return; /* what has arrived is read to its end */
    }
}

bool wire_read(struct wire *w)
{
    size_t before = w->received.length;

    take(w);
    while (w->received.length == before && !w->closed && !w->silent) {
        wait_for(w, POLLIN);
        take(w);
    }
    return w->received.length > before;
}
