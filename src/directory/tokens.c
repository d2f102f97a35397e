/* SPDX-License-Identifier: MIT */
/* Bearer tokens and their sessions. */
#include "directory/tokens.h"

#include "directory/sessions_store.h"

#include <errno.h>
#include <string.h>

const char *bearer_token(const struct request *r, const char **ret_why)
{
    const char *token = request_credentials(r, "Bearer");

    if (token != NULL && *token != '\0')
        return token;
    *ret_why = request_header(r, "authorization") == NULL
                   ? "the Authorization header is missing"
                   : "the Authorization header holds no Bearer token";
    return NULL;
}

static const struct realm *realm_of(const struct request *r, const struct session *s)
{
    return r->realm != NULL && r->realm->id == s->realm
               ? r->realm
               : realms_find_by_id(&r->gateway->realms, s->realm);
}

static const char *why_not_live(struct request *r, const struct session *s,
                                const struct realm *realm, int64_t now)
{
    if (s->ended != 0 && !s->lapsed)
        return "the session was ended";
    if (s->expires != 0)
        return arena_printf(r->arena, "the token expired %lld s ago",
                            (long long) (now - s->expires) / 1000);
    int64_t limit = realm->settings.session_idle_seconds;
    int64_t idle = (now - s->last_activity) / 1000;

    /* whole seconds; less than one over the limit shows as one */
    return arena_printf(r->arena, "session idle for %lld s, limit %lld s",
                        (long long) (idle > limit ? idle : limit + 1), (long long) limit);
}

static int check_live(struct request *r, struct session *ret, const char **why)
{
    const struct realm *realm = realm_of(r, ret);

    if (realm == NULL) /* deleting a realm deletes its sessions: the database is damaged */
        return -ENOENT;
    /* r->now is only set once the request's realm is known */
    int64_t now = realm == r->realm ? r->now : clock_now(&realm->clock);

    if (session_is_live(ret, &realm->settings, now)) {
        *why = NULL;
        return 0;
    }
    if (!session_is_remembered(ret, &realm->settings, now)) {
        *ret = (struct session){.id = 0};
        return -ENOENT;
    }
    *why = why_not_live(r, ret, realm, now);
    return -ESTALE;
}

int session_find_live(struct request *r, const char *token, struct session *ret, const char **why)
{
    int rc = store_session_find_by_token(r->store, token, ret);

    *why = "the token was never issued here";
    return rc < 0 ? rc : check_live(r, ret, why);
}

int session_find_live_by_id(struct request *r, int64_t id, struct session *ret, const char **why)
{
    int rc = store_session_find(r->store, id, ret);

    *why = "there is no such session";
    return rc < 0 ? rc : check_live(r, ret, why);
}
