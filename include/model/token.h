/* SPDX-License-Identifier: MIT */
/* Tokens as JWTs (RFC 7519) signed with Ed25519 (RFC 8037), and the key's public half as a JWK. */
#ifndef MODEL_TOKEN_H
#define MODEL_TOKEN_H

#include "base/arena.h"

#include <stdint.h>

#define SIGNING_SEED_SIZE 32

struct signer {
    unsigned char secret[64];
    unsigned char public[32];
    char kid[44];     /* base64url of the public key's digest */
    char header[128]; /* of every token, encoded, with the dot after it */
    size_t header_length;
};

struct claims {
    const char *issuer;
    const char *type;    /* AUTH, ACCESS, CLIENT … */
    const char *subject; /* credential id, or client id */
    int64_t session;
    int64_t realm;
    int64_t issued; /* milliseconds; the claim is in seconds */
    const char *nonce;
};

/* Derives the key pair from a seed, so that the database's seed gives the same key after a restart. */
void signer_init(struct signer *s, const unsigned char seed[static SIGNING_SEED_SIZE]);

/* A signed token, in the arena. */
const char *token_sign(const struct signer *s, struct arena *a, const struct claims *claims);

/* The session that a token names, not verified; 0 if it isn't formed like our tokens. */
int64_t token_session(const char *token);

/* The member "x" of the public key's JWK (RFC 8037). */
const char *signer_public_key(const struct signer *s, struct arena *a);

#endif
