/* SPDX-License-Identifier: MIT */
/*
 * Sends a mix of requests to a server for a long time: soak URL PID REQUESTS CONNECTIONS SECONDS. Prints what the
 * server used at the start, after a warm-up (a tenth of the requests), in the middle and at the end, and its latency
 * in the tenth after the warm-up and in the last tenth. Exits with 1 if an answer was wrong, if memory or descriptors
 * have grown by more than the bounds below, or if the time was over first.
 *
 * One thread and one epoll. Every connection has one request under way; the table `kinds` says which are sent, and
 * how many of a hundred. Sessions that are opened are ended by the next request, so that the state is bounded.
 */
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define GROWTH_MOST_KIB 8192 /* from the end of the warm-up to the end */
#define DESCRIPTORS_MOST 16  /* the same, for descriptors */
#define LEAVE_MICROS 5000    /* how long a client waits that leaves before its answer */
#define FREED_MICROS 3000000 /* how long the server has for closing what clients have closed */

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define LINES(method, path) method " " path " HTTP/1.1\r\nHost: localhost\r\n"
#define CONTROL "/_sandgate/realms/default"
#define WEAVR "api-key: demo-api-key\r\nAuthorization: Bearer %1$s\r\n"
#define CYREXA                                                                                     \
    "tenantId: demo-tenant\r\nAuthorization: Bearer %2$s\r\nContent-Type: application/json\r\n"
#define BODY(length, text) "Content-Length: " #length "\r\n\r\n" text
#define LOGIN                                                                                      \
    LINES("POST", "/multi/login_with_password")                                                    \
    "api-key: demo-api-key\r\n" BODY(                                                              \
        60, "{\"email\":\"user@example.com\",\"password\":{\"value\":\"pa$$word\"}}")
#define TOKEN                                                                                      \
    LINES("POST", "/token")                                                                        \
    "Content-Type: application/json\r\n" BODY(                                                     \
        55, "{\"clientId\":\"demo-client\",\"clientSecret\":\"demo-secret\"}")

/* What the client does with the answer. */
enum then {
    NOTHING,
    LOG_OUT,   /* it has a token, whose session is ended */
    RECONNECT, /* the server closes */
    LEAVE      /* the client closes before it comes */
};

