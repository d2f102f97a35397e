/* SPDX-License-Identifier: MIT */
/* The names of an enum's values. */
#include "base/names.h"

#include <string.h>

int name_index(const char *const *names, const char *name)
{
    int i = 0;

    while (names[i + 1] != NULL && strcmp(names[i], name) != 0)
        i++;
    return i;
}
