/* SPDX-License-Identifier: MIT */
/*
 * No request reaches another realm. Each operation has a sample in tests/plays/isolation. Its last request is
 * sent with the keys, tokens and ids of one realm, one of which after the other is replaced by that of a second
 * realm with the same people: it must be refused and change nothing. Then it is sent unchanged and must succeed.
 */
#include "cyrexa/customer_columns.h"
#include "cyrexa/module.h"
#include "support/chance.h"
#include "support/database.h"
#include "support/runner.h"
#include "support/suite.h"
#include "weavr/module.h"

#include <check.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct plays plays;
static size_t first_sample; /* cases before it are of other plays, read for their blocks */
static struct world world;
static struct arena arena;
static char error[2000];

/* ---- samples and their operations ---- */

static size_t samples_count(void)
{
    return plays.cases.count - first_sample;
}

static const struct play_case *sample_at(size_t i)
{
    return list_at(&plays.cases, first_sample + i);
}

static bool is_sample_of(const struct play_case *sample, const struct operation *operation)
{
    return strcmp(sample->source, method_names[operation->method]) == 0 &&
           strcmp(sample->number, operation->path) == 0;
}

static const struct operation *operation_of(const struct play_case *sample)
{
    const struct registry *registry = world_registry();

    for (size_t i = 0; i < registry->count; i++) {
        if (is_sample_of(sample, &registry->operations[i]))
            return &registry->operations[i];
    }
    ck_abort_msg("%s %s is no operation", sample->source, sample->number);
    return NULL;
}

static bool has_sample(const struct operation *operation)
{
    for (size_t i = 0; i < samples_count(); i++) {
        if (is_sample_of(sample_at(i), operation))
            return true;
    }
    return false;
}

/* An open operation without input, which belongs to no realm. */
static bool has_no_realm(const struct operation *operation)
{
    return operation->access == OPEN && operation->input == NULL &&
           strchr(operation->path, '{') == NULL;
}

START_TEST(every_operation_has_a_sample)
{
    const struct registry *registry = world_registry();
    size_t missing = 0;

    for (size_t i = 0; i < registry->count; i++) {
        const struct operation *operation = &registry->operations[i];

        if (has_no_realm(operation) || has_sample(operation))
            continue;
        fprintf(stderr, "no sample: %s %s\n", method_names[operation->method], operation->path);
        missing++;
    }
    ck_assert_uint_eq(missing, 0);
}
END_TEST

/* ---- the request of a sample ---- */

/* The index of the first line of the request: the last line, or the first `send` before it. */
static size_t request_at(const struct play_case *c)
{
    size_t at = c->count - 1;

    while (at > 0 && strncmp(c->lines[at - 1].text, "send ", 5) == 0)
        at--;
    return at;
}

static const char *path_of_request(struct runner *s, const struct play_case *c)
{
    char *rest = NULL;
    char *line = arena_text(&s->arena, runner_expand(s, c->lines[c->count - 1].text));

    strtok_r(line, " ", &rest);
    return strtok_r(NULL, " ?", &rest);
}

static const char *request_of(struct runner *s, const struct play_case *c)
{
    struct text all = TEXT_IN(&s->arena);
    struct headers headers = {.count = 0};

    for (size_t i = request_at(c); i < c->count; i++)
        text_format(&all, "%s\n", runner_expand(s, c->lines[i].text));
    runner_usual_headers(s, path_of_request(s, c), &headers);
    for (size_t i = 0; i < headers.count; i++)
        text_format(&all, "%s: %s\n", headers.items[i].name, headers.items[i].value);
    return text_string(&all);
}

/* Sets a variable to the other realm's value; undoes it and returns false if that doesn't change the request. */
static bool replace(struct runner *s, const struct play_case *c, const struct runner *other,
                    const char *name)
{
    const char *own = runner_get(s, name);
    const char *foreign = runner_get(other, name);

    if (foreign == NULL || strcmp(own, foreign) == 0)
        return false;
    const char *before = request_of(s, c);

    runner_set(s, name, foreign);
    if (strcmp(before, request_of(s, c)) != 0)
        return true;
    runner_set(s, name, own);
    return false;
}

/* ---- what a request must contain ---- */

/* Path parameters that are constants of the API, the same in every realm. */
static bool is_word(const char *parameter, size_t length)
{
    static const char *const words[] = {"channel", "status", "customerType", "purpose", "document"};

    for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
        if (strlen(words[i]) == length && strncmp(words[i], parameter, length) == 0)
            return true;
    }
    return false;
}

static const char *next_part(const char *path)
{
    path += strcspn(path, "/");
    return path + (*path == '/');
}

