/* SPDX-License-Identifier: MIT */
/* Addresses that take the place of others. 0 or a negative errno. */
#ifndef DIRECTORY_EMAILS_H
#define DIRECTORY_EMAILS_H
#include "directory/scene.h"

/* The pending address becomes the present one in `user`, which is not written yet. */
int email_adopt(struct scene *s, struct user *user);

/*
 * The operator's act: the address of the user of that id is another one, verified or not as before. A
 * pending one is forgotten, and no code that was sent to either counts for it.
 */
int email_replace(struct scene *s, int64_t id, const char *email);

#endif
