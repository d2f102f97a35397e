/* SPDX-License-Identifier: MIT */
/* Blocks for libraries: their sizes, and what is kept of them. */
#include "suites.h"

#include "base/array.h"
#include "base/blocks.h"
#include "base/memory.h"
#include "support/suite.h"

#include <stdint.h>
#include <string.h>

START_TEST(gives_blocks_of_any_size)
{
    static const size_t sizes[] = {0, 1, 24, 25, 40, 41, 2056, 2057, 100000};
    unsigned char *blocks[ARRAY_SIZE(sizes)];

    for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
        blocks[i] = block_alloc(sizes[i]);
        ck_assert_uint_eq((uintptr_t) blocks[i] % _Alignof(max_align_t), 0);
        ck_assert_uint_ge(block_size(blocks[i]), sizes[i]);
        memset(blocks[i], (int) i, block_size(blocks[i]));
    }
    for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
        for (size_t at = 0; at < block_size(blocks[i]); at++)
            ck_assert_uint_eq(blocks[i][at], i);
        block_free(blocks[i]);
    }
    block_free(NULL);
}
END_TEST

START_TEST(keeps_the_content_of_a_resized_block)
{
    static const size_t sizes[] = {10, 40, 3000, 5000, 100, 8};
    unsigned char *block = block_alloc(8);

    memset(block, 7, 8);
    for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
        block = block_resized(block, sizes[i]);
        ck_assert_uint_ge(block_size(block), sizes[i]);
        for (size_t at = 0; at < 8; at++)
            ck_assert_uint_eq(block[at], 7);
    }
    /* a large one doesn't stay large */
    ck_assert_uint_lt(block_size(block), 3000);
    block_free(block);
}
END_TEST

/* An allocation that doesn't reach the heap can't fail there. */
static bool is_kept(size_t size)
{
    memory_fail_at(MEMORY_LIBRARY, 1);
    void *block = block_alloc(size);

    memory_fail_at(MEMORY_LIBRARY, 0);
    memory_clear_failure();
    block_free(block);
    return block != NULL;
}

static size_t keep(size_t size, size_t count)
{
    static void *blocks[2000];
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        blocks[i] = block_alloc(size);
    for (size_t i = 0; i < count; i++)
        block_free(blocks[i]);
    memory_fail_at(MEMORY_LIBRARY, 1);
    while (kept < count && (blocks[kept] = block_alloc(size)) != NULL)
        kept++;
    memory_fail_at(MEMORY_LIBRARY, 0);
    memory_clear_failure();
    for (size_t i = 0; i < kept; i++)
        block_free(blocks[i]);
    return kept;
}

START_TEST(keeps_what_is_freed)
{
    blocks_trim();
    ck_assert(!is_kept(100));
    block_free(block_alloc(100));
#if !defined(SANDGATE_SANITIZED)
    ck_assert(is_kept(100));
    ck_assert(is_kept(104));
    ck_assert(!is_kept(105));
    ck_assert(!is_kept(88));
    blocks_trim();
    ck_assert_uint_eq(keep(2040, 2000), ((size_t) 1 << 20) / 2040);
    /* the rest of the mebibyte is smaller */
    block_free(block_alloc(64));
    ck_assert(!is_kept(64));
#else
    ck_assert_uint_eq(keep(2040, 2000), 0);
#endif
    blocks_trim();
    ck_assert(!is_kept(2040));
    block_free(block_alloc(4096));
    ck_assert(!is_kept(4096));
}
END_TEST

START_TEST(reports_that_there_is_no_memory)
{
    unsigned char *block = block_alloc(10);

    blocks_trim();
    memset(block, 7, 10);
    memory_fail_at(MEMORY_LIBRARY, 1);
    ck_assert_ptr_null(block_resized(block, 5000));
    ck_assert(memory_failed());
    memory_clear_failure();
    ck_assert_uint_eq(block[9], 7);
    block_free(block);
}
END_TEST

Suite *blocks_suite(void)
{
    const struct test tests[] = {
        {gives_blocks_of_any_size, 0},
        {keeps_the_content_of_a_resized_block, 0},
        {reports_that_there_is_no_memory, 0},
    };

    Suite *s = suite_of("blocks", tests, ARRAY_SIZE(tests));

    suite_add_needing(suite_case(s, "kept"), keeps_what_is_freed,
                      suite_may_fork() ? NULL : "it counts what malloc gives to a new process");
    return s;
}
