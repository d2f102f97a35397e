/* SPDX-License-Identifier: MIT */
/* Tokens: any text is read, and a token with any claims names its session. */
#include "fuzz.h"

#include "base/encode.h"
#include "model/token.h"

#include <jansson.h>
#include <sodium.h>
#include <string.h>

static struct signer *signer(void)
{
    static const unsigned char seed[SIGNING_SEED_SIZE] = {1};
    static struct signer ret;

    if (*ret.header == '\0')
        signer_init(&ret, seed);
    return &ret;
}

/* The session of any text: an id, or 0. */
static void read_text(const char *text)
{
    int64_t session = token_session(text);

    HOLDS(session >= 0, "%s names session %jd", text, (intmax_t) session);
}

/* The claims are JSON; what isn't UTF-8 in a text is replaced there. */
static void check_claims(struct arena *a, const char *token, const char *text)
{
    const char *payload = strchr(token, '.') + 1;
    unsigned char *json = arena_alloc(a, strlen(payload));
    size_t length = 0;
    json_t *expected = json_string(text);

    HOLDS(sodium_base642bin(json, strlen(payload), payload, strcspn(payload, "."), NULL, &length,
                            NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0,
          "%s", token);
    json_t *claims = json_loadb((const char *) json, length, 0, NULL);

    HOLDS(claims != NULL, "%.*s", (int) length, (const char *) json);
    if (expected != NULL)
        HOLDS(json_equal(json_object_get(claims, "iss"), expected), "%.*s", (int) length,
              (const char *) json);
    json_decref(claims);
    json_decref(expected);
}

static void sign_and_read(struct arena *a, const char *text, int64_t session)
{
    const struct claims claims = {.issuer = text,
                                  .type = text,
                                  .subject = text,
                                  .session = session,
                                  .realm = 1,
                                  .issued = session,
                                  .nonce = text};
    char *token = (char *) (uintptr_t) token_sign(signer(), a, &claims);

    HOLDS(token_session(token) == session, "%s: not session %jd", token, (intmax_t) session);
    check_claims(a, token, text);
    /* any of its bytes wrong: it may name another session, whose token it isn't */
    for (size_t i = 0; i < strlen(token); i += 1 + strlen(token) / 16) {
        char right = token[i];

        token[i] = right == '.' ? 'A' : '.';
        read_text(token);
        token[i] = right;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena arena = ARENA_EMPTY;
    const char *text = text_of_input(&arena, bytes, size);
    int64_t id = id_parse(text);

    read_text(text);
    read_text(arena_printf(&arena, "%s.%s.%s", text, text, text));
    HOLDS(id >= 0, "%s is id %jd", text, (intmax_t) id);
    sign_and_read(&arena, text, id == 0 ? 1 : id);
    arena_free(&arena);
    return 0;
}
