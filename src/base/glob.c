/* SPDX-License-Identifier: MIT */
/* Matching globs. */
#include "base/glob.h"

#include <string.h>

/* Not fnmatch, which may take exponential time for a glob with many stars. */
bool glob_matches(const char *glob, const char *text)
{
    const char *star = NULL;
    const char *resume = NULL;

    while (*text != '\0') {
        if (*glob == '*') {
            star = glob++;
            resume = text;
        } else if (*glob == '?' || *glob == *text) {
            glob++;
            text++;
        } else if (star != NULL) {
            glob = star + 1;
            text = ++resume;
        } else {
            return false;
        }
    }
    return glob[strspn(glob, "*")] == '\0';
}
