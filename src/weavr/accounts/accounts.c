/* SPDX-License-Identifier: MIT */
/* Managed accounts: creating, reading, changing (weavr-money.md 2.1.1 to 2.1.5). */
#include "accounts.h"

#include "directory/context.h"
#include "engine/reply.h"
#include "money/money_checks.h"
#include "multi_columns.h"
#include "money/paging.h"
#include "weavr/identities.h"
#include "weavr/money/instruments.h"
#include "weavr/money/instruments_store.h"

#include <errno.h>
#include <string.h>

const struct group managed_accounts_group = {.tag = "managed_accounts",
                                             .title = "Managed accounts"};

const struct field balances_fields[] = {
    SHOW_INTEGER(struct balances, available, "availableBalance"),
    SHOW_INTEGER(struct balances, actual, "actualBalance"),
    END_OF_FIELDS,
};

const struct field instrument_state_fields[] = {
    SHOW_NAME(struct shown_state, state, "state", instrument_state_names),
    SHOW_TEXT(struct shown_state, blocked, "blockedReason", OPTIONAL),
    SHOW_TEXT(struct shown_state, destroyed, "destroyedReason", OPTIONAL),
    END_OF_FIELDS,
};

struct shown_state shown_state_of(const struct instrument *i)
{
    enum instrument_state state = instrument_state(i);

    return (struct shown_state){
        .state = state,
        .blocked = state == BLOCKED_INSTRUMENT ? block_reasons[instrument_block_reason(i)] : NULL,
        .destroyed = i->destroyed,
    };
}

struct account_answer {
    struct instrument account;
    struct shown_state state;
    const char *low_balance; /* NULL: none */
};

static const struct field account_fields[] = {
    SHOW_ID(struct account_answer, account.id, "id"),
    SHOW_ID(struct account_answer, account.profile, "profileId"),
    SHOW_TEXT(struct account_answer, account.tag, "tag", OPTIONAL),
    SHOW_TEXT(struct account_answer, account.friendly_name, "friendlyName"),
    SHOW_TEXT(struct account_answer, account.currency, "currency"),
    SHOW_OBJECT(struct account_answer, account.balances, "balances", balances_fields),
    SHOW_OBJECT(struct account_answer, state, "state", instrument_state_fields),
    SHOW_INTEGER(struct account_answer, account.created, "creationTimestamp"),
    SHOW_NUMBER(struct account_answer, low_balance, "lowBalanceThreshold", OPTIONAL),
    END_OF_FIELDS,
};

static const struct view account_view = {.name = "ManagedAccount", .fields = account_fields};

static struct account_answer answer_of(struct arena *a, const struct instrument *i)
{
    return (struct account_answer){
        .account = *i,
        .state = shown_state_of(i),
        .low_balance = i->has_low_balance ? arena_int(a, i->low_balance) : NULL,
    };
}

static int reply_account(struct request *r, const struct instrument *account)
{
    const struct account_answer answer = answer_of(r->arena, account);

    return reply(r, &answer);
}

int account_show(struct request *r, int64_t id)
{
    struct instrument account;
    int rc = store_instrument_find(r->store, r->arena, r->realm->id, id, &account);

    return rc < 0 ? rc : reply_account(r, &account);
}

int account_find(struct request *r)
{
    const struct path_id *in = r->input;
    struct instrument *account = arena_alloc(r->arena, sizeof *account);
    int rc = own_instrument_or_reply(r, in->id, MANAGED_ACCOUNT, NOT_FOUND, account);

    r->found = account;
    return rc;
}

/* ---- creation */

/* clang-format off */
#define THRESHOLD_RULE(type, member)                                                               \
    RULE_JSON(type, member, "lowBalanceThreshold",                                                 \
              .schema = "{\"type\":[\"integer\",\"null\"],\"format\":\"int64\"}")
/* clang-format on */

struct account_create {
    int64_t profile;
    const char *friendly_name;
    const char *currency;
    const char *tag;
    json_t *low_balance;
};

