/* SPDX-License-Identifier: MIT */
/*
 * Database files with wrong bytes. Such a file is refused with a sentence, or the program works on it and answers
 * as it can, 500 included; it never crashes. Input: patches of a file with a row in most tables, each an offset of
 * four bytes, a length, and so many bytes (little-endian).
 */
#include "fuzz.h"

#include "support/callers.h"
#include "support/world.h"

#include <string.h>
#include <unistd.h>

#define FILE_MOST ((size_t) 1 << 22)
#define PATCH_HEAD 5

static struct {
    char path[100];
    unsigned char bytes[FILE_MOST];
    size_t size;
    struct caller caller; /* its tokens */
} whole;

static void remove_file(void)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    char name[110];

    for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
        snprintf(name, sizeof name, "%s%s", whole.path, ends[i]);
        unlink(name);
    }
}

static void remove_directory(void)
{
    remove_file();
    *strrchr(whole.path, '/') = '\0';
    rmdir(whole.path);
}

static void must_succeed(const struct request *r)
{
    HOLDS(r->reply.status / 100 == 2, "%s: %s", r->path, r->reply.reason);
}

static void send_all(struct caller *c, const char *requests)
{
    caller_send(c, requests, strlen(requests));
}

static void make_whole(void)
{
    char directory[] = "/tmp/sandgate-fuzz-XXXXXX";

    HOLDS(mkdtemp(directory) != NULL, "no directory");
    snprintf(whole.path, sizeof whole.path, "%s/a.db", directory);
    atexit(remove_directory);
    caller_open(&whole.caller, whole.path);
    whole.caller.check = must_succeed;
    send_all(&whole.caller, requests_that_fill);
    caller_close(&whole.caller);
    whole.caller.check = NULL;
    FILE *file = fopen(whole.path, "rb");

    HOLDS(file != NULL, "no file");
    whole.size = fread(whole.bytes, 1, FILE_MOST, file);
    HOLDS(whole.size > 0 && whole.size < FILE_MOST, "%zu bytes", whole.size);
    fclose(file);
}

static void write_patched(const uint8_t *patches, size_t size)
{
    static unsigned char bytes[FILE_MOST];

    memcpy(bytes, whole.bytes, whole.size);
    while (size >= PATCH_HEAD) {
        size_t at = (patches[0] | (size_t) patches[1] << 8 | (size_t) patches[2] << 16 |
                     (size_t) patches[3] << 24) %
                    whole.size;
        size_t length = patches[4];

        patches += PATCH_HEAD;
        size -= PATCH_HEAD;
        if (length > size)
            length = size;
        memcpy(bytes + at, patches, length < whole.size - at ? length : whole.size - at);
        patches += length;
        size -= length;
    }
    FILE *file = fopen(whole.path, "wb");

    HOLDS(file != NULL && fwrite(bytes, 1, whole.size, file) == whole.size, "can't write");
    HOLDS(fclose(file) == 0, "can't write");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct caller caller;
    char error[1000] = "";

    if (whole.size == 0)
        make_whole();
    remove_file();
    write_patched(bytes, size);
    if (caller_reopen(&caller, whole.path, &whole.caller, error, sizeof error)) {
        send_all(&caller, requests_that_fill);
        send_all(&caller, requests_that_use);
    } else {
        HOLDS(*error != '\0' && strchr(error, '\n') == NULL, "no sentence: %s", error);
    }
    caller_close(&caller);
    return 0;
}