/* In a request, %1$s is the user's token, %2$s that of the Customer API, and %3$s the user's identity. */
static struct kind {
    const char *name;
    int percent;
    int status;
    enum then then;
    const char *format;
    char *request; /* made once */
    struct samples {
        uint32_t *micros;
        size_t count;
    } samples[2]; /* at the start and at the end */
} kinds[] = {
    {"identities", 42, 200, NOTHING, LINES("GET", "/multi/identities") WEAVR "\r\n"},
    {"getCredentials", 18, 200, NOTHING,
     LINES("POST", "/customer/1.0.0/getCredentials") CYREXA BODY(
         68, "{\"credential\":{\"credentialType\":\"email\",\"value\":\"user@example.com\"}}")},
    {"login", 8, 200, LOG_OUT, LOGIN},
    {"access_token", 5, 200, LOG_OUT,
     LINES("POST", "/multi/access_token") WEAVR
     "Transfer-Encoding: chunked\r\n\r\n"
     "E\r\n{\"identity\": {\r\n12\r\n\"type\":\"CONSUMER\",\r\n"
     "5\r\n\"id\":\r\n1\r\n\"\r\n%4$zx\r\n%3$s\r\n3\r\n\"}}\r\n0\r\n\r\n"},
    {"unknown path", 5, 404, NOTHING, LINES("GET", "/nowhere") "\r\n"},
    {"unknown key", 2, 401, NOTHING,
     LINES("GET", "/multi/identities") "api-key: no-such-key\r\n\r\n"},
    {"field without colon", 2, 400, RECONNECT, LINES("GET", "/multi/identities") "x\r\n\r\n"},
    {"two lengths", 2, 400, RECONNECT,
     LINES("POST", "/multi/logout") "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"},
    {"length and coding", 2, 400, RECONNECT,
     LINES("POST",
           "/multi/logout") "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
    {"users", 3, 200, NOTHING, LINES("GET", CONTROL "/users") "\r\n"},
    {"outbox", 3, 200, NOTHING, LINES("GET", CONTROL "/outbox?limit=10") "\r\n"},
    {"journal", 3, 200, NOTHING, LINES("GET", CONTROL "/requests?limit=10") "\r\n"},
    {"delayed", 2, 200, NOTHING,
     LINES("GET", "/multi/identities") WEAVR "Prefer: delay=20\r\n\r\n"},
    {"left", 3, 0, LEAVE, LINES("GET", CONTROL "/outbox?channel=SMS&wait=2") "\r\n"},
};

struct client {
    int fd;
    struct kind *kind;
    char *logout; /* what is sent next, instead of a kind */
    bool logging_out;
    int64_t started;
    int64_t leaves; /* 0: never */
    size_t got;
    char answer[1 << 18];
};

static struct sockaddr_in address;
static int poller;
static long server;
static long wanted;
static long sent;
static long done;
static long errors;

static void give_up(const char *what)
{
    fprintf(stderr, "soak: %s: %s\n", what, strerror(errno));
    exit(2);
}

static int64_t now_micros(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t) t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- what the server uses ---- */

struct usage {
    long resident; /* KiB */
    long descriptors;
};

static struct usage usage_now(void)
{
    struct usage usage = {.resident = 0};
    char path[60];
    char line[200];

    snprintf(path, sizeof path, "/proc/%ld/status", server);
    FILE *file = fopen(path, "r");

    if (file == NULL)
        give_up(path);
    while (fgets(line, sizeof line, file) != NULL)
        sscanf(line, "VmRSS: %ld", &usage.resident);
    fclose(file);
    snprintf(path, sizeof path, "/proc/%ld/fd", server);
    DIR *folder = opendir(path);

    if (folder == NULL)
        give_up(path);
    while (readdir(folder) != NULL)
        usage.descriptors++;
    closedir(folder);
    usage.descriptors -= 2; /* "." and ".." */
    return usage;
}

static struct usage show_usage(const char *when)
{
    struct usage usage = usage_now();

    printf("%-14s %9ld requests  %7.1f MiB resident  %4ld descriptors\n", when, done,
           (double) usage.resident / 1024, usage.descriptors);
    return usage;
}

/* ---- requests ---- */

static int open_socket(void)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0 || connect(fd, (struct sockaddr *) &address, sizeof address) != 0)
        give_up("can't connect");
    return fd;
}

/* The length of a complete answer, or 0. */
static size_t answer_length(const char *text, size_t got)
{
    const char *end = memmem(text, got, "\r\n\r\n", 4);
    const char *length = end == NULL ? NULL : strcasestr(text, "\r\ncontent-length:");
    size_t head = end == NULL ? 0 : (size_t) (end - text) + 4;
    size_t body = length == NULL || length > end ? 0 : strtoul(length + 17, NULL, 10);

    return end != NULL && got >= head + body ? head + body : 0;
}

static void open_client(struct client *c)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};

    c->fd = open_socket();
    if (epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &event) != 0)
        give_up("can't poll");
}

static void reopen_client(struct client *c)
{
    close(c->fd);
    open_client(c);
}

/* Spreads the kinds evenly: of a hundred requests in a row, each kind has its share. */
static struct kind *kind_of(long number)
{
    int place = (int) (number * 37 % 100);
    size_t i = 0;

    while (i < COUNT(kinds) - 1 && place >= kinds[i].percent)
        place -= kinds[i++].percent;
    return &kinds[i];
}

static void send_next(struct client *c)
{
    c->logging_out = c->logout != NULL;
    if (!c->logging_out)
        c->kind = kind_of(sent++);
    const char *request = c->logging_out ? c->logout : c->kind->request;
    size_t length = strlen(request);

    c->got = 0;
    c->started = now_micros();
    c->leaves = !c->logging_out && c->kind->then == LEAVE ? c->started + LEAVE_MICROS : 0;
    if (send(c->fd, request, length, MSG_NOSIGNAL) != (ssize_t) length)
        give_up("can't send");
    free(c->logout);
    c->logout = NULL;
}

