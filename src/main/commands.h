/* SPDX-License-Identifier: MIT */
/* The commands of the program. Each returns the exit status. */
#ifndef MAIN_COMMANDS_H
#define MAIN_COMMANDS_H

#include "engine/registry.h"
#include "options.h"

#define EXIT_ERROR 1
#define EXIT_USAGE 2
#define EXIT_NOT_RUN 126
#define EXIT_NOT_FOUND 127

/* Writes one line to stderr, and returns `status`. */
int complain(const char *sentence, int status);

/* For COMMAND_SERVE, and for COMMAND_EXEC, which serves while its command runs. */
int serve(const struct options *o, const struct registry *registry);
int readyz(const struct options *o);

#endif
