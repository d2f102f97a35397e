/* SPDX-License-Identifier: MIT */
/* The store that the tests of this folder begin with: two realms, and two people in the first. */
#ifndef UNIT_STORE_FIXTURE_H
#define UNIT_STORE_FIXTURE_H

#include "../suites.h"
#include "directory/identities_store.h"
#include "directory/users_store.h"
#include "store/realms.h"

#define REALM 1
#define OTHER_REALM 2
#define ADA 10
#define BOB 20

extern struct arena arena; /* freed after each test */
extern struct store *store;
extern char path[]; /* of a directory that is deleted after each test */

struct store *open_at(const char *file);

struct realm_row realm_row(int64_t id);
struct identity identity_row(int64_t id);
struct user_record user_row(int64_t id, const char *email);

void add_person(int64_t id, const char *email);
void add_session(int64_t id, const char *token); /* of Ada */

void take_snapshot(const char *name); /* of REALM */

/* The last use of a session. */
int64_t activity(int64_t id);

/* The path of a file of the directory. */
const char *file_in(const char *name);

/* The last column of each row that a query has in a database file, one a line. */
const char *ask_file(const char *file, const char *sql);

Suite *store_suite_of(const char *name, const struct test *tests, size_t count);

#endif
