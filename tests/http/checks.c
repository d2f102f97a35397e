/* SPDX-License-Identifier: MIT */
/* What every answer must have, what a row says of its answers, and their records. */
#include "base/array.h"
#include "run.h"

#include <check.h>
#include <string.h>
#include <strings.h>

static const char *shown(struct arena *arena, const char *bytes, size_t length)
{
    struct text text = TEXT_IN(arena);

    for (size_t i = 0; i < length && i < 1500; i++) {
        if (bytes[i] == '\n' || (bytes[i] >= ' ' && bytes[i] <= '~'))
            text_char(&text, bytes[i]);
        else if (bytes[i] != '\r')
            text_format(&text, "<%02X>", (unsigned char) bytes[i]);
    }
    return text_string(&text);
}

static void fail_row(const struct run *run, const char *why)
{
    const struct text *received = &run->wire->received;

    ck_abort_msg("%s: %s%s%s: %s\n---- sent\n%s\n---- received\n%s----", run->row_case->where,
                 run->row_case->title, *run->row->name == '\0' ? "" : ": ", run->row->name, why,
                 shown(run->arena, text_string(&run->bytes), run->bytes.length),
                 shown(run->arena, text_string(received), received->length));
}

void run_require(const struct run *run, bool good, const char *why)
{
    if (!good)
        fail_row(run, why);
}

/* A 100 that may come or not. */
static bool is_optional_continue(const struct run *run)
{
    const struct row_case *c = run->row_case;

    return c->may_continue && run->messages[run->count].status == 100;
}

void run_read_messages(struct run *run)
{
    const struct row_case *c = run->row_case;

    for (;;) {
        const char *error = NULL;
        const struct text *received = &run->wire->received;
        bool head = run->count < c->answers_count && c->answers[run->count].head;

        if (run->count == ARRAY_SIZE(run->messages))
            fail_row(run, "too many answers");
        size_t length =
            message_read(text_string(received) + run->used, received->length - run->used, head,
                         run->arena, &run->messages[run->count], &error);
        if (error != NULL)
            fail_row(run, error);
        if (length == 0)
            return;
        run->used += length;
        if (!is_optional_continue(run))
            run->count++;
    }
}

/* ---- every answer ---- */

static const char *field(const struct run *run, const struct message *m, const char *name,
                         size_t wanted)
{
    const char *value = "";

    if (message_field(m, name, run->arena, &value) != wanted)
        fail_row(run, arena_printf(run->arena, "not %zu times in answer %zu: %s", wanted,
                                   (size_t) (m - run->messages) + 1, name));
    return value;
}

static char references[1 << 20]; /* every request-ref so far, each with a space */

static void check_reference(const struct run *run, const struct message *m)
{
    const char *reference = arena_printf(run->arena, "%s ", field(run, m, "request-ref", 1));
    size_t used = strlen(references);

    run_require(run, strlen(reference) > 1, "an empty request-ref");
    run_require(run, strstr(references, reference) == NULL, "a request-ref that was there before");
    ck_assert_uint_lt(used + strlen(reference), sizeof references);
    strcpy(references + used, reference);
}

/* What each final answer has. */
static void check_fields(const struct run *run, const struct message *m)
{
    run_require(run, strncmp(field(run, m, "server", 1), "sandgate/", 9) == 0, "another server");
    run_require(run, strlen(field(run, m, "date", 1)) == strlen("Sun, 06 Nov 1994 08:49:37 GMT"),
                "not a date (RFC 9110 5.6.7)");
    check_reference(run, m);
    field(run, m, "sandgate-reason", m->status >= 400);
    if (m->status == 405)
        field(run, m, "allow", 1); /* RFC 9110 15.5.6 */
    if (m->status == 401)
        field(run, m, "www-authenticate", 1); /* RFC 9110 15.5.2 */
}

bool run_sends(const struct run *run, const char *text)
{
    return memmem(text_string(&run->bytes), run->bytes.length, text, strlen(text)) != NULL;
}

/* A page's request to a gateway's API. What else is there belongs to the control API, which is for no other page. */
static bool is_cross_origin(const struct run *run)
{
    return run_sends(run, "\nOrigin: ") &&
           (run_sends(run, "/multi/") || run_sends(run, "/customer/"));
}

/* Whether the last request must have been answered; if either, whether it was. */
static bool is_open(const struct run *run)
{
    const struct row_case *c = run->row_case;

    if (!run->probed || c->fate == IS_CLOSED)
        return false;
    return c->fate == IS_OPEN || run->count > c->answers_count;
}

