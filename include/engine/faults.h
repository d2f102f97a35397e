/* SPDX-License-Identifier: MIT */
/*
 * Faults that the tester wishes for (control.md 5): rules of a realm, in memory. The first
 * rule that matches a request and has hits left strikes it: instead of its work, or after it
 * (steps/strike.c).
 */
#ifndef ENGINE_FAULTS_H
#define ENGINE_FAULTS_H

#include "engine/operation.h"

#include <sys/queue.h>

#define FAULTS_MOST 100
#define FAULT_HEADERS_MOST 8
#define FAULT_DELAY_MOST_MILLIS 60000

/* What becomes of the connection under an answer. */
enum connection {
    CONNECTION_KEPT,
    CONNECTION_CLOSED,    /* no answer at all (FIN) */
    CONNECTION_RESET,     /* no answer at all (RST) */
    CONNECTION_TRUNCATED, /* closed after half of the announced body */
    CONNECTIONS_COUNT
};

struct effect {
    int status;        /* 0: that of the error, or the real one */
    const char *error; /* name or code of a refusal; NULL: none */
    const char *body;  /* NULL: that of the error, or the real one */
    const char *media_type;
    struct pairs headers; /* added to the answer */
    int64_t delay;        /* ms */
    enum connection connection;
    bool after; /* the work is done first */
};

struct fault {
    TAILQ_ENTRY(fault) in_realm;
    struct arena arena; /* owns the texts */
    int64_t id;
    const struct operation *operation; /* NULL: any */
    enum method method;                /* OTHER_METHOD: any */
    const char *path;                  /* a glob; NULL: any */
    struct effect effect;
    int64_t passes;         /* matching requests that are let through first */
    int64_t times;          /* hits; 0: without end */
    double probability;     /* 0 to 1, of each matching request behind the passes */
    const char *match_text; /* both as they were given: JSON */
    const char *effect_text;
    int64_t matched;
    int64_t hits;
};

TAILQ_HEAD(fault_list, fault);

struct faults {
    struct fault_list list; /* in the order of making */
    size_t count;
};

void faults_init(struct faults *faults);

/* A fault behind the others, to be filled in. */
struct fault *faults_add(struct faults *faults);
void faults_remove(struct faults *faults, struct fault *fault);
void faults_clear(struct faults *faults);

#endif
