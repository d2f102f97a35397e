/* SPDX-License-Identifier: MIT */
/* Parameters and checks that several operations share. */
#include "parameters.h"

#include "engine/reply.h"
#include "weavr/shared_types.h"

#include <string.h>

static const struct rule realm_item_rules[] = {
    /* no RULE_ID: text that isn't a number is refused as an unknown id, with 404 */
    {.name = "id",
     .kind = RULE_KIND_ID,
     .offset = MEMBER_AT(struct path_id, id, int64_t),
     .place = IN_PATH,
     REQUIRED},
    END_OF_RULES,
};
const struct input realm_item_input = {
    .name = "RealmItem", .rules = realm_item_rules, .size = sizeof(struct path_id)};

int64_t limit_or_default(int64_t limit)
{
    return limit == 0 ? LIMIT_DEFAULT : limit;
}

int64_t limit_or_all(int64_t limit)
{
    return limit == 0 ? LIMIT_MOST : limit;
}

int realm_or_reply(struct request *r, const char *id_or_name, struct realm **ret)
{
    *ret = id_or_name == NULL ? NULL : realms_find_by_id_or_name(&r->gateway->realms, id_or_name);
    if (id_or_name != NULL && *ret == NULL)
        return refuse(r, NOT_FOUND, "no realm %s", id_or_name);
    return PASS;
}

bool hold_for_news(struct request *r, int64_t seconds)
{
    int64_t now = clock_monotonic();
    int64_t until = r->hold.realm != 0 ? r->hold.end : now + seconds * 1000;

    if (now >= until || r->gateway->stopping)
        return false;
    request_hold(r, until, true);
    return true;
}

int operation_or_reply(struct request *r, const struct place *place, const char *name,
                       const struct operation **ret)
{
    *ret = name == NULL ? NULL : registry_named(r->gateway->registry, name);
    if (name == NULL)
        return PASS;
    if (*ret == NULL)
        return refuse_place(r, place, "is not an operation; sandgate operations lists them");
    return PASS;
}
