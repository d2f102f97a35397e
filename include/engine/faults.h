/* SPDX-License-Identifier: MIT */
/*
 * Faults that a tester has added to a realm (control.md 5), in memory. The first fault that matches
 * a request and has hits left is applied to it, instead of the operation or after it
 * (steps/apply_fault.c).
 */
#ifndef ENGINE_FAULTS_H
#define ENGINE_FAULTS_H

#include "engine/operation.h"

#include <sys/queue.h>

#define FAULTS_MOST 100
#define FAULT_HEADERS_MOST 8
#define FAULT_DELAY_MOST_MILLIS 60000

/* What a fault does to the connection. */
enum connection_effect {
    CONNECTION_KEPT,
    CONNECTION_CLOSED,    /* no answer at all (FIN) */
    CONNECTION_RESET,     /* no answer at all (RST) */
    CONNECTION_TRUNCATED, /* closed after half of the announced body */
    CONNECTIONS_COUNT
};

struct effect {
    int status;        /* 0: that of the error, or of the operation's answer */
    const char *error; /* name or code of an error; NULL: none */
    const char *body;  /* NULL: that of the error, or of the operation's answer */
    const char *media_type;
    struct pairs headers; /* added to the answer */
    int64_t delay;        /* ms */
    enum connection_effect connection;
    bool after; /* the operation runs first */
};

struct fault {
    TAILQ_ENTRY(fault) in_realm;
    struct arena arena; /* owns the texts */
    int64_t id;
    const struct operation *operation; /* NULL: any */
    enum method method;                /* OTHER_METHOD: any */
    const char *path;                  /* a glob; NULL: any */
    struct effect effect;
    int64_t passes;         /* how many matching requests are not affected at first */
    int64_t times;          /* maximum of hits; 0: unlimited */
    double probability;     /* 0 to 1, for each matching request after `passes` */
    const char *match_text; /* both are JSON, as received */
    const char *effect_text;
    int64_t matched;
    int64_t hits;
};

TAILQ_HEAD(fault_list, fault);

struct faults {
    struct fault_list list; /* oldest first */
    size_t count;
};

void faults_init(struct faults *faults);

/* Appends an empty fault, for the caller to fill in. */
struct fault *faults_add(struct faults *faults);
void faults_remove(struct faults *faults, struct fault *fault);
void faults_clear(struct faults *faults);

#endif
