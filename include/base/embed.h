/* SPDX-License-Identifier: MIT */
/* Files embedded in the program: no cost at start, and no memory until they are read. */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

/*
 * Declares `symbol`, an array of char with the file's text and a NUL. The compiler doesn't know of the
 * dependency, so the build must declare it (OBJECT_DEPENDS). The symbol is global because link-time
 * optimisation may separate it from the code that uses it.
 */
#define EMBED(symbol, file)                                                                        \
    __asm__(".section .rodata\n.global " #symbol "\n.hidden " #symbol "\n" #symbol ":\n"           \
            ".incbin \"" file "\"\n.byte 0\n.previous\n");                                         \
    extern const char symbol[] __attribute__((visibility("hidden")))

#endif
