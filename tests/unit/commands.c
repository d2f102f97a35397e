/* SPDX-License-Identifier: MIT */
/* The program's other commands, readyz and exec; runs that repeat themselves; HTTPS. */
#include "base/array.h"
#include "base/clock.h"
#include "support/program.h"
#include "support/suite.h"

#include <arpa/inet.h>
#include <check.h>
#include <pty.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- command lines ---- */

static const struct {
    const char *arguments[6];
    const char *word;
} bad_lines[] = {
    {{"readyz", "a", "b"}, "readyz"},
    {{"readyz", "nonsense"}, "URL"},
    {{"readyz", "ftp://127.0.0.1"}, "URL"},
    {{"readyz", "http://"}, "URL"},
    {{"readyz", "http://127.0.0.1:99999"}, "URL"},
    {{"readyz", "--timeout"}, "--timeout"},
    {{"readyz", "--timeout", "soon"}, "soon"},
    {{"readyz", "--timeout", "5"}, "--timeout 5"},
    {{"readyz", "--timeout", "s"}, "--timeout s"},
    {{"readyz", "--timeout", "0s"}, "0s"},
    {{"readyz", "--timeout", "25h"}, "25h"},
    {{"readyz", "--db", "x"}, "--db"},
    {{"readyz", "--nope"}, "--nope"},
    {{"serve", "--wait"}, "--wait"},
    {{"--random-seed", ""}, "--random-seed"},
    {{"--random-seed", "-1"}, "-1"},
    {{"--random-seed", "1x"}, "1x"},
    {{"--random-seed", "18446744073709551616"}, "18446744073709551616"},
    {{"--tls-cert", "x"}, "--tls-key"},
    {{"--tls-key", "x"}, "--tls-cert"},
    {{"--tls-cert", "", "--tls-key", "x"}, "--tls-cert"},
    {{"exec", "--min-coverage", "101", "--", "true"}, "101"},
    {{"exec", "--min-coverage", "", "--", "true"}, "--min-coverage"},
    {{"exec", "--min-coverage", "1x", "--", "true"}, "1x"},
    {{"serve", "--fail-on-unmatched"}, "--fail-on-unmatched"},
    {{"--public-url", "sandgate.example"}, "--public-url sandgate.example"},
    {{"--public-url", ""}, "--public-url"},
    {{"exec"}, "exec"},
    {{"exec", "--"}, "exec"},
    {{"exec", "true"}, "--"},
    {{"exec", "--nope", "--", "true"}, "--nope"},
    {{"exec", "--wait", "--", "true"}, "--wait"},
    {{"--timeout", "1s"}, "--timeout"},
};

START_TEST(refuses_a_bad_command_line_with_one_line)
{
    expect_one_line(bad_lines[_i].arguments, 2, bad_lines[_i].word);
}
END_TEST

/* ---- readyz ---- */

START_TEST(says_nothing_of_a_gateway_that_is_ready)
{
    static const char *const endings[] = {"", "/", "/?a=b"};
    char url[400];
    struct program p;

    program_start(&p, NO_ARGUMENTS);
    for (size_t i = 0; i < ARRAY_SIZE(endings); i++) {
        snprintf(url, sizeof url, "%s%s", p.url, endings[i]);
        struct ended ended = program_run(ARGUMENTS("readyz", url), NO_ARGUMENTS);

        ck_assert_msg(ended.status == 0, "exit %d: %s", ended.status, ended.err);
        ck_assert_str_eq(ended.out, "");
        ck_assert_str_eq(ended.err, "");
    }
    program_finish(&p);
}
END_TEST

START_TEST(tells_why_a_gateway_is_not_ready)
{
    char url[60];

    snprintf(url, sizeof url, "http://127.0.0.1:%d", free_port());
    expect_one_line(ARGUMENTS("readyz", url), 1, "Connection refused");
}
END_TEST

