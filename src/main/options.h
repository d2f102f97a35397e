/* SPDX-License-Identifier: MIT */
/* The command line and the environment (control.md 1). */
#ifndef MAIN_OPTIONS_H
#define MAIN_OPTIONS_H

#include "base/log.h"
#include "engine/origins.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SEEDS_MOST 32

enum command {
    COMMAND_SERVE,
    COMMAND_EXEC,
    COMMAND_READYZ,
    COMMAND_OPERATIONS,
    COMMAND_SCHEMA,
    COMMAND_OPENAPI,
    COMMAND_HELP,
    COMMAND_VERSION
};

struct options {
    enum command command;
    char **arguments; /* those after the command's name; ended by NULL for exec */
    int arguments_count;
    char listen[300];
    const char *database; /* NULL: in memory */
    const char *seeds[SEEDS_MOST];
    size_t seeds_count;
    bool demo;
    const char *control_token; /* NULL: none */
    struct origins origins;    /* of --cors */
    struct origin_realms app_key_origins;
    const char *tls_certificate; /* NULL, like the key: plain HTTP */
    const char *tls_key;
    enum log_style log;
    bool reproducible; /* random_seed is given */
    uint64_t random_seed;
    char public_url[BASE_URL_SIZE]; /* "": none */
    int grace;                      /* seconds */
    int ready_fd;                   /* -1: none */
    int min_coverage;               /* percent; for COMMAND_EXEC, like the next */
    bool fail_on_unmatched;
    bool wait;       /* for COMMAND_READYZ, like the next */
    int64_t timeout; /* ms */

    /* while they are read */
    unsigned given; /* options of the command line so far: a bit for each */
    bool first; /* the option or variable replaces what came before: a repeated option adds to it */
};

/* False for an invalid command line, with a sentence in `error`. Options override variables. */
bool options_read(struct options *o, int argc, char **argv, char *error, size_t error_size);

extern const char options_help[];

#endif
