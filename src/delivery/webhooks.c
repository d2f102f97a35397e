/* SPDX-License-Identifier: MIT */
/*
 * Delivers webhooks with libcurl's multi interface.
 *
 * - A realm has at most one running attempt. Its webhooks are sent in the order in which they are due;
 *   one that waits for another attempt doesn't delay later ones.
 * - An attempt is claimed in the database before it starts, so that it is repeated after a crash.
 * - libcurl's sockets are in one epoll descriptor, which the program's loop watches.
 *
 * Start reading at deliver_next, which starts attempts, and end_attempt, which records results.
 */
#include "base/log.h"
#include "base/memory.h"
#include "delivery/delivery.h"
#include "directory/outbox.h"
#include "directory/outbox_store.h"
#include "engine/gateway.h"
#include "libcurl.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

/* How much of a receiver's answer is read; only its status counts. */
#define ANSWER_MOST ((size_t) 64 << 10)
#define TRANSFERS_MOST 256

/* A running attempt. */
struct transfer {
    struct arena arena;
    CURL *easy;
    struct curl_slist *headers;
    int64_t realm;
    uint64_t generation; /* of the realm's content when the attempt started */
    struct message message;
    size_t answered; /* bytes */
    struct transfer *next;
};

struct delivery {
    struct gateway *gateway;
    struct libcurl curl;
    bool loaded;
    bool unavailable; /* it could not be loaded; logged */
    CURLM *multi;     /* NULL: none yet, or none since an error */
    int epoll;
    int64_t timer; /* monotonic ms: when to call libcurl; INT64_MAX: never */
    struct transfer *transfers;
    size_t count;
};

int delivery_fd(const struct delivery *d)
{
    return d->epoll;
}

int delivery_timeout(const struct delivery *d)
{
    int64_t timer = d->timer - clock_monotonic();

    if (d->timer == INT64_MAX)
        return -1;
    return timer < 0 ? 0 : (int) timer;
}

/* ---- sockets and timer of libcurl ---- */

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *context, void *known)
{
    struct delivery *d = context;
    struct epoll_event event = {.data.fd = fd};

    (void) easy;
    if (what == CURL_POLL_REMOVE) {
        epoll_ctl(d->epoll, EPOLL_CTL_DEL, fd, NULL);
        return 0;
    }
    if (what != CURL_POLL_OUT)
        event.events |= EPOLLIN;
    if (what != CURL_POLL_IN)
        event.events |= EPOLLOUT;
    (void) known;
    if (epoll_ctl(d->epoll, EPOLL_CTL_MOD, fd, &event) < 0 && errno == ENOENT)
        epoll_ctl(d->epoll, EPOLL_CTL_ADD, fd, &event);
    return 0;
}

static int on_timer(CURLM *multi, long millis, void *context)
{
    struct delivery *d = context;

    (void) multi;
    d->timer = millis < 0 ? INT64_MAX : clock_monotonic() + millis;
    return 0;
}