START_TEST(asks_where_serve_listens)
{
    char port[30];
    char wrong[60];
    char listen[60];
    struct program p;

    program_start(&p, NO_ARGUMENTS);
    snprintf(port, sizeof port, "PORT=%d", p.port);
    snprintf(listen, sizeof listen, "SANDGATE_LISTEN=localhost:%d", p.port);
    snprintf(wrong, sizeof wrong, "SANDGATE_LISTEN=127.0.0.1:%d", free_port());
    ck_assert_int_eq(program_run(ARGUMENTS("readyz"), ARGUMENTS(port)).status, 0);
    ck_assert_int_eq(program_run(ARGUMENTS("readyz"), ARGUMENTS(listen)).status, 0);
    ck_assert_int_eq(program_run(ARGUMENTS("readyz"), ARGUMENTS(wrong)).status, 1);
    ck_assert_int_eq(program_run(ARGUMENTS("readyz"), ARGUMENTS(wrong, port)).status, 0);
    /* what else serve reads is not its business */
    ck_assert_int_eq(program_run(ARGUMENTS("readyz"), ARGUMENTS(port, "SANDGATE_LOG=x")).status, 0);
    program_finish(&p);
}
END_TEST

/* A socket that listens; `ret_url` is where. */
static int open_listener(char *ret_url, size_t size)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    ck_assert_int_eq(bind(fd, (struct sockaddr *) &address, length), 0);
    ck_assert_int_eq(listen(fd, 10), 0);
    ck_assert_int_eq(getsockname(fd, (struct sockaddr *) &address, &length), 0);
    snprintf(ret_url, size, "http://127.0.0.1:%d", ntohs(address.sin_port));
    return fd;
}

/* Takes one request, which begins with `head`, and answers it. */
static void answer_once(int listener, const char *head, const char *text)
{
    char request[1000] = "";
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_gt(recv(fd, request, sizeof request - 1, 0), 0);
    ck_assert_msg(strncmp(request, head, strlen(head)) == 0, "%s", request);
    ck_assert_int_eq(send(fd, text, strlen(text), MSG_NOSIGNAL), (ssize_t) strlen(text));
    close(fd);
}

static void expect_end(struct program *p, int status, const char *words)
{
    ck_assert_int_eq(program_status(p), status);
    ck_assert_msg(strstr(text_of(p->err), words) != NULL, "%s", text_of(p->err));
    program_close(p);
}

#define NOT_READY "HTTP/1.1 503 Service Unavailable\r\n\r\n"

static const struct {
    const char *text;
    int status;
    const char *words;
} answers[] = {
    {"HTTP/1.1 200 OK\r\n\r\n", 0, ""},  {NOT_READY, 1, "status 503"},
    {"HTTP/1.1 204 \r\n\r\n", 1, "204"}, {"hello, this is 200", 1, "not HTTP"},
    {"HTTP/1.1", 1, "not HTTP"},         {"", 1, "not HTTP"},
};

START_TEST(takes_200_alone_for_ready)
{
    char url[100];
    struct program p;
    int listener = open_listener(url, sizeof url);

    strcat(url, "/below/");
    program_launch(&p, ARGUMENTS("readyz", url), NO_ARGUMENTS, false);
    answer_once(listener, "GET /below/readyz HTTP/1.1\r\nHost: 127.0.0.1:", answers[_i].text);
    expect_end(&p, answers[_i].status, answers[_i].words);
    close(listener);
}
END_TEST

START_TEST(waits_until_a_gateway_is_ready)
{
    char url[100];
    struct program p;
    int listener = open_listener(url, sizeof url);

    program_launch(&p, ARGUMENTS("readyz", "--wait", url), NO_ARGUMENTS, false);
    answer_once(listener, "GET /readyz ", NOT_READY);
    answer_once(listener, "GET /readyz ", "");
    answer_once(listener, "GET /readyz ", "HTTP/1.1 200 OK\r\n\r\n");
    expect_end(&p, 0, "");
    close(listener);
}
END_TEST

START_TEST(waits_no_longer_than_its_timeout)
{
    char url[100];
    char nobody[60];
    int listener = open_listener(url, sizeof url);
    int64_t start = clock_monotonic();

    /* connected, and never answered */
    expect_one_line(ARGUMENTS("readyz", "--timeout", "200ms", url), 1, "no answer in time");
    ck_assert_int_ge(clock_monotonic() - start, 200);
    snprintf(nobody, sizeof nobody, "http://127.0.0.1:%d", free_port());
    start = clock_monotonic();
    expect_one_line(ARGUMENTS("readyz", "--wait", "--timeout", "300ms", nobody), 1, "refused");
    ck_assert_int_ge(clock_monotonic() - start, 200);
    close(listener);
}
END_TEST

