/* SPDX-License-Identifier: MIT */
/* Signing tokens. No signature is verified: a token is valid if its session's row has the same text. */
#include "model/token.h"

#include "base/encode.h"
#include "base/text.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

void signer_init(struct signer *s, const unsigned char seed[static SIGNING_SEED_SIZE])
{
    unsigned char fingerprint[DIGEST_SIZE];
    char header[128];

    crypto_sign_seed_keypair(s->public, s->secret, seed);
    digest(s->public, sizeof s->public, fingerprint);
    sodium_bin2base64(s->kid, sizeof s->kid, fingerprint, sizeof fingerprint,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    int length = snprintf(header, sizeof header,
                          "{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"kid\":\"%s\"}", s->kid);

    sodium_bin2base64(s->header, sizeof s->header, (unsigned char *) header, (size_t) length,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    s->header_length = strlen(s->header);
    s->header[s->header_length++] = '.';
}

static void add_id(struct text *t, const char *name, int64_t id)
{
    text_add(t, name);
    text_char(t, '"');
    text_int(t, id);
    text_char(t, '"');
}

/*
 * The first claim, so that the session's id can be read without decoding the whole token. With the space and
 * the quote that follows it has nine bytes, so that it is exactly these twelve characters of Base64.
 */
#define SESSION_CLAIM "{\"sid\": "
#define SESSION_CLAIM_ENCODED "eyJzaWQiOiAi"

/* Enough for an id of 18 digits; a shorter one is followed by other claims. */
#define ID_ENCODED_LENGTH 24

/* The value of a character of base64url, -1 for any other. */
static int base64url_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '-' ? 62 : c == '_' ? 63 : -1;
}

/*
 * Decodes ID_ENCODED_LENGTH characters. libsodium's decoder takes the same time for any text, which
 * costs 1,500 instructions a request and protects nothing here: the id is not secret.
 */
static bool decode_id(const char *text, char *ret)
{
    for (size_t i = 0; i < ID_ENCODED_LENGTH; i += 4) {
        uint32_t bits = 0;

        for (size_t j = i; j < i + 4; j++) {
            int value = base64url_value(text[j]);

            if (value < 0)
                return false;
            bits = bits << 6 | (uint32_t) value;
        }
        *ret++ = (char) (bits >> 16);
        *ret++ = (char) (bits >> 8);
        *ret++ = (char) bits;
    }
    return true;
}

int64_t token_session(const char *token)
{
    char id[ID_ENCODED_LENGTH / 4 * 3 + 1] = "";
    const char *payload = strchr(token, '.');
    size_t claim = strlen(SESSION_CLAIM_ENCODED);

    if (payload == NULL || strncmp(payload + 1, SESSION_CLAIM_ENCODED, claim) != 0)
        return 0;
    payload += 1 + claim;
    /* a shorter text ends with a NUL, which is no character of base64url */
    if (!decode_id(payload, id))
        return 0;
    id[strspn(id, "0123456789")] = '\0';
    return id_parse(id);
}

const char *token_sign(const struct signer *s, struct arena *a, const struct claims *claims)
{
    unsigned char signature[crypto_sign_BYTES];
    struct text json = TEXT_IN(a);
    struct text token = TEXT_IN(a);

    text_addn(&token, s->header, s->header_length);
    add_id(&json, SESSION_CLAIM, claims->session);
    text_member(&json, ",\"iss\":", claims->issuer);
    text_member(&json, ",\"sub\":", claims->subject);
    add_id(&json, ",\"aud\":", claims->realm);
    text_member(&json, ",\"typ\":", claims->type);
    text_member(&json, ",\"jti\":", claims->nonce);
    text_add(&json, ",\"iat\":");
    text_int(&json, claims->issued / 1000);
    text_char(&json, '}');
    text_add(&token, base64url(a, json.data, json.length));

    crypto_sign_detached(signature, NULL, (const unsigned char *) token.data, token.length,
                         s->secret);
    text_char(&token, '.');
    text_add(&token, base64url(a, signature, sizeof signature));
    return text_string(&token);
}

const char *signer_public_key(const struct signer *s, struct arena *a)
{
    return base64url(a, s->public, sizeof s->public);
}
