/* SPDX-License-Identifier: MIT */
/* The commands of the program; each answers its exit status. */
#ifndef COMMANDS_H
#define COMMANDS_H

#include "options.h"

#define EXIT_FAULT 1
#define EXIT_USAGE 2

/* One line on stderr; answers `status`. */
int complain(const char *sentence, int status);

int readyz(const struct options *o);

#endif
