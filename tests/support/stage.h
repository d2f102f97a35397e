/* SPDX-License-Identifier: MIT */
/*
 * Where the steps of a play happen: a realm of its own whose clock stands still, the variables that the
 * steps set, and the last answer.
 */
#ifndef SUPPORT_STAGE_H
#define SUPPORT_STAGE_H
#include "play.h"

struct variable {
    const char *name;
    const char *value;
};

struct stage {
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

/* A word and what it does with the rest of its line; false with the reason in `error`. */
struct step {
    const char *word;
    bool (*run)(struct stage *s, const char *rest);
};

/* Those that look at the last answer, ended by NULL. */
extern const struct step stage_looks[];

/* Makes its realm. What goes wrong, here and later, is told in `error`. */
bool stage_open(struct stage *s, struct world *w, const struct plays *p, char *error,
                size_t error_size);

/* Deletes its realms, and frees what it holds. */
void stage_close(struct stage *s);

/* Runs a line, and lines `from` to before `end` of a case. */
bool stage_step(struct stage *s, const char *line);
bool stage_run(struct stage *s, const struct play_case *c, size_t from, size_t end);

/* Sends a request with the usual headers of its API. */
void stage_send(struct stage *s, const char *method, const char *path, const char *body);

/* The headers that a request to the path has beside `extra`. */
void stage_usual_headers(const struct stage *s, const char *path, struct headers *headers);

/* A variable's value, or NULL. */
const char *stage_get(const struct stage *s, const char *name);
void stage_set(struct stage *s, const char *name, const char *value);

/* "${name}" becomes its value, "${x*100}" a hundred x. */
const char *stage_expand(struct stage *s, const char *text);

/* The first word of a line, and what is behind it or NULL. */
char *stage_split(struct stage *s, const char *rest, char **ret_second);

/* ".a.b[0].c" of the answer's JSON; "." is all of it. */
json_t *stage_look(const struct stage *s, const char *path);

bool stage_fail(struct stage *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