static bool load_libcurl(struct delivery *d)
{
    char error[400];

    if (d->multi != NULL || d->unavailable)
        return d->multi != NULL;
    if (!d->loaded && !libcurl_load(&d->curl, error, sizeof error)) {
        log_message("webhooks can't be sent: %s", error);
        d->unavailable = true;
        return false;
    }
    d->loaded = true;
    d->multi = d->curl.curl_multi_init();
    if (d->multi == NULL)
        return false; /* out of memory */
    d->curl.curl_multi_setopt(d->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    d->curl.curl_multi_setopt(d->multi, CURLMOPT_SOCKETDATA, d);
    d->curl.curl_multi_setopt(d->multi, CURLMOPT_TIMERFUNCTION, on_timer);
    d->curl.curl_multi_setopt(d->multi, CURLMOPT_TIMERDATA, d);
    return true;
}

/* ---- one transfer ---- */

/* False without memory, as the functions below. */
static bool add_header(struct delivery *d, struct transfer *t, const char *name, const char *value)
{
    struct curl_slist *longer = d->curl.curl_slist_append(
        t->headers, arena_printf(&t->arena, value == NULL ? "%s:" : "%s: %s", name, value));

    if (longer != NULL)
        t->headers = longer;
    return longer != NULL;
}

/* The same headers on every attempt, so that the receiver recognises the event. */
static bool add_headers(struct delivery *d, struct transfer *t, const struct realm *realm)
{
    const char *reference = arena_int(&t->arena, t->message.id);
    const char *published = arena_int(&t->arena, t->message.at);
    const char *const parts[] = {reference, t->message.payload, published};
    char signature[SIGNATURE_SIZE];
    char signature_of_all[SIGNATURE_SIZE];

    webhook_sign(realm->api_key, &published, 1, signature);
    webhook_sign(realm->api_key, parts, sizeof parts / sizeof *parts, signature_of_all);
    return add_header(d, t, "call-ref", reference) &&
           add_header(d, t, "published-timestamp", published) &&
           add_header(d, t, "signature", signature) &&
           add_header(d, t, "signature-v2", signature_of_all) &&
           add_header(d, t, "content-type", "application/json") &&
           /* else libcurl waits for 100 Continue before a large body */
           add_header(d, t, "expect", NULL);
}

/* NOLINTNEXTLINE(readability-non-const-parameter): libcurl gives the type */
static size_t ignore_answer(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *t = context;

    (void) bytes;
    t->answered += size * count;
    return t->answered > ANSWER_MOST ? 0 : size * count;
}

static const char *address_of(struct arena *a, const struct realm *realm, const char *path)
{
    const char *base = realm->settings.webhook_url;
    size_t length = strlen(base);

    while (base[length - 1] == '/')
        length--;
    return arena_printf(a, "%.*s%s", (int) length, base, path);
}

/* The options of which libcurl keeps copies. */
static bool set_texts(const struct libcurl *curl, struct transfer *t, const struct realm *realm)
{
    const char *url = address_of(&t->arena, realm, t->message.to);

    return curl->curl_easy_setopt(t->easy, CURLOPT_URL, url) == CURLE_OK &&
           curl->curl_easy_setopt(t->easy, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           /* ignore the environment */
           curl->curl_easy_setopt(t->easy, CURLOPT_PROXY, "") == CURLE_OK &&
           curl->curl_easy_setopt(t->easy, CURLOPT_USERAGENT, "sandgate/" VERSION_TEXT) == CURLE_OK;
}

static void set_options(struct delivery *d, struct transfer *t, const struct realm *realm)
{
    const struct libcurl *curl = &d->curl;

    curl->curl_easy_setopt(t->easy, CURLOPT_NOSIGNAL, 1L);
    /* else a name server that doesn't answer would delay the timeout */
    curl->curl_easy_setopt(t->easy, CURLOPT_QUICK_EXIT, 1L);
    curl->curl_easy_setopt(t->easy, CURLOPT_TIMEOUT_MS,
                           (long) realm->settings.webhook_timeout_seconds * 1000);
    curl->curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->headers);
    curl->curl_easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE, (long) strlen(t->message.payload));
    curl->curl_easy_setopt(t->easy, CURLOPT_POSTFIELDS, t->message.payload);
    curl->curl_easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, ignore_answer);
    curl->curl_easy_setopt(t->easy, CURLOPT_WRITEDATA, t);
    curl->curl_easy_setopt(t->easy, CURLOPT_PRIVATE, t);
}

static void free_transfer(struct delivery *d, struct transfer *t)
{
    struct transfer **at = &d->transfers;

    while (*at != t)
        at = &(*at)->next;
    *at = t->next;
    if (d->count-- == TRANSFERS_MOST)
        schedule_resume(&d->gateway->schedule, &webhooks_due);
    if (t->easy != NULL) {
        d->curl.curl_multi_remove_handle(d->multi, t->easy);
        d->curl.curl_easy_cleanup(t->easy);
    }
    if (t->headers != NULL)
        d->curl.curl_slist_free_all(t->headers);
    arena_free(&t->arena);
    free(t);
}

/* ---- starting and ending attempts ---- */