/* ---- exec ---- */

#define SHELL(script) ARGUMENTS("exec", "--", "sh", "-c", script)

static void expect(struct ended ended, int status, const char *out)
{
    ck_assert_msg(ended.status == status, "exit %d: %s", ended.status, ended.err);
    ck_assert_str_eq(ended.out, out);
}

START_TEST(serves_while_a_command_runs)
{
    struct ended ended = program_run(
        SHELL("curl -s -o /dev/null -w '%{http_code} ' -H \"api-key: $SANDGATE_API_KEY\" -d "
              "'{\"email\":\"user@example.com\",\"password\":{\"value\":\"pa$$word\"}}' "
              "$SANDGATE_URL/multi/login_with_password; "
              "curl -s -o /dev/null -w '%{http_code} ' -d grant_type=client_credentials "
              "-u $SANDGATE_CLIENT_ID:$SANDGATE_CLIENT_SECRET $SANDGATE_URL/token; "
              "echo $SANDGATE_TENANT_ID"),
        NO_ARGUMENTS);

    expect(ended, 0, "200 200 demo-tenant\n");
}
END_TEST

START_TEST(leaves_stdout_and_stderr_to_a_command)
{
    struct ended ended = program_run(SHELL("echo out; echo err >&2"), NO_ARGUMENTS);

    expect(ended, 0, "out\n");
    ck_assert_str_eq(ended.err, "err\n");
}
END_TEST

START_TEST(ends_with_the_command)
{
    char address[60];

    snprintf(address, sizeof address, "127.0.0.1:%d", free_port());
    struct ended ended = program_run(
        ARGUMENTS("exec", "--listen", address, "--", "sh", "-c", "printf %s $SANDGATE_URL"),
        NO_ARGUMENTS);

    ck_assert_int_eq(ended.status, 0);
    ck_assert_str_eq(ended.out + strlen("http://"), address);
    expect_one_line(ARGUMENTS("readyz", ended.out), 1, "refused");
}
END_TEST

static const struct {
    const char *script;
    int status;
} ends[] = {
    {"exit 0", 0},
    {"exit 7", 7},
    {"kill -KILL $$", 137},
    {"trap - TERM; kill -TERM $$", 143},
};

START_TEST(exits_as_a_command_does)
{
    expect(program_run(SHELL(ends[_i].script), NO_ARGUMENTS), ends[_i].status, "");
}
END_TEST

#define CALL(path) "curl -s -H \"api-key: $SANDGATE_API_KEY\" $SANDGATE_URL" path "; "

static const struct {
    const char *option;
    const char *value; /* NULL: the option has none */
    const char *script;
    int status;
    const char *word; /* on stderr */
} judged[] = {
    {"--min-coverage", "0", "true", 0, ""},
    {"--min-coverage", "1", "true", 1, "0 of "},
    /* with a hundred operations and more, one of them is less than a hundredth */
    {"--min-coverage", "1", CALL("/multi/identities") CALL("/multi/users"), 0, ""},
    {"--min-coverage", "2", CALL("/multi/identities") CALL("/multi/users"), 1, "2 of "},
    /* the control API is nobody's to cover */
    {"--min-coverage", "1", CALL("/_sandgate/realms"), 1, "0 of "},
    {"--min-coverage", "1", "exit 7", 7, "0 of "},
    {"--fail-on-unmatched", NULL, "true", 0, ""},
    {"--fail-on-unmatched", NULL, CALL("/multi/identities"), 0, ""},
    {"--fail-on-unmatched", NULL, CALL("/multi/identity"), 1, "1 requests matched no"},
    {"--fail-on-unmatched", NULL, "curl -s -H 'api-key: x' $SANDGATE_URL/multi/identities", 1,
     "1 requests matched no"},
};

START_TEST(judges_what_a_command_has_met)
{
    const char *const with_value[] = {
        "exec", judged[_i].option, judged[_i].value, "--", "sh", "-c", judged[_i].script, NULL};
    const char *const without[] = {"exec", judged[_i].option, "--", "sh",
                                   "-c",   judged[_i].script, NULL};
    struct ended ended = program_run(judged[_i].value == NULL ? without : with_value, NO_ARGUMENTS);

    ck_assert_msg(ended.status == judged[_i].status, "exit %d: %s", ended.status, ended.err);
    ck_assert_ptr_nonnull(strstr(ended.err, judged[_i].word));
}
END_TEST