static void complain(const struct client *c)
{
    if (++errors <= 10)
        fprintf(stderr, "soak: %s was answered: %.300s\n",
                c->logging_out ? "logout" : c->kind->name, c->got == 0 ? "(closed)" : c->answer);
}

/* The tenth after the warm-up is the start, the last tenth the end. */
static void note_latency(const struct client *c)
{
    int window = done < wanted / 10 ? -1 : done < wanted / 5 ? 0 : done < wanted / 10 * 9 ? -1 : 1;

    if (window < 0 || c->logging_out)
        return;
    struct samples *samples = &c->kind->samples[window];

    samples->micros[samples->count++] = (uint32_t) (now_micros() - c->started);
}

static char *logout_request(const char *text)
{
    const char *token = strstr(text, "\"token\":\"");
    char *request;

    if (token == NULL)
        return NULL;
    token += strlen("\"token\":\"");
    int length = (int) strcspn(token, "\"");

    if (asprintf(&request,
                 LINES("POST",
                       "/multi/logout") "api-key: demo-api-key\r\n"
                                        "Authorization: Bearer %.*s\r\nContent-Length: 0\r\n\r\n",
                 length, token) < 0)
        give_up("no memory");
    return request;
}

/* The answer is complete. */
static void finish(struct client *c)
{
    int status = atoi(c->answer + strlen("HTTP/1.1 "));

    if (status != (c->logging_out ? 204 : c->kind->status))
        complain(c);
    note_latency(c);
    done++;
    if (!c->logging_out && c->kind->then == LOG_OUT)
        c->logout = logout_request(c->answer);
    if (!c->logging_out && c->kind->then == RECONNECT)
        reopen_client(c);
}

/* Returns whether the client's request is over. */
static bool receive(struct client *c)
{
    ssize_t got = recv(c->fd, c->answer + c->got, sizeof c->answer - 1 - c->got, MSG_DONTWAIT);

    if (got < 0 && errno == EAGAIN)
        return false;
    if (got <= 0) {
        c->answer[c->got] = '\0';
        complain(c);
        done++;
        reopen_client(c);
        return true;
    }
    c->got += (size_t) got;
    c->answer[c->got] = '\0';
    if (answer_length(c->answer, c->got) == 0)
        return false;
    finish(c);
    return true;
}

/* ---- the run ---- */

static void leave_due(struct client *clients, size_t count)
{
    int64_t now = now_micros();

    for (size_t i = 0; i < count; i++) {
        struct client *c = &clients[i];

        if (c->leaves == 0 || now < c->leaves)
            continue;
        done++;
        reopen_client(c);
        send_next(c);
    }
}

static void run_until(struct client *clients, size_t count, long end, int64_t deadline)
{
    struct epoll_event events[64];

    while (done < end && now_micros() < deadline) {
        int ready = epoll_wait(poller, events, COUNT(events), 1);

        for (int i = 0; i < ready; i++) {
            struct client *c = events[i].data.ptr;

            if (receive(c))
                send_next(c);
        }
        leave_due(clients, count);
    }
}

/* The answer to one request on a connection of its own. */
static char *ask(const char *request)
{
    static char text[1 << 16];
    size_t got = 0;
    int fd = open_socket();

    if (send(fd, request, strlen(request), MSG_NOSIGNAL) < 0)
        give_up("can't send");
    while (answer_length(text, got) == 0) {
        ssize_t part = recv(fd, text + got, sizeof text - 1 - got, 0);

        if (part <= 0)
            give_up("no answer");
        got += (size_t) part;
        text[got] = '\0';
    }
    close(fd);
    return text;
}

/* A string member of an answer. */
static char *member(const char *text, const char *name)
{
    const char *at = strstr(text, name);

    if (at == NULL) {
        fprintf(stderr, "soak: no %s in: %s\n", name, text);
        exit(2);
    }
    return strndup(at + strlen(name), strcspn(at + strlen(name), "\""));
}

