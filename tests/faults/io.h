/* SPDX-License-Identifier: MIT */
/*
 * Calls of the system that fail: the functions of the C library with which SQLite and libcurl open, read, write, cut
 * and remove files, and use sockets. The program's own definitions take their place in the whole process, because the
 * dynamic linker looks there first; the real ones are behind them.
 */
#ifndef FAULTS_IO_H
#define FAULTS_IO_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The n-th call from now on fails, and with `full` also every later write, as on a full disk; 0: none. Returns how many
 * calls were left until the failure that was asked for before; 0: it has come.
 */
size_t io_fail_at(size_t n, bool full);

#endif
