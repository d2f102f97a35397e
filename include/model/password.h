/* SPDX-License-Identifier: MIT */
/* Passwords: what a realm's profile asks of them, and their hashes (Argon2id at minimum cost). */
#ifndef MODEL_PASSWORD_H
#define MODEL_PASSWORD_H
#include "model/settings.h"

#include <stdbool.h>

#define PASSWORD_HASH_SIZE 128

enum password_fault { PASSWORD_FINE, PASSWORD_SHORT, PASSWORD_LONG, PASSWORD_SIMPLE };

/* Length is judged before complexity (weavr-auth.md 2.5). Lengths count code points. */
enum password_fault password_judge(enum password_profile profile, const char *password);

/* What the profile takes, in words: "8 to 30 characters, with …". */
const char *password_profile_text(enum password_profile profile);

/* 0, or -ENOMEM when the hash can't have its memory. */
int password_hash(const char *password, char ret[static PASSWORD_HASH_SIZE]);

/* Whether a text is an Argon2id hash that could be verified here, and at a bearable cost. */
bool password_is_hash(const char *text);

/* Nothing matches a hash that is NULL: there is no password. */
bool password_matches(const char *hash, const char *password);

#endif
