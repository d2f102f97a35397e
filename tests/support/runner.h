/* SPDX-License-Identifier: MIT */
/*
 * Runs the steps of a play, in a realm of its own whose clock is frozen. A runner has the variables that steps
 * set, and the last answer.
 */
#ifndef SUPPORT_RUNNER_H
#define SUPPORT_RUNNER_H

#include "play.h"

struct variable {
    const char *name;
    const char *value;
};

struct runner {
    struct world *world;
    const struct plays *plays;
    struct arena arena;
    struct list variables; /* struct variable; the last of a name counts */
    struct headers extra;  /* of the next request */
    struct answer answer;
    const char *where; /* file:line */
    char *error;
    size_t error_size;
};

/* A word and the function that runs it with the rest of the line; false with the reason in `error`. */
struct step {
    const char *word;
    bool (*run)(struct runner *s, const char *rest);
};

/* The steps that check the last answer, NULL-terminated (checks.c). */
extern const struct step runner_checks[];

/* Creates the realm. `error` gets the reason of a failure, here and of all steps. */
bool runner_open(struct runner *s, struct world *w, const struct plays *p, char *error,
                 size_t error_size);

/* Deletes the realms of the case, and frees all memory. */
void runner_close(struct runner *s);

/* Run one line, and the lines of a case with index `from` to `end` - 1. */
bool runner_step(struct runner *s, const char *line);
bool runner_run(struct runner *s, const struct play_case *c, size_t from, size_t end);

/* Sends a request with the usual headers of its API. */
void runner_send(struct runner *s, const char *method, const char *path, const char *body);

/* Adds the usual headers of a request to the path, unless `extra` has them. */
void runner_usual_headers(const struct runner *s, const char *path, struct headers *headers);

/* A variable's value, or NULL. */
const char *runner_get(const struct runner *s, const char *name);
void runner_set(struct runner *s, const char *name, const char *value);

/* "${name}" becomes its value, "${x*100}" a hundred x. */
const char *runner_expand(struct runner *s, const char *text);

/* The first word of a line, and the rest or NULL. */
char *runner_split(struct runner *s, const char *rest, char **ret_second);

/* The value at ".a.b[0].c" in the answer's JSON, or NULL; "." is the whole. */
json_t *runner_find(const struct runner *s, const char *path);

/* Writes the reason, with line and answer, to `error`; returns false. */
bool runner_fail(struct runner *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