START_TEST(tells_that_a_command_can_not_be_run)
{
    const char *path = path_of("text");

    write_file(path, "no program");
    expect_one_line(ARGUMENTS("exec", "--", "no-such-command"), 127, "no-such-command");
    expect_one_line(ARGUMENTS("exec", "--", path_of("no/such/file")), 127, "no/such/file");
    expect_one_line(ARGUMENTS("exec", "--", path), 126, path);
}
END_TEST

START_TEST(runs_no_command_without_a_gateway)
{
    struct program p;
    char address[60];

    program_start(&p, NO_ARGUMENTS);
    snprintf(address, sizeof address, "127.0.0.1:%d", p.port);
    expect_one_line(ARGUMENTS("exec", "--listen", address, "--", "echo", "ran"), 1, address);
    program_finish(&p);
}
END_TEST

START_TEST(gives_options_to_the_gateway_and_words_to_the_command)
{
    struct ended ended = program_run(ARGUMENTS("exec", "--no-demo", "--log", "json", "--", "curl",
                                               "-s", "--url", "http://127.0.0.1/", "--version"),
                                     NO_ARGUMENTS);

    ck_assert_int_eq(ended.status, 0);
    ck_assert_ptr_nonnull(strstr(ended.out, "curl"));
    ended = program_run(ARGUMENTS("exec", "--no-demo", "--log", "json", "--", "sh", "-c",
                                  "curl -s $SANDGATE_URL/_sandgate/realms/default/users"),
                        NO_ARGUMENTS);
    expect(ended, 0, "{\"users\":[]}");
    ck_assert_ptr_nonnull(strstr(ended.err, "{\"op\":\"people_list\""));
}
END_TEST

/* The variables are often meant for the command, or for a gateway that runs already. */
START_TEST(takes_a_free_port_whatever_the_environment_says)
{
    char port[30];
    struct program p;

    program_start(&p, NO_ARGUMENTS);
    snprintf(port, sizeof port, "PORT=%d", p.port);
    struct ended ended = program_run(SHELL("echo $PORT; " SANDGATE " readyz $SANDGATE_URL"),
                                     ARGUMENTS(port, "SANDGATE_LISTEN=192.0.2.1:1"));

    ck_assert_int_eq(ended.status, 0);
    ck_assert_int_eq(atoi(ended.out), p.port);
    program_finish(&p);
}
END_TEST

static const char *output_of(const char *command, char ret[static 1000])
{
    FILE *pipe = popen(command, "r");

    ck_assert_ptr_nonnull(pipe);
    ret[fread(ret, 1, 999, pipe)] = '\0';
    ck_assert_int_eq(pclose(pipe), 0);
    return ret;
}

#define TELL_ITSELF "sh -c 'grep -E \"Sig(Blk|Ign)\" /proc/self/status; ulimit -n'"

/* What the server does to itself: signals it waits for, SIGPIPE, a higher limit of files. */
START_TEST(leaves_a_command_as_it_was_itself)
{
    char plain[1000];
    char inside[1000];

    output_of("ulimit -S -n 200; " TELL_ITSELF, plain);
    output_of("ulimit -S -n 200; " SANDGATE " exec -- " TELL_ITSELF, inside);
    ck_assert_ptr_nonnull(strstr(plain, "\n200\n"));
    ck_assert_str_eq(plain, inside);
}
END_TEST

static const struct {
    const char *name;
    int number;
} signals[] = {{"TERM", SIGTERM}, {"INT", SIGINT},   {"HUP", SIGHUP},
               {"QUIT", SIGQUIT}, {"USR1", SIGUSR1}, {"USR2", SIGUSR2}};

START_TEST(passes_signals_on)
{
    char script[200];
    char line[100];
    struct program p;

    snprintf(script, sizeof script,
             "trap 'echo %s; exit 9' %s; echo up; while :; do sleep 0.02; done", signals[_i].name,
             signals[_i].name);
    program_launch(&p, SHELL(script), NO_ARGUMENTS, false);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, p.out));
    ck_assert_str_eq(line, "up\n");
    program_stop(&p, signals[_i].number);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, p.out));
    ck_assert_int_eq(strncmp(line, signals[_i].name, strlen(signals[_i].name)), 0);
    ck_assert_int_eq(program_status(&p), 9);
    program_close(&p);
}
END_TEST

