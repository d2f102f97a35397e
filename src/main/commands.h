/* SPDX-License-Identifier: MIT */
/* The commands of the program; each answers its exit status. */
#ifndef MAIN_COMMANDS_H
#define MAIN_COMMANDS_H
#include "engine/registry.h"
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