static const struct rule account_create_rules[] = {
    RULE_ID(struct account_create, profile, "profileId", REQUIRED),
    RULE_TEXT(struct account_create, friendly_name, "friendlyName", REQUIRED, .least = 1,
              .most = 50),
    RULE_TEXT(struct account_create, currency, "currency", REQUIRED, .least = 3, .most = 3,
              .format = FORMAT_CURRENCY),
    RULE_TEXT(struct account_create, tag, "tag", .most = 50, .format = FORMAT_TAG),
    THRESHOLD_RULE(struct account_create, low_balance),
    END_OF_RULES,
};
static const struct input account_create_input = {.name = "ManagedAccountCreate",
                                                  .rules = account_create_rules,
                                                  .size = sizeof(struct account_create)};

static int threshold_or_reply(struct request *r, const json_t *threshold, struct instrument *ret)
{
    if (threshold == NULL)
        return PASS;
    if (!json_is_integer(threshold))
        return refuse_member(r, "lowBalanceThreshold", "must be an integer");
    ret->has_low_balance = true;
    ret->low_balance = json_integer_value(threshold);
    return PASS;
}

static int account_create(struct request *r)
{
    const struct account_create *in = r->input;
    struct context ctx = context_of(r);
    struct instrument account = {
        .identity = r->session.identity,
        .profile = in->profile,
        .friendly_name = in->friendly_name,
        .tag = in->tag,
        .currency = in->currency,
    };
    int rc = threshold_or_reply(r, in->low_balance, &account);

    if (rc == PASS)
        rc = money_profile_or_reply(r, PROFILE_ACCOUNTS, in->profile, PROFILE_NOT_FOUND);
    if (rc == PASS)
        rc = currency_or_reply(r, in->currency, CURRENCY_NOT_SUPPORTED_BY_PROFILE);
    if (rc == PASS)
        rc = owner_verified_or_reply(r);
    if (rc != PASS)
        return rc;
    rc = account_open(&ctx, &account);
    r->made = account.id;
    return rc < 0 ? rc : reply_account(r, &account);
}

/* ---- lists */

struct accounts_query {
    struct page_query page;
    int64_t profile;
    const char *friendly_name;
    struct list states;
    struct list blocked_reasons;
    struct list destroyed_reasons;
    const char *currency;
    int64_t created_from;
    int64_t created_to;
    const char *tag;
};

static const char *const queried_states[] = {"ACTIVE", "BLOCKED", "DESTROYED", "NOT_ENABLED", NULL};

static const struct rule accounts_query_rules[] = {
    PAGE_RULES(struct accounts_query, page, PAGE_MOST),
    RULE_ID(struct accounts_query, profile, "profileId", .place = IN_QUERY),
    RULE_TEXT(struct accounts_query, friendly_name, "friendlyName", .place = IN_QUERY, .most = 50),
    RULE_TEXTS(struct accounts_query, states, "state", .place = IN_QUERY, .most = 20,
               .values = queried_states),
    RULE_TEXTS(struct accounts_query, blocked_reasons, "state.blockedReason", .place = IN_QUERY,
               .most = 20, .values = block_reasons),
    RULE_TEXTS(struct accounts_query, destroyed_reasons, "state.destroyedReason", .place = IN_QUERY,
               .most = 20, .values = destroy_reasons),
    RULE_TEXT(struct accounts_query, currency, "currency", .place = IN_QUERY, .most = 3,
              .format = FORMAT_CURRENCY),
    RULE_INTEGER(struct accounts_query, created_from, "createdFrom", .place = IN_QUERY),
    RULE_INTEGER(struct accounts_query, created_to, "createdTo", .place = IN_QUERY),
    RULE_TEXT(struct accounts_query, tag, "tag", .place = IN_QUERY, .most = 50),
    END_OF_RULES,
};
static const struct input accounts_query_input = {.name = "ManagedAccountsQuery",
                                                  .rules = accounts_query_rules,
                                                  .size = sizeof(struct accounts_query)};

struct accounts_page {
    struct list accounts;
    int64_t count;
    int64_t response_count;
};

static const struct field accounts_page_fields[] = {
    SHOW_LIST(struct accounts_page, accounts, "accounts", account_fields),
    SHOW_INTEGER(struct accounts_page, count, "count"),
    SHOW_INTEGER(struct accounts_page, response_count, "responseCount"),
    END_OF_FIELDS,
};
static const struct view accounts_view = {.name = "ManagedAccounts",
                                          .fields = accounts_page_fields};

