/* SPDX-License-Identifier: MIT */
/* Attempts in processes of their own. */
#include "attempts.h"

#include "base/blocks.h"
#include "base/memory.h"
#include "io.h"
#include "support/world.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

const char *const fault_kind_names[] = {"statement", "call of the system", "write to a full disk",
                                        "allocation of a library", "allocation of our own"};
bool attempts_every;
char attempts_directory[60];

void attempts_open(void)
{
    snprintf(attempts_directory, sizeof attempts_directory, "/tmp/sandgate-faults-XXXXXX");
    if (mkdtemp(attempts_directory) == NULL)
        abort();
}

const char *attempts_path(const char *name)
{
    static char paths[4][120];
    static unsigned next;
    char *path = paths[next++ % 4];

    snprintf(path, sizeof paths[0], "%s/%s", attempts_directory, name);
    return path;
}

void attempts_close(void)
{
    static const char *const names[] = {"base.db", "base.db-wal", "copy.db", "copy.db-wal", "log"};

    for (size_t i = 0; i < ARRAY_SIZE(names); i++)
        unlink(attempts_path(names[i]));
    rmdir(attempts_directory);
}

static unsigned statement; /* that fails */

void fault_begin(enum fault_kind kind, struct caller *c, size_t n)
{
    blocks_trim(); /* kept blocks can't fail */
    switch (kind) {
    case STATEMENT:
        statement = (unsigned) n;
        store_fail_at(c->gateway.store, statement);
        break;
    case INPUT_OUTPUT:
    case FULL_DISK:
        io_fail_at(n, kind == FULL_DISK);
        break;
    case LIBRARY_MEMORY:
        memory_fail_at(MEMORY_LIBRARY, n);
        break;
    case OWN_MEMORY:
    case FAULT_KINDS:
        memory_fail_at(MEMORY_OWN, n);
        break;
    }
}

bool fault_end(enum fault_kind kind, struct caller *c)
{
    switch (kind) {
    case STATEMENT: {
        bool reached = store_statements_run(c->gateway.store) >= statement;

        store_fail_at(c->gateway.store, 0);
        return reached;
    }
    case INPUT_OUTPUT:
    case FULL_DISK:
        return io_fail_at(0, false) == 0;
    case LIBRARY_MEMORY:
        return memory_fail_at(MEMORY_LIBRARY, 0) == 0;
    case OWN_MEMORY:
    case FAULT_KINDS:
        break;
    }
    return memory_fail_at(MEMORY_OWN, 0) == 0;
}

static const char *log_text(void)
{
    static char text[4000];
    FILE *log = fopen(attempts_path("log"), "r");
    size_t size = log == NULL ? 0 : fread(text, 1, sizeof text - 1, log);

    text[size] = '\0';
    if (log != NULL)
        fclose(log);
    return text;
}

/* The exit status of a child, or -1. */
static int status_of(pid_t pid)
{
    int status;

    return waitpid(pid, &status, 0) == pid && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Not buffered, as a process may abort. */
static void open_log(void)
{
    if (freopen(attempts_path("log"), "w", stderr) == NULL)
        abort();
    setvbuf(stderr, NULL, _IONBF, 0);
}

static int run_attempt(enum outcome (*attempt)(enum fault_kind kind, size_t n),
                       enum fault_kind kind, size_t n)
{
    pid_t pid = fork();

    if (pid == 0) {
        open_log();
        _exit((int) attempt(kind, n));
    }
    return status_of(pid);
}

static int run_check(void (*check)(void))
{
    pid_t pid = fork();

    if (pid == 0) {
        open_log();
        check();
        _exit(0);
    }
    return status_of(pid);
}

/* Whether the program has said so once, at last; a delivery may have logged something before. */
static bool is_exhausted(const char *log)
{
    static const char line[] = "sandgate: out of memory\n";
    const char *found = strstr(log, line);

    return found != NULL && strcmp(found, line) == 0;
}

size_t attempts_run(const char *name, enum fault_kind kind,
                    enum outcome (*attempt)(enum fault_kind kind, size_t n),
                    void (*check_ended)(void))
{
    const char *what = fault_kind_names[kind];
    int outcome = TOLERATED;
    size_t differed = 0;

    for (size_t n = 1; outcome != NOT_REACHED; n += attempts_every ? 1 : 1 + n / 4) {
        outcome = run_attempt(attempt, kind, n);
        ck_assert_msg(outcome == FAILED || outcome == TOLERATED || outcome == NOT_REACHED ||
                          outcome == ENDED,
                      "%s, %s %zu: status %d: %s", name, what, n, outcome, log_text());
        differed += outcome == FAILED || outcome == ENDED;
        if (outcome != ENDED)
            continue;
        ck_assert_msg(is_exhausted(log_text()), "%s, %s %zu: %s", name, what, n, log_text());
        ck_assert_msg(run_check(check_ended) == 0, "%s, %s %zu: afterwards: %s", name, what, n,
                      log_text());
    }
    if (attempts_every)
        printf("%s: %zu of each %s made a difference\n", name, differed, what);
    return differed;
}