static bool has_transfer(const struct delivery *d, const struct realm *realm)
{
    for (const struct transfer *t = d->transfers; t != NULL; t = t->next) {
        if (t->realm == realm->id)
            return true;
    }
    return false;
}

static void log_attempt(const struct transfer *t, const struct realm *realm)
{
    log_begin();
    log_pair("webhook", t->message.to);
    log_number("status", t->message.last_status);
    if (t->message.last_error != NULL)
        log_pair("error", t->message.last_error);
    log_pair("delivery", delivery_names[t->message.delivery]);
    log_number("attempt", t->message.attempts);
    if (realm != NULL)
        log_pair("realm", realm->name);
    log_number("ref", t->message.id);
    log_end();
}

/*
 * Records the result of an attempt. It is ignored when the realm or the message was deleted
 * meanwhile, and when the content was replaced: a message that a snapshot restored doesn't know the
 * attempt.
 */
static void end_attempt(struct delivery *d, struct transfer *t, int64_t status, const char *error)
{
    struct gateway *g = d->gateway;
    struct realm *realm = realms_find_by_id(&g->realms, t->realm);
    struct message *m = &t->message;
    int64_t wait = 0;

    m->attempts++;
    m->last_status = status;
    m->last_error = error;
    m->delivery = webhook_state_after(m->attempts, status, &wait);
    log_attempt(t, realm);
    if (realm == NULL)
        return;
    m->next_attempt = clock_now(&realm->clock) + wait;
    int rc =
        realm->generation == t->generation ? store_message_set_delivery(g->store, realm->id, m) : 0;
    if (rc < 0 && rc != -ENOENT)
        log_message("fault: can't record a delivery: %s", store_error(g->store));
    schedule_expect(&g->schedule, realm, &webhooks_due, clock_now(&realm->clock));
}

/* A running attempt is due again later, so that it is repeated if the program ends meanwhile. */
#define CLAIM_MILLIS 10000

static int claim(struct delivery *d, const struct realm *realm, const struct message *message)
{
    struct message claimed = *message;

    claimed.next_attempt = clock_now(&realm->clock) + CLAIM_MILLIS;
    return store_message_set_delivery(d->gateway->store, realm->id, &claimed);
}

/* False without memory for libcurl; then the transfer is freed, and the message due again (claim). */
static bool start_attempt(struct delivery *d, const struct realm *realm, struct transfer *t)
{
    t->realm = realm->id;
    t->generation = realm->generation;
    t->next = d->transfers;
    d->transfers = t;
    d->count++;
    t->easy = d->curl.curl_easy_init();
    if (t->easy != NULL && add_headers(d, t, realm) && set_texts(&d->curl, t, realm)) {
        set_options(d, t, realm);
        if (d->curl.curl_multi_add_handle(d->multi, t->easy) == CURLM_OK)
            return true;
    }
    log_message("fault: can't deliver a webhook of realm %s: out of memory", realm->name);
    free_transfer(d, t);
    return false;
}

/* The pause after an error of the store, which is logged, or without memory for libcurl. */
#define ERROR_PAUSE_MILLIS 1000

/* Takes the realm's next message if it is due; else `ret_due` is the time to try again. */
static bool take_due(struct delivery *d, const struct realm *realm, struct transfer *t,
                     int64_t *ret_due)
{
    int64_t now = clock_now(&realm->clock);
    int rc = store_message_to_deliver(d->gateway->store, &t->arena, realm->id, &t->message);
    bool due = rc == 0 && t->message.next_attempt <= now;

    if (due)
        rc = claim(d, realm, &t->message);
    *ret_due = INT64_MAX;
    if (rc < 0 && rc != -ENOENT) {
        log_message("fault: can't deliver webhooks of realm %s: %s", realm->name,
                    store_error(d->gateway->store));
        *ret_due = now + ERROR_PAUSE_MILLIS;
    } else if (rc == 0 && !due) {
        *ret_due = t->message.next_attempt;
    }
    return rc == 0 && due;
}

