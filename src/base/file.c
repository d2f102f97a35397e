/* SPDX-License-Identifier: MIT */
/* Reading a whole file. */
#include "base/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *file_text(const char *path, size_t *ret_length, char *error, size_t error_size)
{
    char *text = NULL;
    size_t size = 0;
    ssize_t length = -1;
    FILE *file = fopen(path, "re");

    errno = file == NULL ? errno : 0;
    if (file != NULL)
        length = getdelim(&text, &size, '\0', file);
    if (length <= 0) {
        snprintf(error, error_size, "can't read %s: %s", path,
                 errno == 0 ? "it is empty" : strerror(errno));
        free(text);
        text = NULL;
    }
    *ret_length = length <= 0 ? 0 : (size_t) length;
    if (file != NULL)
        fclose(file);
    return text;
}