static void make_requests(void)
{
    const char *text = ask(LOGIN);
    char *user = member(text, "\"token\":\"");
    char *identity = member(strstr(text, "\"identity\":"), "\"id\":\"");
    char *customer = member(ask(TOKEN), "\"access_token\":\"");

    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (asprintf(&kinds[i].request, kinds[i].format, user, customer, identity,
                     strlen(identity)) < 0)
            give_up("no memory");
        for (int j = 0; j < 2; j++)
            kinds[i].samples[j].micros = calloc((size_t) wanted / 5 + 1000, sizeof(uint32_t));
    }
    free(user);
    free(identity);
    free(customer);
}

static int compare(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *) a;
    uint32_t right = *(const uint32_t *) b;

    return left < right ? -1 : left > right;
}

static void show_latency(struct samples *samples)
{
    if (samples->count == 0)
        return;
    qsort(samples->micros, samples->count, sizeof *samples->micros, compare);
    printf("  %8u µs  %8u µs", samples->micros[samples->count / 2],
           samples->micros[samples->count * 99 / 100]);
}

static void show_latencies(void)
{
    printf("%-20s  start: median, 99th pct.    end: median, 99th pct.\n", "latency");
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (kinds[i].then == LEAVE)
            continue;
        printf("%-20s", kinds[i].name);
        show_latency(&kinds[i].samples[0]);
        show_latency(&kinds[i].samples[1]);
        putchar('\n');
    }
}

/* The descriptors after all clients have closed. */
static struct usage usage_when_left(const struct usage *start)
{
    int64_t end = now_micros() + FREED_MICROS;

    while (usage_now().descriptors > start->descriptors && now_micros() < end)
        usleep(20000);
    return show_usage("clients left");
}

static bool within(const char *what, long growth, long most)
{
    if (growth <= most)
        return true;
    printf("FAIL %s: %ld more, at most %ld\n", what, growth, most);
    return false;
}

int main(int argc, char **argv)
{
    if (argc != 6 || sscanf(argv[1], "http://127.0.0.1:%hu", &address.sin_port) != 1) {
        fprintf(stderr, "usage: soak http://127.0.0.1:PORT PID REQUESTS CONNECTIONS SECONDS\n");
        return 2;
    }
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(address.sin_port);
    server = atol(argv[2]);
    wanted = atol(argv[3]);
    size_t count = (size_t) atol(argv[4]);
    int64_t begin = now_micros();
    int64_t deadline = begin + atol(argv[5]) * 1000000;
    struct client *clients = calloc(count, sizeof *clients);

    poller = epoll_create1(EPOLL_CLOEXEC);
    make_requests();
    struct usage start = show_usage("start");

    for (size_t i = 0; i < count; i++) {
        open_client(&clients[i]);
        send_next(&clients[i]);
    }
    run_until(clients, count, wanted / 10, deadline);
    struct usage warm = show_usage("after warm-up");

    run_until(clients, count, wanted / 2, deadline);
    show_usage("middle");
    run_until(clients, count, wanted, deadline);
    double seconds = (double) (now_micros() - begin) / 1e6;
    struct usage end = show_usage("end");

    for (size_t i = 0; i < count; i++)
        close(clients[i].fd);
    struct usage left = usage_when_left(&start);

    printf("%ld requests in %.1f s, %.0f a second, %ld errors\n", done, seconds,
           (double) done / seconds, errors);
    show_latencies();
    bool good = within("errors", errors, 0);

    good &= within("requests that the time didn't suffice for", wanted - done, 0);
    good &= within("KiB resident since the warm-up", end.resident - warm.resident, GROWTH_MOST_KIB);
    good &= within("descriptors since the warm-up", end.descriptors - warm.descriptors,
                   DESCRIPTORS_MOST);
    good &= within("descriptors after all clients left", left.descriptors - start.descriptors, 0);
    return good ? 0 : 1;
}
