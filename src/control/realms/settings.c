/* SPDX-License-Identifier: MIT */
/* Control API: changing a realm's settings (control.md 6). */
#include "directory/outbox.h"
#include "directory/sessions.h"
#include "engine/reply.h"
#include "engine/steps.h"
#include "engine/steps/decode.h"
#include "json/values.h"
#include "parameters.h"
#include "store/realms.h"
#include "weavr/challenges.h"

/* Not decoded as input: settings_check checks the patch together with the present settings. */
static const struct input settings_input = {.name = "SettingsPatch",
                                            .rules = settings_rules,
                                            .size = sizeof(struct settings),
                                            .strict = true,
                                            .patch = true,
                                            .checked_by_handler = true};
static const struct view settings_view = {.name = "Settings", .document = settings_rules};

static void finish_settings(struct request *r, bool committed)
{
    if (!committed) {
        json_decref(r->settle_data);
        return;
    }
    realm_apply_settings(r->realm, r->settle_data);
    journal_trim(&r->gateway->journals, &r->realm->journal,
                 (size_t) r->realm->settings.journal_size);
    /* with a new webhookUrl, waiting webhooks can be sent */
    schedule_expect(&r->gateway->schedule, r->realm, &webhooks_due, r->now);
    /* with shorter lifetimes, more has ended */
    schedule_expect(&r->gateway->schedule, r->realm, &sessions_due, r->now);
    schedule_expect(&r->gateway->schedule, r->realm, &settled_due, r->now);
}

static int settings_update(struct request *r)
{
    json_t *changed = NULL;

    if (!settings_check(&r->decoder, r->realm->changed_settings, r->json, &changed))
        return refuse(r, INVALID_REQUEST, "%s", request_complaint(r));
    r->settle = finish_settings;
    r->settle_data = changed;
    int rc = store_realm_set_settings(r->store, r->realm->id, json_text(r->arena, changed));
    if (rc < 0)
        return rc;
    json_t *all = settings_merged(changed);
    const char *answer = json_text(r->arena, all);

    json_decref(all);
    return reply_text(r, "application/json", answer);
}

/* clang-format off */
const struct operation settings_operations[] = {
    OPERATION(settings_update, PATCH, "/_sandgate/realms/{realm}/settings", OPERATOR,
              .summary = "Change settings", .group = &realms_group,
              .input = &settings_input, .status = 200, .answer = &settings_view, .writes = true,
              .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
