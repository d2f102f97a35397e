/* SPDX-License-Identifier: MIT */
/* Starting, calling and stopping the real program. */
#include "program.h"

#include "base/array.h"

#include <arpa/inet.h>
#include <check.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

char test_directory[] = "/tmp/sandgate-test-XXXXXX";

void make_directory(void)
{
    strcpy(strrchr(test_directory, '-') + 1, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(test_directory));
}

void remove_directory(void)
{
    char command[100];

    snprintf(command, sizeof command, "rm -rf %s", test_directory);
    ck_assert_int_eq(system(command), 0);
}

const char *path_of(const char *name)
{
    static char paths[4][300];
    static size_t next;
    char *path = paths[next++ % ARRAY_SIZE(paths)];

    snprintf(path, sizeof paths[0], "%s/%s", test_directory, name);
    return path;
}

void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

static void clear_environment(void)
{
    static const char *const variables[] = {
        "SANDGATE_LISTEN",      "PORT",
        "SANDGATE_DB",          "SANDGATE_SEED",
        "SANDGATE_NO_DEMO",     "SANDGATE_CORS",
        "SANDGATE_LOG",         "SANDGATE_CONTROL_TOKEN",
        "SANDGATE_RANDOM_SEED", "SANDGATE_TLS_CERT",
        "SANDGATE_TLS_KEY",
    };

    for (size_t i = 0; i < ARRAY_SIZE(variables); i++)
        unsetenv(variables[i]);
}

/* In the child process: runs the program. */
static void exec_program(const char *const *arguments, const char *const *environment, int out,
                         int err, int ready)
{
    char *argv[ARGUMENTS_MOST + 2] = {(char[]){SANDGATE}};

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    clear_environment();
    for (; *environment != NULL; environment++)
        putenv((char *) (uintptr_t) *environment);
    for (size_t i = 0; arguments[i] != NULL; i++)
        argv[i + 1] = (char *) (uintptr_t) arguments[i];
    dup2(out, STDOUT_FILENO);
    if (err == STDERR_CLOSED)
        close(STDERR_FILENO);
    else
        dup2(err, STDERR_FILENO);
    if (ready >= 0)
        dup2(ready, 3);
    execv(SANDGATE, argv);
    _exit(127);
}

int program_launch_to(struct program *p, const char *const *arguments,
                      const char *const *environment, bool ready, int err)
{
    int out[2];
    int ready_pipe[2] = {-1, -1};

    *p = (struct program){.err = NULL};
    ck_assert_int_eq(pipe2(out, O_CLOEXEC), 0);
    ck_assert(!ready || pipe2(ready_pipe, O_CLOEXEC) == 0);
    p->pid = fork();
    if (p->pid == 0)
        exec_program(arguments, environment, out[1], err, ready_pipe[1]);
    close(out[1]);
    if (ready)
        close(ready_pipe[1]);
    p->out = fdopen(out[0], "r");
    return ready_pipe[0];
}

void make_certificate(const char *certificate, const char *key)
{
    char command[1000];

    snprintf(command, sizeof command,
             "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
             " -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 -out %s -keyout %s 2>%s",
             certificate, key, path_of("openssl.err"));
    ck_assert_int_eq(system(command), 0);
}

void program_start_secure(struct program *p)
{
    static char certificate[300]; /* outlives the next paths */
    const char *key = path_of("own.key");

    snprintf(certificate, sizeof certificate, "%s", path_of("own.crt"));
    make_certificate(certificate, key);
    program_start(p, ARGUMENTS("--tls-cert", certificate, "--tls-key", key));
    p->certificate = certificate;
}

int program_launch(struct program *p, const char *const *arguments, const char *const *environment,
                   bool ready)
{
    FILE *err = tmpfile();
    int fd = program_launch_to(p, arguments, environment, ready, fileno(err));

    p->err = err;
    return fd;
}

void program_stop(struct program *p, int signal)
{
    kill(p->pid, signal);
}

