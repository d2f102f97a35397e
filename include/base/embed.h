/* SPDX-License-Identifier: MIT */
/* A file that is a part of the program: it costs nothing at start, and no memory before it is read. */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

/*
 * Declares `symbol`, an array of char that holds the file's text and a NUL. The compiler doesn't
 * see what the file is: the build has to be told (OBJECT_DEPENDS). It is global, because link-time
 * optimisation may put this and those who use it into different objects.
 */
#define EMBED(symbol, file)                                                                        \
    __asm__(".section .rodata\n.global " #symbol "\n.hidden " #symbol "\n" #symbol ":\n"           \
            ".incbin \"" file "\"\n.byte 0\n.previous\n");                                         \
    extern const char symbol[] __attribute__((visibility("hidden")))

#endif