/* Every id in the path must belong to the sample's realm. */
static void check_path(const char *template, const char *own, const char *foreign)
{
    for (; *template != '\0';
         template = next_part(template), own = next_part(own), foreign = next_part(foreign)) {
        size_t length = strcspn(template, "/");

        if (*template != '{' || is_word(template + 1, length - 2))
            continue;
        ck_assert_msg(strcspn(own, "/") != strcspn(foreign, "/") ||
                          strncmp(own, foreign, strcspn(own, "/")) != 0,
                      "the sample has the same %.*s in both realms", (int) length, template);
    }
}

/* The variables that identify the caller of an operation. */
static const struct {
    enum access access;
    const char *variable;
} callers[] = {
    {APP_KEY, "apiKey"}, {SIGNED_IN, "apiKey"},  {SIGNED_IN, "token"},
    {BEARER, "bearer"},  {ITS_TENANT, "bearer"},
};

static void check_name(const struct play_case *c, const char *wanted, const char *const *names,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], wanted) == 0)
            return;
    }
    ck_abort_msg("%s %s: the sample sends no ${%s}", c->source, c->number, wanted);
}

/* Whether the operation requires a session besides the bearer token (Customer API). */
static bool requires_session(const struct operation *operation)
{
    const struct customer_columns *columns = operation->columns;

    return operation->family == &customer_family && columns != NULL && columns->session_header;
}

static void check_callers(const struct play_case *c, const struct operation *operation,
                          const char *const *names, size_t count)
{
    bool by_ui_key = operation->family == &web_client_family;

    for (size_t i = 0; i < ARRAY_SIZE(callers); i++) {
        bool is_api_key = strcmp(callers[i].variable, "apiKey") == 0;

        if (callers[i].access == operation->access)
            check_name(c, is_api_key && by_ui_key ? "uiKey" : callers[i].variable, names, count);
    }
    if (requires_session(operation))
        check_name(c, "sessionToken", names, count);
}

/* ---- two realms ---- */

static struct runner own;
static struct runner foreign;

/* Omits headers that the operation doesn't read: another realm's value would not be refused. */
static void hide_unread(struct runner *s, const struct operation *operation)
{
    if (operation->access != SIGNED_IN && operation->tokens == 0)
        runner_set(s, "token", "none");
    if (!requires_session(operation))
        runner_set(s, "sessionToken", "none");
}

static void prepare(struct runner *s, const struct play_case *c, const struct operation *operation)
{
    ck_assert_msg(runner_open(s, &world, &plays, error, sizeof error) &&
                      runner_run(s, c, 0, request_at(c)),
                  "%s %s: %s", c->source, c->number, error);
    hide_unread(s, operation);
}

static int64_t realm_of(const struct runner *s)
{
    return strtoll(runner_get(s, "realm"), NULL, 10);
}

/* The faults of a realm, which are not in the database. */
static const char *faults_of(struct runner *s)
{
    struct answer answer;
    struct headers none = {.count = 0};

    world_call(&world, "GET",
               arena_printf(&arena, "/_sandgate/realms/%s/faults", runner_get(s, "realm")), &none,
               "", 0, &answer);
    const char *faults = arena_text(&arena, answer.body);

    answer_free(&answer);
    return faults;
}

/* All data of both realms. */
static const char *all_data(void)
{
    return arena_printf(&arena, "%s%s%s", database_dump(&arena, 0), faults_of(&own),
                        faults_of(&foreign));
}

static void check_same(const char *before, const char *after, const char *what)
{
    size_t at = 0;

    while (before[at] != '\0' && before[at] == after[at])
        at++;
    while (at > 0 && before[at - 1] != '\n')
        at--;
    ck_assert_msg(strcmp(before, after) == 0, "%s changed:\n%.500s\n%.500s", what, before + at,
                  after + at);
}

/* Whether the realm that was called doesn't have the value. A refusal may show the requested realm's name. */
static bool is_foreign(const struct variable *v, const struct runner *asked)
{
    const char *same = runner_get(asked, v->name);

    return !may_occur_by_chance(v->value) && strcmp(v->name, "realmName") != 0 &&
           (same == NULL || strcmp(same, v->value) != 0);
}

/* The last answer must show nothing of the other realm except the value that was sent; "": none. */
static void check_shows_nothing(const struct runner *asked, const struct runner *other,
                                const char *sent)
{
    for (size_t i = 0; i < other->variables.count; i++) {
        const struct variable *v = list_at(&other->variables, i);

        if (!is_foreign(v, asked) || strstr(sent, v->value) != NULL)
            continue;
        ck_assert_msg(strstr(asked->answer.body, v->value) == NULL,
                      "it shows the other realm's ${%s}: %s", v->name, asked->answer.body);
    }
}

static void send(struct runner *s, const struct play_case *c)
{
    ck_assert_msg(runner_run(s, c, request_at(c), c->count), "%s", error);
}