/* All that a terminal shows until `word` is among it. */
static const char *shown_until(int terminal, const char *word)
{
    static char text[2000];
    size_t length = strlen(text);
    ssize_t n = 1;

    while (strstr(text, word) == NULL && n > 0 && length < sizeof text - 1) {
        n = read(terminal, text + length, sizeof text - 1 - length);
        length += n > 0 ? (size_t) n : 0;
        text[length] = '\0';
    }
    return text;
}

/* The command has left the terminal: whatever reaches it was passed on. */
START_TEST(passes_nothing_on_that_a_terminal_sends_to_all)
{
    static char script[] = "trap 'echo passed on' INT; echo up; sleep 0.3; echo '<end>'";
    char *argv[] = {(char[]){SANDGATE}, (char[]){"exec"}, (char[]){"--"}, (char[]){"setsid"},
                    (char[]){"sh"},     (char[]){"-c"},   script,         NULL};
    int terminal;
    int status;
    pid_t pid = forkpty(&terminal, NULL, NULL, NULL);

    if (pid == 0) {
        execv(SANDGATE, argv);
        _exit(1);
    }
    ck_assert_ptr_nonnull(strstr(shown_until(terminal, "up"), "up"));
    ck_assert_int_eq(write(terminal, "\x03", 1), 1);
    const char *shown = shown_until(terminal, "<end>");

    ck_assert_ptr_nonnull(strstr(shown, "<end>"));
    ck_assert_ptr_null(strstr(shown, "passed on"));
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_int_eq(status, 0);
    close(terminal);
}
END_TEST

/* ---- runs that repeat themselves ---- */

/* All that a run answered, but for the date of each answer. */
struct transcript {
    char text[40000];
    size_t length;
};

static void note(struct transcript *t, const char *line)
{
    t->length += (size_t) snprintf(t->text + t->length, sizeof t->text - t->length, "%s\n", line);
    ck_assert_uint_lt(t->length, sizeof t->text);
}

static void note_answer(struct transcript *t, const char *method, const char *path)
{
    char line[sizeof(struct header) + 100];

    snprintf(line, sizeof line, "%s %s: %d", method, path, answer.status);
    note(t, line);
    for (size_t i = 0; i < answer.headers.count; i++) {
        const struct header *h = &answer.headers.items[i];

        snprintf(line, sizeof line, "%s: %s", h->name, h->value);
        if (strcasecmp(h->name, "date") != 0)
            note(t, line);
    }
    note(t, answer.body);
}

#define SIGN_IN_BODY "{\"email\":\"user@example.com\",\"password\":{\"value\":\"pa$$word\"}}"
#define CREDENTIAL_BODY                                                                            \
    "{\"credential\":{\"credentialType\":\"email\",\"value\":\"corporate@example.com\"}}"
#define REALM "/_sandgate/realms/default"

/* In each of them something is random, or is a time. */
static const struct {
    const char *method;
    const char *path;
    const char *body;
} calls[] = {
    {"POST", REALM "/clock", "{\"set\":\"2031-02-03T04:05:06Z\"}"},
    {"GET", REALM, ""},
    {"GET", REALM "/sessions", ""},
    {"GET", "/.well-known/jwks.json", ""},
    {"PATCH", REALM "/settings", "{\"otpMode\":\"random\"}"},
    {"POST", "/multi/login_with_password", SIGN_IN_BODY},
    {"POST", "/multi/stepup/challenges/otp/SMS", ""},
    {"GET", REALM "/outbox", ""},
    {"GET", REALM "/challenges", ""},
    {"POST", "/customer/1.0.0/getCredentials", CREDENTIAL_BODY},
    {"POST", "/customer/1.0.0/getCredentials/no", ""},
    {"POST", "/multi/users", ""},
    {"POST", "/_sandgate/realms", "{\"seed\":\"demo\"}"},
    {"GET", REALM "/users", ""},
    {"GET", REALM "/clock", ""},
    {"GET", "/no/such/path", ""},
    {"POST", REALM "/reset", ""},
    {"POST", REALM "/clock", "{\"frozen\":true}"},
    {"POST", REALM "/clock", "{\"set\":\"2031-02-03T04:05:06Z\"}"},
    {"GET", REALM "/users", ""},
    {"GET", REALM "/sessions", ""},
    {"POST", "/multi/login_with_password", SIGN_IN_BODY},
    {"POST", "/customer/1.0.0/getCredentials", CREDENTIAL_BODY},
};

