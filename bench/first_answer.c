/* SPDX-License-Identifier: MIT */
/*
 * first_answer COMMAND…: starts a server, waits for its first complete answer and ends it with SIGTERM.
 * Prints two times in milliseconds: from the start to the answer, and from SIGTERM to the exit. The
 * first includes the fork, so it is an upper bound.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char request[] = "GET /_sandgate/health HTTP/1.1\r\n"
                              "Host: 127.0.0.1\r\n"
                              "Connection: close\r\n"
                              "\r\n";

static pid_t server;

_Noreturn static void fail(const char *what)
{
    fprintf(stderr, "first_answer: %s\n", what);
    if (server > 0)
        kill(server, SIGKILL);
    exit(EXIT_FAILURE);
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

/* Starts the command; returns its standard output. */
static FILE *spawn(char **command)
{
    int ends[2];

    if (pipe(ends) < 0 || (server = fork()) < 0)
        fail("can't fork");
    if (server == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execv(command[0], command);
        _exit(127);
    }
    close(ends[1]);
    return fdopen(ends[0], "r");
}

/* Reads the port from the line `… ready on http://127.0.0.1:PORT`. */
static uint16_t port_of(FILE *output)
{
    char line[256];
    const char *colon = fgets(line, sizeof line, output) == NULL ? NULL : strrchr(line, ':');

    if (colon == NULL)
        fail("the server printed no address");
    return (uint16_t) atoi(colon + 1);
}

/* Reads until the server closes the connection. */
static void one_answer(uint16_t port)
{
    static const char good[] = "HTTP/1.1 200";
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr = {htonl(INADDR_LOOPBACK)},
    };
    int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    char answer[4096];
    size_t length = 0;
    ssize_t n;

    if (connect(s, (struct sockaddr *) &address, sizeof address) < 0)
        fail("can't connect");
    if (write(s, request, sizeof request - 1) < 0)
        fail("can't send");
    while ((n = read(s, answer + length, sizeof answer - length)) > 0)
        length += (size_t) n;
    close(s);
    if (length < sizeof good || memcmp(answer, good, sizeof good - 1) != 0)
        fail("the status isn't 200");
}

int main(int argc, char **argv)
{
    int status;

    if (argc < 2)
        fail("usage: first_answer COMMAND…");

    double started = now();
    FILE *output = spawn(argv + 1);

    one_answer(port_of(output));
    double answered = now();

    kill(server, SIGTERM);
    waitpid(server, &status, 0);
    double ended = now();

    if (status != 0)
        fail("the server didn't exit with 0");
    printf("%.3f %.3f\n", answered - started, ended - answered);
    return EXIT_SUCCESS;
}