static const struct field cards_page_fields[] = {
    SHOW_LIST(struct accounts_page, accounts, "cards", account_fields),
    SHOW_INTEGER(struct accounts_page, count, "count"),
    SHOW_INTEGER(struct accounts_page, response_count, "responseCount"),
    END_OF_FIELDS,
};
static const struct view cards_view = {.name = "ManagedCards", .fields = cards_page_fields};

static const struct group managed_cards_group = {.tag = "managed_cards", .title = "Managed cards"};

/* weavr-money.md 1.4: a reason needs its state among those that are asked for. */
static int reasons_or_reply(struct request *r, const struct accounts_query *in)
{
    if (in->states.count == 0)
        return PASS;
    if (in->blocked_reasons.count > 0 && !is_wanted(&in->states, "BLOCKED"))
        return refuse_member(r, "state.blockedReason", "is only for the state BLOCKED");
    if (in->destroyed_reasons.count > 0 && !is_wanted(&in->states, "DESTROYED"))
        return refuse_member(r, "state.destroyedReason", "is only for the state DESTROYED");
    return PASS;
}

static bool is_equal_or_any(const char *wanted, const char *text)
{
    return wanted == NULL || (text != NULL && strcmp(wanted, text) == 0);
}

static bool is_asked_for(const struct accounts_query *in, const struct instrument *i)
{
    const struct shown_state state = shown_state_of(i);

    return (in->profile == 0 || in->profile == i->profile) &&
           is_equal_or_any(in->friendly_name, i->friendly_name) &&
           is_equal_or_any(in->currency, i->currency) && is_equal_or_any(in->tag, i->tag) &&
           is_wanted(&in->states, instrument_state_names[state.state]) &&
           is_wanted(&in->blocked_reasons, state.blocked) &&
           is_wanted(&in->destroyed_reasons, state.destroyed) && i->created >= in->created_from &&
           (in->created_to == 0 || i->created <= in->created_to);
}

struct instruments_look {
    const struct accounts_query *query;
    enum instrument_type type;
};

static int look_at_instruments(struct request *r, struct arena *scratch, const void *context,
                               int64_t most, struct paging *p)
{
    const struct instruments_look *look = context;
    const struct instrument before = {.id = p->last_id, .created = p->last_created};
    struct list found;
    int rc = store_instruments_of_identity(r->store, scratch, r->realm->id, r->session.identity,
                                           look->type, &before, most, &found);

    for (size_t i = 0; rc == 0 && i < found.count; i++) {
        const struct instrument *one = list_at(&found, i);

        paging_take(r, p, one->created, one->id, is_asked_for(look->query, one));
    }
    return rc;
}

static int list_and_reply(struct request *r, enum instrument_type type)
{
    const struct accounts_query *in = r->input;
    const struct instruments_look look = {in, type};
    int rc = reasons_or_reply(r, in);

    if (rc != PASS)
        return rc;
    struct paging *p = paging_begin(r, &in->page);

    rc = paging_look(r, look_at_instruments, &look, p);
    if (rc == 0 && !p->ended)
        return request_yield(r);
    struct accounts_page page = {.accounts = LIST_OF(struct account_answer), .count = p->count};

    for (size_t i = 0; rc == 0 && i < p->shown.count; i++) {
        struct instrument account;

        rc = store_instrument_find(r->store, r->arena, r->realm->id,
                                   *(const int64_t *) list_at(&p->shown, i), &account);
        if (rc == 0)
            *(struct account_answer *) list_add(&page.accounts, r->arena) =
                answer_of(r->arena, &account);
    }
    page.response_count = (int64_t) page.accounts.count;
    return rc < 0 ? rc : reply(r, &page);
}

static int accounts_list(struct request *r)
{
    return list_and_reply(r, MANAGED_ACCOUNT);
}

/* There is no way to get a card yet; apps ask for their cards first (weavr-money.md 2.4.3). */
static int cards_list(struct request *r)
{
    return list_and_reply(r, MANAGED_CARD);
}

static int account_get(struct request *r)
{
    return reply_account(r, r->found);
}

/* ---- change */

struct account_patch {
    struct path_id path;
    const char *tag;
    const char *friendly_name;
    json_t *low_balance;
    enum maybe clear_low_balance;
};

