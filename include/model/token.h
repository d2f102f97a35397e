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
    char header[128]; /* of every token, encoded, with the dot behind it */
    size_t header_length;
};

struct claims {
    const char *issuer;
    const char *type;    /* AUTH, ACCESS, CLIENT … */
    const char *subject; /* credential id, or client id */
    int64_t session;
    int64_t realm;
    int64_t issued; /* ms; the claim is in seconds */
    const char *nonce;
};

void signer_init(struct signer *s, const unsigned char seed[static SIGNING_SEED_SIZE]);

/* The token's text. */
const char *token_sign(const struct signer *s, struct arena *a, const struct claims *claims);

/* The id of the session that a token says it is of; 0 for what is no token of ours. */
int64_t token_session(const char *token);

/* The public key's x coordinate, as RFC 8037 has it. */
const char *signer_public_key(const struct signer *s, struct arena *a);

#endif