/* The moment at which a clock is stopped is the run's own. */
static bool is_moment(size_t i)
{
    return strcmp(calls[i].body, "{\"frozen\":true}") == 0;
}

static void play(const struct program *p, struct transcript *t)
{
    char authorization[2000] = "Authorization: Bearer none";

    ck_assert_int_eq(ask(p, "POST", REALM "/clock", NO_ARGUMENTS, "{\"frozen\":true}"), 200);
    for (size_t i = 0; i < ARRAY_SIZE(calls); i++) {
        ask(p, calls[i].method, calls[i].path,
            ARGUMENTS(KEY, "tenantId: demo-tenant", "Content-Type: application/json",
                      authorization),
            calls[i].body);
        if (!is_moment(i))
            note_answer(t, calls[i].method, calls[i].path);
        if (*answered("token") != '\0')
            snprintf(authorization, sizeof authorization, "Authorization: Bearer %s",
                     answered("token"));
    }
}

/* Tokens name the address: two runs must have the same. */
static void run_from(const char *seed, const char *address, struct transcript *t)
{
    struct program p;

    *t = (struct transcript){.length = 0};
    program_start_with(&p, ARGUMENTS("--listen", address, "--random-seed", seed), NO_ARGUMENTS);
    play(&p, t);
    program_finish(&p);
}

/* The value behind the first `name` of a transcript. */
static void value_of(const struct transcript *t, const char *name, char ret[static 100])
{
    const char *at = strstr(t->text, name);

    ck_assert_ptr_nonnull(at);
    at += strlen(name);
    snprintf(ret, 100, "%.*s", (int) strcspn(at, "\",\n"), at);
}

START_TEST(answers_the_same_from_the_same_seed)
{
    static struct transcript first;
    static struct transcript second;
    char address[60];

    snprintf(address, sizeof address, "127.0.0.1:%d", free_port());
    run_from("42", address, &first);
    run_from("42", address, &second);
    ck_assert_ptr_nonnull(strstr(first.text, "\"token\":\"eyJ"));
    ck_assert_str_eq(first.text, second.text);
}
END_TEST

START_TEST(answers_otherwise_from_another_seed)
{
    static const char *const names[] = {"request-ref: ",   "{\"id\":\"",  "\"x\":\"",
                                        "\"token\":\"eyJ", "\"code\":\"", "\"apiKey\":\"api-"};
    static struct transcript first;
    static struct transcript second;
    char address[60];
    char x[100];
    char y[100];

    snprintf(address, sizeof address, "127.0.0.1:%d", free_port());
    run_from("42", address, &first);
    run_from("43", address, &second);
    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        value_of(&first, names[i], x);
        value_of(&second, names[i], y);
        ck_assert_str_ne(x, y);
    }
}
END_TEST

START_TEST(gives_a_database_nothing_twice_from_a_seed)
{
    const char *path = path_of("state.db");
    char keys[2][100];
    struct program p;

    for (int i = 0; i < 2; i++) {
        program_start(&p, ARGUMENTS("--random-seed", "7", "--db", path));
        ck_assert_int_eq(ask(&p, "POST", "/_sandgate/realms", NO_ARGUMENTS, "{}"), 201);
        snprintf(
            keys[i], sizeof keys[i], "%s",
            json_string_value(json_object_get(json_object_get(answer.json, "weavr"), "apiKey")));
        program_finish(&p);
    }
    ck_assert_str_ne(keys[0], keys[1]);
}
END_TEST

