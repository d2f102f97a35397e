/* SPDX-License-Identifier: MIT */
/* Calls a fuzz target with each file of a directory: the test that what was found once stays mended. */
#include "fuzz.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

#define INPUT_MOST (1 << 20)

static void give_up(const char *path)
{
    fprintf(stderr, "%s: %s\n", path, strerror(errno));
    exit(EXIT_FAILURE);
}

static void replay(const char *path)
{
    static uint8_t buffer[INPUT_MOST];
    FILE *file = fopen(path, "rb");

    if (file == NULL)
        give_up(path);
    size_t size = fread(buffer, 1, sizeof buffer, file);

    if (ferror(file) != 0)
        give_up(path);
    fclose(file);
    /* a copy of the exact size, so that reading beyond its end is seen */
    uint8_t *input = malloc(size == 0 ? 1 : size);

    if (input == NULL)
        give_up(path);
    memcpy(input, buffer, size);
    fprintf(stderr, "%s\n", path); /* the last one is that which crashed */
    LLVMFuzzerTestOneInput(input, size);
    free(input);
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
    struct dirent **entries;
    char path[4096];

    if (argc != 2) {
        fprintf(stderr, "usage: %s DIRECTORY\n", argv[0]);
        return 2;
    }
    int count = scandir(argv[1], &entries, is_visible, alphasort);

    if (count < 0)
        give_up(argv[1]);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", argv[1], entries[i]->d_name);
        replay(path);
        free(entries[i]);
    }
    free(entries);
    if (count == 0) {
        fprintf(stderr, "%s: no inputs\n", argv[1]);
        return EXIT_FAILURE;
    }
    printf("%d inputs\n", count);
    return 0;
}
