/* SPDX-License-Identifier: MIT */
/* The commands of the program; each answers its exit status. */
#ifndef COMMANDS_H
#define COMMANDS_H

#include "api/registry.h"
#include "options.h"

#define EXIT_FAULT 1
#define EXIT_USAGE 2
#define EXIT_NOT_RUN 126
#define EXIT_NOT_FOUND 127

/* One line on stderr; answers `status`. */
int complain(const char *sentence, int status);

/* Also COMMAND_EXEC, which serves for as long as its command runs. */
int serve(const struct options *o, const struct registry *registry);
int readyz(const struct options *o);

#endif