/* Starts the realm's next attempt if one is due and none is running: a due_handler. */
static bool deliver_next(void *context, struct realm *realm, int64_t *ret_next)
{
    struct delivery *d = context;

    if (d->count == TRANSFERS_MOST)
        return false;
    *ret_next = INT64_MAX;
    if (has_transfer(d, realm) || realm->settings.webhook_url == NULL)
        return true;
    if (!load_libcurl(d)) {
        if (!d->unavailable)
            *ret_next = clock_now(&realm->clock) + ERROR_PAUSE_MILLIS;
        return true;
    }
    struct transfer *t = memory_zeroed(1, sizeof *t);

    if (take_due(d, realm, t, ret_next)) {
        if (!start_attempt(d, realm, t))
            *ret_next = clock_now(&realm->clock) + CLAIM_MILLIS;
        return true;
    }
    arena_free(&t->arena);
    free(t);
    return true;
}

static void end_finished_attempts(struct delivery *d)
{
    int left;

    for (CURLMsg *done; (done = d->curl.curl_multi_info_read(d->multi, &left)) != NULL;) {
        struct transfer *t = NULL;
        long status = 0;

        if (done->msg != CURLMSG_DONE)
            continue;
        /* the status counts even if the body was not complete */
        d->curl.curl_easy_getinfo(done->easy_handle, CURLINFO_RESPONSE_CODE, &status);
        if (status < 200)
            status = 0;
        d->curl.curl_easy_getinfo(done->easy_handle, CURLINFO_PRIVATE, &t);
        end_attempt(d, t, status,
                    status == 0 ? d->curl.curl_easy_strerror(done->data.result) : NULL);
        free_transfer(d, t);
    }
}

static CURLMcode run_transfers(struct delivery *d)
{
    struct epoll_event events[TRANSFERS_MOST];
    CURLMcode code;
    int running;
    int count = epoll_wait(d->epoll, events, TRANSFERS_MOST, 0);

    for (int i = 0; i < count; i++) {
        int what = ((events[i].events & EPOLLIN) != 0 ? CURL_CSELECT_IN : 0) |
                   ((events[i].events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0) |
                   ((events[i].events & (EPOLLERR | EPOLLHUP)) != 0 ? CURL_CSELECT_ERR : 0);

        code = d->curl.curl_multi_socket_action(d->multi, events[i].data.fd, what, &running);
        if (code != CURLM_OK)
            return code;
    }
    if (clock_monotonic() < d->timer)
        return CURLM_OK;
    d->timer = INT64_MAX;
    return d->curl.curl_multi_socket_action(d->multi, CURL_SOCKET_TIMEOUT, 0, &running);
}

static void close_multi(struct delivery *d)
{
    while (d->transfers != NULL)
        free_transfer(d, d->transfers);
    if (d->multi != NULL)
        d->curl.curl_multi_cleanup(d->multi);
    d->multi = NULL;
    d->timer = INT64_MAX;
}

/* After an error of libcurl itself, which is a lack of memory: it may have lost a transfer, or crash later. */
static void end_all_attempts(struct delivery *d, CURLMcode code)
{
    const char *error = d->curl.curl_multi_strerror(code);

    log_message("fault: all running webhooks are ended: %s", error);
    for (struct transfer *t = d->transfers; t != NULL; t = t->next)
        end_attempt(d, t, 0, error);
    close_multi(d);
}

struct delivery *delivery_open(struct gateway *g)
{
    struct delivery *d = memory_zeroed(1, sizeof *d);

    d->gateway = g;
    d->timer = INT64_MAX;
    d->epoll = epoll_create1(EPOLL_CLOEXEC);
    schedule_set_handler(&g->schedule, &webhooks_due, deliver_next, d);
    return d;
}

void delivery_run(struct delivery *d)
{
    if (d->multi == NULL)
        return;
    CURLMcode code = run_transfers(d);

    end_finished_attempts(d);
    if (code != CURLM_OK)
        end_all_attempts(d, code);
}

void delivery_close(struct delivery *d)
{
    schedule_set_handler(&d->gateway->schedule, &webhooks_due, NULL, NULL);
    close_multi(d);
    if (d->loaded)
        d->curl.curl_global_cleanup();
    close(d->epoll);
    free(d);
}
