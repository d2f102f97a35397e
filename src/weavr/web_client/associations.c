/* SPDX-License-Identifier: MIT */
/* Associations of browser clients with user tokens. */
#include "associations.h"

#include "base/encode.h"
#include "directory/sessions_store.h"
#include "directory/tokens.h"
#include "engine/reply.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

/* Native clients and some apps leave the scheme out (weavr-web-client.md 1.3). */
static const char *presented_token(const struct request *r, const char **ret_why)
{
    const char *header = request_header(r, "authorization");
    bool is_bare = header != NULL && *header != '\0' && strchr(header, ' ') == NULL;

    return is_bare ? header : bearer_token(r, ret_why);
}

/* What follows from looking up a session that is then r->session. */
static int live_or_reply(struct request *r, int rc, const char *why)
{
    if (rc == -ENOENT || rc == -ESTALE)
        return refuse(r, UNAUTHORIZED, "%s", why);
    if (rc < 0)
        return rc;
    if (r->session.realm != r->realm->id || (KIND(r->session.kind) & ANY_SIGN_IN) == 0)
        return refuse(r, UNAUTHORIZED, "the token is not a user token of this programme");
    if (session_is_suspended(&r->session))
        return refuse(r, UNAUTHORIZED, "identity %lld is deactivated",
                      (long long) r->session.identity);
    rc = store_session_used(r->store, r->session.id, r->session.last_activity, r->now);
    return rc < 0 ? rc : PASS;
}

int associated_user_or_reply(struct request *r)
{
    const char *why = NULL;
    const char *token = presented_token(r, &why);
    int rc = token == NULL ? -ENOENT : session_find_live(r, token, &r->session, &why);

    return live_or_reply(r, rc, why);
}

#define MAC_SIZE 16

/* The session's id, a dot, and a code that only this gateway can make. */
static const char *random_of(const struct request *r, int64_t session)
{
    const int64_t ids[] = {r->realm->id, session};
    unsigned char mac[MAC_SIZE];

    crypto_generichash(mac, sizeof mac, (const unsigned char *) ids, sizeof ids,
                       r->gateway->signer.secret, sizeof r->gateway->signer.secret);
    return arena_printf(r->arena, "%lld.%s", (long long) session,
                        base64url(r->arena, mac, sizeof mac));
}

const char *association_random(struct request *r)
{
    return random_of(r, r->session.id);
}

/* 0: it isn't one of this realm's. */
static int64_t session_of(const struct request *r, const char *random)
{
    size_t length = strcspn(random, ".");
    int64_t session = id_parse(arena_textn(r->arena, random, length));

    return session != 0 && is_same_secret(random_of(r, session), random) ? session : 0;
}

int association_or_reply(struct request *r, const char *random)
{
    const char *why = NULL;
    int64_t session = session_of(r, random);

    if (request_header(r, "authorization") != NULL) {
        int rc = associated_user_or_reply(r);

        if (rc != PASS)
            return rc;
    }
    if (session == 0 || (r->session.id != 0 && r->session.id != session))
        return refuse(r, ASSOCIATION_INVALID, "the random was not made for this user token");
    if (r->session.id != 0)
        return PASS;
    int rc = session_find_live_by_id(r, session, &r->session, &why);
    return live_or_reply(r, rc, why);
}