/* Its time begins with 2026, runs, and is the time of realms that are made. */
START_TEST(begins_time_anew_from_a_seed)
{
    static const char *const realms[] = {"default", "other"};
    char path[60];
    struct program p;

    program_start_with(&p, ARGUMENTS("--listen", "127.0.0.1:0"),
                       ARGUMENTS("SANDGATE_RANDOM_SEED=7"));
    ck_assert_int_eq(ask(&p, "POST", "/_sandgate/realms", NO_ARGUMENTS, "{\"name\":\"other\"}"),
                     201);
    for (size_t i = 0; i < ARRAY_SIZE(realms); i++) {
        snprintf(path, sizeof path, "/_sandgate/realms/%s/clock", realms[i]);
        ck_assert_int_eq(ask(&p, "GET", path, NO_ARGUMENTS, ""), 200);
        ck_assert_int_eq(strncmp(answered("now"), "2026-01-01T00:", 14), 0);
        ck_assert(json_is_false(json_object_get(answer.json, "frozen")));
    }
    program_finish(&p);
}
END_TEST

/* ---- HTTPS ---- */

START_TEST(serves_https_with_a_certificate)
{
    static char large[(1 << 20) + 2];
    char expected[400];
    char authorization[2000];
    struct program p;

    program_start_secure(&p);
    snprintf(expected, sizeof expected, "sandgate ready on https://127.0.0.1:%d\n", p.port);
    ck_assert_str_eq(p.first, expected);
    ck_assert_str_eq(p.ready, expected);
    ck_assert_int_eq(ask(&p, "GET", "/_sandgate/openapi/control.json", NO_ARGUMENTS, ""), 200);
    ck_assert_ptr_nonnull(strstr(answer.body, p.url));
    sign_in(&p, authorization, sizeof authorization);
    /* one that waits is woken, and one that brings much is read to its end */
    ck_assert_int_eq(
        ask(&p, "GET", "/multi/identities", ARGUMENTS(KEY, authorization, "Prefer: delay=50"), ""),
        200);
    memset(large, 'x', sizeof large - 1);
    ck_assert_int_eq(ask(&p, "POST", "/multi/login_with_password", ARGUMENTS(KEY), large), 413);
    p.certificate = NULL;
    ck_assert_int_eq(health(&p), 0);
    program_finish(&p);
}
END_TEST

START_TEST(lives_on_with_a_client_that_speaks_no_tls)
{
    static const char request[] = "GET /_sandgate/health HTTP/1.1\r\nHost: x\r\n\r\n";
    struct program p;

    program_start_secure(&p);
    int silent = open_socket(&p);
    int plain = open_with(&p, request, sizeof request - 1);

    ck_assert_ptr_null(strstr(receive(plain), "HTTP/1.1 200"));
    ck_assert_int_eq(health(&p), 200);
    close(silent);
    close(plain);
    program_finish(&p);
}
END_TEST

START_TEST(checks_readiness_by_https)
{
    char plain[60];
    char nobody[60];
    char port[30];
    char certificate[400];
    char key[400];
    struct program p;

    program_start_secure(&p);
    snprintf(port, sizeof port, "PORT=%d", p.port);
    snprintf(certificate, sizeof certificate, "SANDGATE_TLS_CERT=%s", path_of("own.crt"));
    snprintf(key, sizeof key, "SANDGATE_TLS_KEY=%s", path_of("own.key"));
    expect(program_run(ARGUMENTS("readyz", p.url), NO_ARGUMENTS), 0, "");
    expect(program_run(ARGUMENTS("readyz"), ARGUMENTS(port, certificate, key)), 0, "");
    expect(program_run(ARGUMENTS("readyz"), ARGUMENTS(port)), 1, "");
    snprintf(plain, sizeof plain, "http://127.0.0.1:%d", p.port);
    expect_one_line(ARGUMENTS("readyz", plain), 1, "not ready");
    program_finish(&p);
    snprintf(nobody, sizeof nobody, "https://127.0.0.1:%d", free_port());
    expect_one_line(ARGUMENTS("readyz", nobody), 1, "Couldn't connect");
}
END_TEST

/* Silence is no answer, whatever was asked for. */
START_TEST(waits_for_https_no_longer_than_its_timeout)
{
    char url[100];
    int listener = open_listener(url, sizeof url);
    int64_t start = clock_monotonic();

    memmove(url + strlen("https"), url + strlen("http"), strlen(url + strlen("http")) + 1);
    memcpy(url, "https", strlen("https"));
    expect_one_line(ARGUMENTS("readyz", "--timeout", "200ms", url), 1, "not ready");
    ck_assert_int_ge(clock_monotonic() - start, 200);
    close(listener);
}
END_TEST

