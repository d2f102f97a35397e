/* SPDX-License-Identifier: MIT */
/* The command line and the environment (control.md section 1). */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "base/log.h"

#include <stdbool.h>
#include <stddef.h>

#define SEEDS_MOST 32

enum command {
    COMMAND_SERVE,
    COMMAND_OPERATIONS,
    COMMAND_SCHEMA,
    COMMAND_OPENAPI,
    COMMAND_HELP,
    COMMAND_VERSION
};

struct options {
    enum command command;
    const char *argument; /* of COMMAND_OPENAPI */
    char listen[300];
    const char *database; /* NULL: in memory */
    const char *seeds[SEEDS_MOST];
    size_t seeds_count;
    bool demo;
    const char *control_token; /* NULL: none */
    const char *cors;
    enum log_style log;
    int ready_fd; /* -1: none */
};

/* False for a bad command line, with one sentence in `error`. An option beats its variable. */
bool options_read(struct options *o, int argc, char **argv, char *error, size_t error_size);

extern const char options_help[];

#endif
