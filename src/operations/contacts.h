/* SPDX-License-Identifier: MIT */
/*
 * Changes of addresses and numbers (weavr-identities.md 2.1, 2.6, 3.3). What answers 0 or a negative
 * errno is an act; what may answer the caller says so in its name.
 */
#ifndef OPERATIONS_CONTACTS_H
#define OPERATIONS_CONTACTS_H

#include "scene.h"
#include "tables.h"

/* What is wanted. */
struct contact_change {
    const char *email;           /* NULL: the address stays */
    const struct mobile *mobile; /* NULL: the number stays */
    bool counted_anew;           /* former changes of the number do not count */
};

/*
 * Judges what is wanted of a root, and takes out of it what is so already. PASS, or refused in the
 * order of 3.3, rows 5 to 11.
 */
int contact_or_reply(struct request *r, const struct user *root, struct contact_change *change);

/* Does it. A new address gets its code at once; it is pending where the present one is verified. */
int contact_change(struct scene *s, const struct user *root, const struct contact_change *change);

/* A change of the number that is not the present one: PASS, or refused. */
int mobile_change_or_reply(struct request *r, const struct user *user, const struct mobile *mobile,
                           bool counted_anew);

/* The number is another one, unverified: no SMS counts before it is enrolled. */
int mobile_change(struct scene *s, const struct user *user, const struct mobile *mobile);

/* The number of the user of that id is verified; a former one hears of it. */
int mobile_verify(struct scene *s, int64_t id);

/* Sends a code to an address of the root, the present one or one that is pending. */
int email_code_send(struct scene *s, const struct user *root, const char *to);

/* The pending address becomes that of the root. */
int email_adopt(struct scene *s, const struct user *root);

#endif
