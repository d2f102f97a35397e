/* SPDX-License-Identifier: MIT */
/* Receiving and answering webhooks. */
#include "receiver.h"

#include <arpa/inet.h>
#include <check.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void receiver_open(struct receiver *r)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof address;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    r->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ck_assert_int_ge(r->fd, 0);
    ck_assert_int_eq(bind(r->fd, (struct sockaddr *) &address, length), 0);
    ck_assert_int_eq(listen(r->fd, 16), 0);
    ck_assert_int_eq(getsockname(r->fd, (struct sockaddr *) &address, &length), 0);
    snprintf(r->url, sizeof r->url, "http://127.0.0.1:%d", ntohs(address.sin_port));
}

void receiver_close(struct receiver *r)
{
    close(r->fd);
}

bool receiver_is_quiet(struct receiver *r, int millis)
{
    struct pollfd wait = {.fd = r->fd, .events = POLLIN};

    return poll(&wait, 1, millis) == 0;
}

/* Whether head and body were received completely. */
static bool is_complete(struct delivery_request *request)
{
    char *end = strstr(request->text, "\r\n\r\n");

    if (end == NULL)
        return false;
    request->body = end + 4;
    return strlen(request->body) >= strtoul(delivery_header(request, "Content-Length"), NULL, 10);
}

void receiver_take(struct receiver *r, struct delivery_request *ret)
{
    size_t length = 0;

    ret->fd = accept(r->fd, NULL, NULL);
    ret->text[0] = '\0';
    while (!is_complete(ret)) {
        ssize_t got = recv(ret->fd, ret->text + length, sizeof ret->text - 1 - length, 0);

        ck_assert_msg(got > 0, "incomplete webhook: %s", ret->text);
        length += (size_t) got;
        ret->text[length] = '\0';
    }
}

void receiver_answer(struct delivery_request *request, int status, const char *more)
{
    char text[400];
    int length = snprintf(
        text, sizeof text,
        "HTTP/1.1 %d Whatever\r\nContent-Length: 0\r\nConnection: close\r\n%s\r\n", status, more);

    if (status != 0)
        ck_assert_int_eq(send(request->fd, text, (size_t) length, MSG_NOSIGNAL), length);
    close(request->fd);
}

const char *delivery_header(const struct delivery_request *request, const char *name)
{
    static char value[500];
    size_t length = strlen(name);

    for (const char *line = strstr(request->text, "\r\n"); line != NULL && line[2] != '\r';
         line = strstr(line + 2, "\r\n")) {
        if (strncasecmp(line + 2, name, length) != 0 || line[2 + length] != ':')
            continue;
        const char *from = line + 2 + length + 1;

        from += strspn(from, " ");
        snprintf(value, sizeof value, "%.*s", (int) strcspn(from, "\r"), from);
        return value;
    }
    return "";
}
