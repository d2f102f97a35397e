/* SPDX-License-Identifier: MIT */
/* Returning memory: after the start, as the constructors of GnuTLS alone read 2 MiB; after a large seed. */
#include "trim_memory.h"

#include "base/blocks.h"

#include <link.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

/* Not in debug builds: breakpoints modify such pages. */
#ifdef NDEBUG
static const bool may_drop = true;
#else
static const bool may_drop = false;
#endif

static int drop_read_only(struct dl_phdr_info *library, size_t size, void *context)
{
    const uintptr_t page = *(const uintptr_t *) context;

    (void) size;
    for (size_t i = 0; i < library->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &library->dlpi_phdr[i];

        if (segment->p_type != PT_LOAD || (segment->p_flags & PF_W) != 0)
            continue;
        uintptr_t start = (library->dlpi_addr + segment->p_vaddr) & ~(page - 1);
        uintptr_t end = library->dlpi_addr + segment->p_vaddr + segment->p_memsz;

        /* best effort: an error changes nothing */
        madvise((void *) start, end - start, MADV_DONTNEED);
    }
    return 0;
}

void memory_trim(void)
{
    static bool dropped;
    uintptr_t page = (uintptr_t) sysconf(_SC_PAGESIZE);

    blocks_trim();
    malloc_trim(0);
    if (may_drop && !dropped)
        dl_iterate_phdr(drop_read_only, &page);
    dropped = true;
}