START_TEST(runs_a_command_beside_https)
{
    char command[400];
    const char *certificate = path_of("own.crt");
    const char *key = path_of("own.key");

    make_certificate(certificate, key);
    snprintf(command, sizeof command, "curl -s --cacert %s $SANDGATE_URL/readyz", certificate);
    expect(program_run(ARGUMENTS("exec", "--tls-cert", certificate, "--tls-key", key, "--", "sh",
                                 "-c", command),
                       NO_ARGUMENTS),
           0, "ready\n");
}
END_TEST

static const struct {
    const char *certificate;
    const char *key;
    const char *words;
} bad_pairs[] = {
    {"missing.crt", "own.key", "missing.crt: No such file"},
    {"own.crt", "missing.key", "missing.key: No such file"},
    {"empty", "own.key", "empty"},
    {"", "own.key", "Is a directory"},
    {"text", "own.key", "can't use certificate"},
    {"own.crt", "text", "can't use certificate"},
    {"own.crt", "other.key", "do not match"},
};

START_TEST(refuses_a_bad_certificate_or_key_with_one_line)
{
    make_certificate(path_of("own.crt"), path_of("own.key"));
    make_certificate(path_of("other.crt"), path_of("other.key"));
    write_file(path_of("empty"), "");
    write_file(path_of("text"), "no PEM\n");
    expect_one_line(ARGUMENTS("--listen", "127.0.0.1:0", "--tls-cert",
                              path_of(bad_pairs[_i].certificate), "--tls-key",
                              path_of(bad_pairs[_i].key)),
                    1, bad_pairs[_i].words);
}
END_TEST

int main(void)
{
    const struct {
        const TTest *test;
        size_t rows; /* 0: run once */
    } tests[] = {
        {refuses_a_bad_command_line_with_one_line, ARRAY_SIZE(bad_lines)},
        {says_nothing_of_a_gateway_that_is_ready, 0},
        {tells_why_a_gateway_is_not_ready, 0},
        {asks_where_serve_listens, 0},
        {takes_200_alone_for_ready, ARRAY_SIZE(answers)},
        {waits_until_a_gateway_is_ready, 0},
        {waits_no_longer_than_its_timeout, 0},
        {serves_while_a_command_runs, 0},
        {leaves_stdout_and_stderr_to_a_command, 0},
        {ends_with_the_command, 0},
        {exits_as_a_command_does, ARRAY_SIZE(ends)},
        {judges_what_a_command_has_met, ARRAY_SIZE(judged)},
        {tells_that_a_command_can_not_be_run, 0},
        {runs_no_command_without_a_gateway, 0},
        {gives_options_to_the_gateway_and_words_to_the_command, 0},
        {takes_a_free_port_whatever_the_environment_says, 0},
        {leaves_a_command_as_it_was_itself, 0},
        {passes_signals_on, ARRAY_SIZE(signals)},
        {answers_the_same_from_the_same_seed, 0},
        {answers_otherwise_from_another_seed, 0},
        {gives_a_database_nothing_twice_from_a_seed, 0},
        {begins_time_anew_from_a_seed, 0},
        {serves_https_with_a_certificate, 0},
        {lives_on_with_a_client_that_speaks_no_tls, 0},
        {checks_readiness_by_https, 0},
        {waits_for_https_no_longer_than_its_timeout, 0},
        {runs_a_command_beside_https, 0},
        {refuses_a_bad_certificate_or_key_with_one_line, ARRAY_SIZE(bad_pairs)},
    };
    Suite *s = suite_create("commands");
    TCase *tcase = suite_case(s, "commands");

    tcase_add_checked_fixture(tcase, make_directory, remove_directory);
    for (size_t i = 0; i < ARRAY_SIZE(tests); i++)
        tcase_add_loop_test(tcase, tests[i].test, 0, tests[i].rows == 0 ? 1 : (int) tests[i].rows);
    suite_add_needing(tcase, passes_nothing_on_that_a_terminal_sends_to_all,
                      suite_lacks_terminal());
    return suite_run(s, CK_FORK_GETENV);
}
