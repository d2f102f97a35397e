/* SPDX-License-Identifier: MIT */
/* Lists of names. */
#include "base/names.h"

#include <string.h>

int name_index(const char *const *names, const char *name)
{
    int i = 0;

    while (names[i + 1] != NULL && strcmp(names[i], name) != 0)
        i++;
    return i;
}
