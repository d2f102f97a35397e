/* SPDX-License-Identifier: MIT */
/* Passwords: their profiles, and their hashes (Argon2id at minimum cost, so that tests are fast). */
#ifndef MODEL_PASSWORD_H
#define MODEL_PASSWORD_H

#include "model/settings.h"

#include <stdbool.h>

#define PASSWORD_HASH_SIZE 128

enum password_fault { PASSWORD_FINE, PASSWORD_SHORT, PASSWORD_LONG, PASSWORD_SIMPLE };

/* Length is checked before complexity (weavr-auth.md 2.5). Lengths count code points. */
enum password_fault password_check(enum password_profile profile, const char *password);

/* What the profile accepts, for messages: "8 to 30 characters, with …". */
const char *password_profile_text(enum password_profile profile);

/* 0, or -ENOMEM. */
int password_hash(const char *password, char ret[static PASSWORD_HASH_SIZE]);

/* Whether a text is an Argon2id hash that can be verified here without blocking the loop for long. */
bool password_is_hash(const char *text);

/* False if `hash` is NULL, as that of a person without a password is. */
bool password_matches(const char *hash, const char *password);

#endif
