/* SPDX-License-Identifier: MIT */
/*
 * The real program under test: started on a free port, asked over HTTP, ended. What fails aborts
 * the test. Each test has a directory of its own.
 */
#ifndef SUPPORT_PROGRAM_H
#define SUPPORT_PROGRAM_H
#include "world.h"

#include <signal.h>
#include <stdio.h>
#include <sys/types.h>

#define ARGUMENTS_MOST 12
#define ARGUMENTS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define NO_ARGUMENTS ((const char *const[]){NULL})

/* A program that runs, or ran. */
struct program {
    pid_t pid;
    FILE *out;
    FILE *err;       /* a file, so that nobody has to read while it runs */
    char first[300]; /* line on stdout */
    char ready[300]; /* line on --ready-fd */
    char url[300];
    int port;
    const char *certificate; /* the file that says whom to trust; NULL: what the system says */
};

/* The directory of the running test; make_directory and remove_directory are its fixture. */
extern char test_directory[];
void make_directory(void);
void remove_directory(void);

/* A path in it; four of them may be in use. */
const char *path_of(const char *name);
void write_file(const char *path, const char *text);

/* All of a file, valid until the next call. */
char *text_of(FILE *file);

/* Starts it; with `ready` its descriptor 3 is the other end of a pipe, which is answered. */
int program_launch(struct program *p, const char *const *arguments, const char *const *environment,
                   bool ready);

/* How a run that ends by itself went. */
struct ended {
    int status;
    char out[4000];
    char err[4000];
};

struct ended program_run(const char *const *arguments, const char *const *environment);

/* A run that ends with `status`, says nothing on stdout, and one line with `word` on stderr. */
void expect_one_line(const char *const *arguments, int status, const char *word);

/* A port on which nobody listens, and nobody will but a program that is told to. */
int free_port(void);

/* Starts it and returns when it is ready: on a free port, or as the environment says. */
void program_start(struct program *p, const char *const *more);
void program_start_with(struct program *p, const char *const *more, const char *const *environment);

void program_stop(struct program *p, int signal);

/* Waits for its exit: the status; 1000 and the signal's number when it was killed. */
int program_status(struct program *p);
void program_close(struct program *p);

/* Ends it as an operator would. */
void program_finish(struct program *p);

/* The answer to the last request, and a string member of it ("" for none). */
extern struct answer answer;
const char *answered(const char *member);

/* The status of one request; each header is "Name: value". */
int ask(const struct program *p, const char *method, const char *path, const char *const *headers,
        const char *body);

#define KEY "api-key: demo-api-key"

int health(const struct program *p);

/* Signs the demo consumer in; `ret_header` is the Authorization header. */
void sign_in(const struct program *p, char *ret_header, size_t size);

/* A connection to it; one with bytes sent; and what comes until the other side closes. */
int open_socket(const struct program *p);
int open_with(const struct program *p, const char *bytes, size_t length);
const char *receive(int fd);

#endif