int program_status(struct program *p)
{
    int status;

    ck_assert_int_eq(waitpid(p->pid, &status, 0), p->pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

char *text_of(FILE *file)
{
    static char text[200000];

    rewind(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    return text;
}

void program_close(struct program *p)
{
    fclose(p->out);
    if (p->err != NULL)
        fclose(p->err);
}

struct ended program_run(const char *const *arguments, const char *const *environment)
{
    struct ended ended;
    struct program p;
    size_t length;

    program_launch(&p, arguments, environment, false);
    length = fread(ended.out, 1, sizeof ended.out - 1, p.out);
    ended.out[length] = '\0';
    while (fgetc(p.out) != EOF)
        continue;
    ended.status = program_status(&p);
    snprintf(ended.err, sizeof ended.err, "%s", text_of(p.err));
    program_close(&p);
    return ended;
}

void expect_one_line(const char *const *arguments, int status, const char *word)
{
    struct ended ended = program_run(arguments, NO_ARGUMENTS);

    ck_assert_msg(ended.status == status, "exit %d: %s", ended.status, ended.err);
    ck_assert_str_eq(ended.out, "");
    ck_assert_msg(strchr(ended.err, '\n') == ended.err + strlen(ended.err) - 1, "not one line: %s",
                  ended.err);
    ck_assert_msg(strstr(ended.err, word) != NULL, "no \"%s\" in: %s", word, ended.err);
}

/* The socket stays bound until the test's process ends, so that no other program gets the port. */
int free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof address;
    const int yes = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    ck_assert_int_eq(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes), 0);
    ck_assert_int_eq(bind(fd, (struct sockaddr *) &address, length), 0);
    ck_assert_int_eq(getsockname(fd, (struct sockaddr *) &address, &length), 0);
    return ntohs(address.sin_port);
}

static void wait_until_ready(struct program *p, int ready)
{
    FILE *ready_pipe = fdopen(ready, "r");

    if (fgets(p->ready, sizeof p->ready, ready_pipe) == NULL)
        ck_abort_msg("not ready: %s", p->err == NULL ? "" : text_of(p->err));
    fclose(ready_pipe);
    ck_assert_ptr_nonnull(fgets(p->first, sizeof p->first, p->out));
    ck_assert_int_eq(sscanf(p->first, "sandgate ready on %299s", p->url), 1);
    p->port = atoi(strrchr(p->url, ':') + 1);
}

void program_start_with(struct program *p, const char *const *more, const char *const *environment)
{
    const char *arguments[ARGUMENTS_MOST + 1] = {"--ready-fd", "3"};
    size_t count = 2;

    for (; *more != NULL; more++)
        arguments[count++] = *more;
    wait_until_ready(p, program_launch(p, arguments, environment, true));
}

void program_start_to(struct program *p, int err)
{
    wait_until_ready(p,
                     program_launch_to(p, ARGUMENTS("--ready-fd", "3", "--listen", "127.0.0.1:0"),
                                       NO_ARGUMENTS, true, err));
}

void program_start(struct program *p, const char *const *more)
{
    static const char *const no_environment[] = {NULL};
    const char *arguments[ARGUMENTS_MOST + 1] = {"--listen", "127.0.0.1:0"};

    for (size_t i = 0; more[i] != NULL; i++)
        arguments[i + 2] = more[i];
    program_start_with(p, arguments, no_environment);
}

void program_finish(struct program *p)
{
    program_stop(p, SIGTERM);
    ck_assert_int_eq(program_status(p), 0);
    program_close(p);
}

/* ---- requests ---- */

struct answer answer;

const char *answered(const char *path)
{
    const char *value = json_string_value(json_object_get(answer.json, path));

    return value == NULL ? "" : value;
}

int ask(const struct program *p, const char *method, const char *path, const char *const *headers,
        const char *body)
{
    struct world world;
    struct headers sent = {.count = 0};

    for (; *headers != NULL; headers++) {
        char name[64];
        int length = (int) strcspn(*headers, ":");

        snprintf(name, sizeof name, "%.*s", length, *headers);
        headers_set(&sent, name, *headers + length + 2);
    }
    answer_free(&answer);
    world_open_url(&world, p->url);
    world.certificate = p->certificate;
    world_call(&world, method, path, &sent, body, strlen(body), &answer);
    world_close(&world);
    return answer.status;
}

int health(const struct program *p)
{
    return ask(p, "GET", "/_sandgate/health", NO_ARGUMENTS, "");
}

void sign_in(const struct program *p, char *ret_header, size_t size)
{
    ck_assert_int_eq(ask(p, "POST", "/multi/login_with_password", ARGUMENTS(KEY),
                         "{\"email\":\"user@example.com\",\"password\":{\"value\":\"pa$$word\"}}"),
                     200);
    snprintf(ret_header, size, "Authorization: Bearer %s", answered("token"));
}

int open_socket(const struct program *p)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t) p->port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(connect(fd, (struct sockaddr *) &address, sizeof address), 0);
    return fd;
}

int open_with(const struct program *p, const char *bytes, size_t length)
{
    int fd = open_socket(p);

    ck_assert_int_eq(send(fd, bytes, length, MSG_NOSIGNAL), (ssize_t) length);
    return fd;
}

const char *receive(int fd)
{
    static char text[20000];
    size_t length = 0;
    ssize_t got;

    while (length < sizeof text - 1 &&
           (got = recv(fd, text + length, sizeof text - 1 - length, 0)) > 0)
        length += (size_t) got;
    text[length] = '\0';
    return text;
}
