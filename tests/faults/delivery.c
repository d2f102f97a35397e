/* SPDX-License-Identifier: MIT */
/*
 * Webhooks while something fails. A message is never lost: it is delivered by a later attempt, also of the next
 * start if the program ended.
 */
#include "attempts.h"
#include "base/memory.h"
#include "delivery/delivery.h"
#include "faults.h"
#include "support/database.h"
#include "support/receiver.h"

#include <check.h>
#include <curl/curl.h>
#include <malloc.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define REALM "/_sandgate/realms/default"

/* Turns of the loop without anything to do, after which nothing more is expected by itself. */
#define IDLE_TURNS 5
#define TURN_MILLIS 4
/* An hour each: more than all pauses between attempts. */
#define ROUNDS_MOST 50

static struct receiver receiver;
static struct caller base;
static struct caller caller;
static int *received; /* messages; shared with the receiving process */
static char delivery_state[40];

/* ---- the memory of libcurl ---- */

static void *zeroed(size_t count, size_t size)
{
    void *memory = memory_try(count * size);

    return memory == NULL ? NULL : memset(memory, 0, count * size);
}

static void *resized(void *old, size_t size)
{
    void *memory = memory_try(size);
    size_t before = old == NULL ? 0 : malloc_usable_size(old);

    if (memory == NULL)
        return NULL;
    memcpy(memory, old == NULL ? "" : old, before < size ? before : size);
    free(old);
    return memory;
}

static char *copied(const char *text)
{
    char *memory = memory_try(strlen(text) + 1);

    return memory == NULL ? NULL : strcpy(memory, text);
}

/* ---- the receiver ---- */

/* Whether head and body have come. */
static bool is_complete(const char *text)
{
    const char *end = strstr(text, "\r\n\r\n");
    const char *length = strcasestr(text, "content-length:");

    return end != NULL && length != NULL &&
           strlen(end + 4) >= strtoul(length + strlen("content-length:"), NULL, 10);
}

/* Answers what arrives completely; connections that break off are what is tested. */
static void receive(void)
{
    static const char ok[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    static char text[20000];

    for (;;) {
        int fd = accept(receiver.fd, NULL, NULL);
        size_t length = 0;
        ssize_t got = 1;

        for (text[0] = '\0'; got > 0 && !is_complete(text); text[length] = '\0') {
            got = recv(fd, text + length, sizeof text - 1 - length, 0);
            length += got > 0 ? (size_t) got : 0;
        }
        if (is_complete(text)) {
            ++*received;
            send(fd, ok, strlen(ok), MSG_NOSIGNAL);
        }
        close(fd);
    }
}

/* ---- attempts ---- */

static void note_state(const struct request *r)
{
    json_t *json = json_loads(text_string(&r->reply.body), 0, NULL);
    const char *state = json_string_value(json_object_get(
        json_object_get(json_array_get(json_object_get(json, "messages"), 0), "delivery"),
        "state"));

    if (state != NULL)
        snprintf(delivery_state, sizeof delivery_state, "%s", state);
    json_decref(json);
}

static void send_text(const char *requests)
{
    caller_send(&caller, requests, strlen(requests));
}

static bool is_delivered(void)
{
    send_text("GET " REALM "/outbox?channel=WEBHOOK&limit=1\n");
    return strcmp(delivery_state, "DELIVERED") == 0;
}

/* The loop of the program, until it has nothing to do: while a transfer runs, libcurl has a timeout. */
static void run_loop(struct delivery *d)
{
    for (int idle = 0; idle < IDLE_TURNS;) {
        struct pollfd polled = {.fd = delivery_fd(d), .events = POLLIN};

        gateway_tick(&caller.gateway);
        bool busy = poll(&polled, 1, TURN_MILLIS) > 0 || delivery_timeout(d) != -1;

        idle = busy ? 0 : idle + 1;
        delivery_run(d);
    }
}

static void deliver_later(struct delivery *d)
{
    for (int round = 0; !is_delivered(); round++) {
        HOLDS(round < ROUNDS_MOST, "%s", delivery_state);
        send_text("POST " REALM "/clock\n\n{\"advance\":\"PT1H\"}");
        run_loop(d);
    }
    HOLDS(*received > 0, "nothing has arrived");
}

static struct delivery *open_all(void)
{
    char error[1000];

    /* libcurl counts its users: the program's own call comes second, and changes nothing */
    if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, memory_try, free, resized, copied, zeroed) != 0)
        abort();
    HOLDS(caller_reopen(&caller, attempts_path("copy.db"), &base, error, sizeof error), "%s",
          error);
    caller.check = note_state;
    return delivery_open(&caller.gateway);
}

static void close_all(struct delivery *d)
{
    delivery_close(d);
    caller_close(&caller);
    curl_global_cleanup();
}

static enum outcome attempt(enum fault_kind kind, size_t n)
{
    database_copy(attempts_path("base.db"), attempts_path("copy.db"));
    struct delivery *d = open_all();

    *received = 0;
    fault_begin(kind, &caller, n);
    run_loop(d);
    bool reached = fault_end(kind, &caller);
    bool tolerated = is_delivered();

    HOLDS(reached || tolerated, "no fault, and not delivered: %s", delivery_state);
    deliver_later(d);
    close_all(d);
    return !reached ? NOT_REACHED : tolerated ? TOLERATED : FAILED;
}

static void check_ended(void)
{
    struct delivery *d = open_all();

    deliver_later(d);
    close_all(d);
}

static void make_base(void)
{
    char settings[300];

    caller_open(&base, attempts_path("base.db"));
    snprintf(settings, sizeof settings,
             "POST " REALM "/clock\n\n{\"frozen\":true}\x1e"
             "DELETE " REALM "/outbox\n\x1e"
             "PATCH " REALM "/settings\n\n{\"webhookUrl\":\"%s\"}",
             receiver.url);
    caller_send(&base, settings, strlen(settings));
    caller_send(&base, CALLER_SIGN_IN, strlen(CALLER_SIGN_IN));
    caller_close(&base);
}

START_TEST(delivers_what_a_fault_has_kept_from_it)
{
    attempts_open();
    receiver_open(&receiver);
    received =
        mmap(NULL, sizeof *received, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(received, MAP_FAILED);
    pid_t pid = fork();

    if (pid == 0)
        receive();
    make_base();
    for (enum fault_kind kind = STATEMENT; kind < FAULT_KINDS; kind++)
        ck_assert_msg(attempts_run("delivery", kind, attempt, check_ended) > 0, "no %s has failed",
                      fault_kind_names[kind]);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    receiver_close(&receiver);
    attempts_close();
}
END_TEST

void add_delivery_tests(TCase *tcase)
{
    tcase_add_test(tcase, delivers_what_a_fault_has_kept_from_it);
}