static void check_answer(const struct run *run, const struct message *m, bool last)
{
    const char *option = "";
    const char *origin = "";
    bool says_close = message_field(m, "connection", run->arena, &option) == 1 &&
                      strcasecmp(option, "close") == 0;

    if (m->status == 100)
        return;
    check_fields(run, m);
    run_require(run, says_close == last,
                last ? "it closes without saying so (RFC 9112 9.6)"
                     : "it says that it closes, and doesn't");
    if (is_cross_origin(run) && !(last && is_open(run)))
        run_require(run,
                    message_field(m, "access-control-allow-origin", run->arena, &origin) == 1 &&
                        strcmp(origin, "*") == 0,
                    "no browser may read the answer");
}

static bool is_expected(const struct expected *expected, int status)
{
    for (size_t i = 0; i < expected->count; i++) {
        if (expected->statuses[i] == status)
            return true;
    }
    return false;
}

static void check_statuses(const struct run *run)
{
    const struct row_case *c = run->row_case;
    size_t wanted = c->answers_count + is_open(run);

    for (size_t i = 0; i < run->count && i < c->answers_count; i++) {
        if (!is_expected(&c->answers[i], run->messages[i].status))
            fail_row(run,
                     arena_printf(run->arena, "answer %zu is %d", i + 1, run->messages[i].status));
    }
    if (run->count != wanted)
        fail_row(run, arena_printf(run->arena, "%zu answers, not %zu", run->count, wanted));
    if (is_open(run))
        run_require(run, run->messages[wanted - 1].status == 200, "the request behind was refused");
}

/* ---- the checks of a row ---- */

static bool says(const struct run *run, const struct message *m, const char *rest)
{
    const char *reason = "";

    return message_field(m, "sandgate-reason", run->arena, &reason) == 1 &&
           strstr(reason, rest) != NULL;
}

static bool has_header(const struct run *run, const struct message *m, const char *rest)
{
    const char *value = "";
    size_t name = strcspn(rest, " ");

    return message_field(m, arena_textn(run->arena, rest, name), run->arena, &value) == 1 &&
           strstr(value, rest + name + (rest[name] == ' ')) != NULL;
}

static bool lacks_header(const struct run *run, const struct message *m, const char *rest)
{
    const char *value;

    return message_field(m, rest, run->arena, &value) == 0;
}

static bool contains(const struct run *run, const struct message *m, const char *rest)
{
    (void) run;
    return strstr(text_string(&m->body), rest) != NULL;
}

static bool lacks(const struct run *run, const struct message *m, const char *rest)
{
    return !contains(run, m, rest);
}

static const struct {
    const char *kind;
    bool (*holds)(const struct run *run, const struct message *m, const char *rest);
} checks[] = {
    {"says", says},         {"header", has_header}, {"absent", lacks_header},
    {"contains", contains}, {"lacks", lacks},
};

static void check_row(const struct run *run)
{
    const struct row_case *c = run->row_case;
    const struct message *m = &run->messages[c->answers_count == 0 ? 0 : c->answers_count - 1];

    for (size_t i = 0; i < c->checks.count; i++) {
        const struct check *check = list_at(&c->checks, i);

        for (size_t j = 0; j < ARRAY_SIZE(checks); j++) {
            if (strcmp(checks[j].kind, check->kind) == 0 && !checks[j].holds(run, m, check->rest))
                fail_row(run, arena_printf(run->arena, "not so: %s %s", check->kind, check->rest));
        }
    }
}

void run_check_answers(const struct run *run)
{
    check_statuses(run);
    for (size_t i = 0; i < run->count; i++)
        check_answer(run, &run->messages[i], i == run->count - 1);
    check_row(run);
}

/* ---- records ---- */

/* A refusal has a record, and the last answer's is as the row says. */
static void check_record(const struct run *run, const struct message *m, const char *journals,
                         bool last)
{
    const char *reference = "";
    const struct row_case *c = run->row_case;

    message_field(m, "request-ref", run->arena, &reference);
    const char *record = strstr(journals, reference);

    if (record == NULL) {
        run_require(run, m->status < 400,
                    arena_printf(run->arena, "%s is in no journal", reference));
        record = "";
    }
    const char *next = strstr(record, "{\"id\":");

    record =
        arena_textn(run->arena, record, next == NULL ? strlen(record) : (size_t) (next - record));
    for (size_t i = 0; last && i < c->checks.count; i++) {
        const struct check *check = list_at(&c->checks, i);

        if (strcmp(check->kind, "journal") == 0 && strstr(record, check->rest) == NULL)
            fail_row(run, arena_printf(run->arena, "not so: journal %s: %s", check->rest, record));
    }
}

void run_check_records(const struct run *run, const char *journals)
{
    for (size_t i = 0; i < run->count; i++)
        check_record(run, &run->messages[i], journals, i + 1 == run->row_case->answers_count);
}