static const struct rule account_patch_rules[] = {
    RULE_ID(struct account_patch, path.id, "id", REQUIRED, .place = IN_PATH),
    RULE_TEXT(struct account_patch, tag, "tag", .most = 50, .format = FORMAT_TAG),
    RULE_TEXT(struct account_patch, friendly_name, "friendlyName", .least = 1, .most = 50),
    THRESHOLD_RULE(struct account_patch, low_balance),
    RULE_BOOLEAN(struct account_patch, clear_low_balance, "clearLowBalanceThreshold"),
    END_OF_RULES,
};
static const struct input account_patch_input = {.name = "ManagedAccountUpdate",
                                                 .rules = account_patch_rules,
                                                 .size = sizeof(struct account_patch),
                                                 .patch = true};

static int account_update(struct request *r)
{
    const struct account_patch *in = r->input;
    struct instrument account = *(const struct instrument *) r->found;

    if (in->clear_low_balance == YES)
        account.has_low_balance = false;
    int rc = threshold_or_reply(r, in->low_balance, &account);
    if (rc != PASS)
        return rc;
    if (in->tag != NULL)
        account.tag = in->tag;
    if (in->friendly_name != NULL)
        account.friendly_name = in->friendly_name;
    rc = store_instrument_update(r->store, r->realm->id, &account);
    return rc < 0 ? rc : reply_account(r, &account);
}

static const struct rule account_path_rules[] = {
    RULE_ID(struct path_id, id, "id", REQUIRED, .place = IN_PATH),
    END_OF_RULES,
};
const struct input account_path_input = {
    .name = "ManagedAccountPath", .rules = account_path_rules, .size = sizeof(struct path_id)};

/* clang-format off */
const struct operation account_operations[] = {
    OPERATION(account_create, POST, "/multi/managed_accounts", SIGNED_IN,
              .summary = "Open an account", .group = &managed_accounts_group,
              .columns = MULTI(.guard = ACCOUNTS_GUARD),
              .input = &account_create_input, .status = 200, .answer = &account_view, .writes = true, .replays = REPLAY_SUCCESS(account_show),
              .errors = ERRORS(PROFILE_NOT_FOUND, MODEL_CONSTRAINTS_VIOLATED, CURRENCY_NOT_SUPPORTED_BY_PROFILE,
                               OWNER_IDENTITY_NOT_VERIFIED, PROFILE_INACTIVE, PROVIDER_NOT_SUPPORTED_BY_PROFILE,
                               INSTRUMENT_NOT_FOUND, IDENTITY_LIMITS_EXCEEDED, PROGRAMME_LIMITS_EXCEEDED,
                               INNOVATOR_LIMITS_EXCEEDED, SYSTEM_LIMITS_EXCEEDED)),
    OPERATION(accounts_list, GET, "/multi/managed_accounts", SIGNED_IN,
              .summary = "List the accounts of the identity, newest first", .group = &managed_accounts_group,
              .columns = MULTI(.guard = ACCOUNTS_GUARD),
              .input = &accounts_query_input, .status = 200, .answer = &accounts_view, .errors = ERRORS()),
    OPERATION(cards_list, GET, "/multi/managed_cards", SIGNED_IN,
              .summary = "List the cards of the identity, newest first", .group = &managed_cards_group,
              .input = &accounts_query_input, .status = 200, .answer = &cards_view, .errors = ERRORS()),
    OPERATION(account_get, GET, "/multi/managed_accounts/{id}", SIGNED_IN,
              .summary = "Show an account", .group = &managed_accounts_group,
              .columns = MULTI(.guard = ACCOUNTS_GUARD),
              .input = &account_path_input, .find = account_find, .status = 200, .answer = &account_view,
              .errors = ERRORS(NOT_FOUND)),
    OPERATION(account_update, PATCH, "/multi/managed_accounts/{id}", SIGNED_IN,
              .summary = "Change an account", .group = &managed_accounts_group, .empty_is_wrong_method = true,
              .columns = MULTI(.guard = ACCOUNTS_GUARD),
              .input = &account_patch_input, .find = account_find, .status = 200, .answer = &account_view, .writes = true,
              .errors = ERRORS(NOT_FOUND)),
    END_OF_OPERATIONS,
};
/* clang-format on */
