/* SPDX-License-Identifier: MIT */
/*
 * The real program under test: started on a free port, called over HTTP, stopped. A failure of any of these
 * functions fails the test. Each test has a directory of its own.
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

/* A program that is running or has ended. */
struct program {
    pid_t pid;
    FILE *out;
    FILE *err;       /* a file; NULL if program_launch_to was given another descriptor */
    char first[300]; /* line on stdout */
    char ready[300]; /* line on --ready-fd */
    char url[300];
    int port;
    const char *certificate; /* file of the CAs to trust; NULL: the system's */
};

/* The directory of the running test; make_directory and remove_directory are its fixture. */
extern char test_directory[];
void make_directory(void);
void remove_directory(void);

/* A path in the directory, valid until the fourth next call. */
const char *path_of(const char *name);
void write_file(const char *path, const char *text);

/* All of a file, valid until the next call. */
char *text_of(FILE *file);

/* Starts it. With `ready` its descriptor 3 is a pipe, whose other end is returned; else -1. */
int program_launch(struct program *p, const char *const *arguments, const char *const *environment,
                   bool ready);

/* The same, with this descriptor as stderr; the caller closes it. */
#define STDERR_CLOSED (-1)
int program_launch_to(struct program *p, const char *const *arguments,
                      const char *const *environment, bool ready, int err);

/* The result of a program that ends by itself. */
struct ended {
    int status;
    char out[4000];
    char err[4000];
};

struct ended program_run(const char *const *arguments, const char *const *environment);

/* Expects exit status `status`, nothing on stdout, and one line that contains `word` on stderr. */
void expect_one_line(const char *const *arguments, int status, const char *word);

/* A port that is free and stays reserved for the test's program. */
int free_port(void);

/* Start it and wait until it is ready: on a free port, or as the environment says. */
void program_start(struct program *p, const char *const *more);
void program_start_with(struct program *p, const char *const *more, const char *const *environment);

/* Makes files with a certificate for 127.0.0.1 and its key. */
void make_certificate(const char *certificate, const char *key);

/* Starts it with a certificate of its own, which is trusted when it is asked. */
void program_start_secure(struct program *p);
/* Starts it on a free port with this descriptor as stderr. */
void program_start_to(struct program *p, int err);

/* Sends a signal. */
void program_stop(struct program *p, int signal);

/* Waits for its end; returns the exit status, or 1000 plus the signal that killed it. */
int program_status(struct program *p);
void program_close(struct program *p);

/* Stops it with SIGTERM and expects exit status 0. */
void program_finish(struct program *p);

/* The last answer, and a string member of it ("" if there is none). */
extern struct answer answer;
const char *answered(const char *member);

/* Sends a request and returns the status; each header is "Name: value". */
int ask(const struct program *p, const char *method, const char *path, const char *const *headers,
        const char *body);

#define KEY "api-key: demo-api-key"

int health(const struct program *p);

/* Signs in the demo consumer; `ret_header` is the Authorization header. */
void sign_in(const struct program *p, char *ret_header, size_t size);

/* Open a connection, without or with sending bytes; read from one until the other side closes it. */
int open_socket(const struct program *p);
int open_with(const struct program *p, const char *bytes, size_t length);
const char *receive(int fd);

#endif