/* A refusal has a 4xx status, or one of the simulator's codes DENIED… (weavr-simulator.md 3 and 7). */
static bool is_refusal(const struct answer *a)
{
    const char *code = json_string_value(json_object_get(a->json, "code"));

    return (a->status >= 400 && a->status < 500) ||
           (code != NULL && strncmp(code, "DENIED", strlen("DENIED")) == 0);
}

static void check_refused(const struct play_case *c, const char *name)
{
    const char *before = all_data();

    send(&own, c);
    ck_assert_msg(is_refusal(&own.answer), "%s %s with the other realm's ${%s}: %d %.300s",
                  c->source, c->number, name, own.answer.status, own.answer.body);
    check_same(before, all_data(), name);
    check_shows_nothing(&own, &foreign, runner_get(&foreign, name));
}

static void check_good(const struct operation *operation, struct runner *s,
                       const struct play_case *c)
{
    send(s, c);
    ck_assert_msg(s->answer.status == operation->status && !is_refusal(&s->answer),
                  "%s %s: %d %.300s %s", c->source, c->number, s->answer.status, s->answer.body,
                  headers_get(&s->answer.headers, "sandgate-reason"));
}

/* If a single value selects the realm, the other realm's value must act on that realm only. */
static void check_alone(const struct operation *operation, const struct play_case *c)
{
    const char *before = database_dump(&arena, realm_of(&own));
    const char *faults = faults_of(&own);

    check_good(operation, &foreign, c);
    check_shows_nothing(&foreign, &own, "");
    check_same(before, database_dump(&arena, realm_of(&own)), "a realm that wasn't meant");
    check_same(faults, faults_of(&own), "a realm that wasn't meant");
}

/* Whether it is the last variable of its name, which is the one that counts. */
static bool is_last(const struct runner *s, size_t at)
{
    const struct variable *v = list_at(&s->variables, at);

    for (size_t i = at + 1; i < s->variables.count; i++) {
        if (strcmp(((const struct variable *) list_at(&s->variables, i))->name, v->name) == 0)
            return false;
    }
    return true;
}

#define NAMES_MOST 20

/* The variables in which the requests of the two realms differ. */
static size_t find_differing(const struct play_case *c, const char *ret[static NAMES_MOST])
{
    size_t count = own.variables.count;
    size_t found = 0;

    for (size_t i = 0; i < count; i++) {
        const struct variable *v = list_at(&own.variables, i);
        const char *name = v->name;
        const char *value = runner_get(&own, name);

        if (!is_last(&own, i) || !replace(&own, c, &foreign, name))
            continue;
        ck_assert_uint_lt(found, NAMES_MOST);
        ret[found++] = name;
        runner_set(&own, name, value);
    }
    return found;
}

START_TEST(refuses_values_of_another_realm)
{
    const struct play_case *c = sample_at((size_t) _i);
    const struct operation *operation = operation_of(c);
    const char *names[NAMES_MOST];

    prepare(&own, c, operation);
    prepare(&foreign, c, operation);
    size_t count = find_differing(c, names);

    check_callers(c, operation, names, count);
    check_path(operation->path, path_of_request(&own, c), path_of_request(&foreign, c));
    for (size_t i = 0; count > 1 && i < count; i++) {
        const char *value = runner_get(&own, names[i]);

        runner_set(&own, names[i], runner_get(&foreign, names[i]));
        check_refused(c, names[i]);
        runner_set(&own, names[i], value);
    }
    if (count == 1)
        check_alone(operation, c);
    check_good(operation, &own, c);
    if (count > 0)
        check_shows_nothing(&own, &foreign, "");
}
END_TEST

/* ---- running ---- */

static void read_folder(const char *pattern)
{
    glob_t found;

    glob(pattern, 0, NULL, &found);
    for (size_t i = 0; i < found.gl_pathc; i++)
        plays_read(&plays, found.gl_pathv[i]);
    globfree(&found);
}

static void open_world(void)
{
    database_watch();
    world_open(&world, NULL);
}

static void close_world(void)
{
    world_close(&world);
    arena_free(&arena);
}

int main(void)
{
    Suite *s = suite_create("isolation");
    TCase *tcase = suite_case(s, "isolation");

    plays_read(&plays, PLAYS_DIR "/blocks.play");
    first_sample = plays.cases.count;
    read_folder(PLAYS_DIR "/isolation/*.play");
    /* once, because each test is a process with a copy of the world */
    tcase_add_unchecked_fixture(tcase, open_world, close_world);
    tcase_add_test(tcase, every_operation_has_a_sample);
    tcase_add_loop_test(tcase, refuses_values_of_another_realm, 0, (int) samples_count());
    int status = suite_run(s, CK_FORK);

    plays_free(&plays);
    return status;
}
