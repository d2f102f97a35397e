/* SPDX-License-Identifier: MIT */
/* Bank details: in EUR a SWIFT and a SEPA form with one IBAN, in GBP a sort code, in USD a SWIFT form. */
#include "bank_details.h"

#include "directory/identities_store.h"
#include "directory/users_store.h"
#include "json/views.h"

#include <inttypes.h>
#include <string.h>

static const struct field bank_form_fields[] = {
    SHOW_TEXT(struct bank_form, iban, "iban", OPTIONAL),
    SHOW_TEXT(struct bank_form, code, "code", OPTIONAL),
    SHOW_TEXT(struct bank_form, bic, "bankIdentifierCode", OPTIONAL),
    SHOW_TEXT(struct bank_form, account_number, "accountNumber", OPTIONAL),
    SHOW_TEXT(struct bank_form, sort_code, "sortCode", OPTIONAL),
    END_OF_FIELDS,
};

const struct field bank_details_fields[] = {
    SHOW_TEXT(struct bank_details, beneficiary, "beneficiaryNameAndSurname"),
    SHOW_TEXT(struct bank_details, bank, "beneficiaryBank"),
    SHOW_TEXT(struct bank_details, bank_address, "beneficiaryBankAddress"),
    SHOW_TEXT(struct bank_details, reference, "paymentReference", OPTIONAL),
    SHOW_OBJECT(struct bank_details, form, "details", bank_form_fields),
    END_OF_FIELDS,
};

/* A company's name, or a person's first and last name. */
static int owner_name(struct context *ctx, int64_t id, const char **ret)
{
    struct identity identity;
    struct user root = {.id = 0};
    int rc = store_identity_find(ctx->store, ctx->arena, id, &identity);

    if (rc == 0 && identity.type == IDENTITY_CONSUMER)
        rc = store_user_find(ctx->store, ctx->arena, id, &root);
    if (rc == 0)
        *ret = identity.type == IDENTITY_CORPORATE
                   ? identity.name
                   : arena_printf(ctx->arena, "%s %s", root.name, root.surname);
    return rc;
}

static void add(struct arena *a, struct list *ret, const char *owner, const char *reference,
                struct bank_form form)
{
    *(struct bank_details *) list_add(ret, a) = (struct bank_details){
        .beneficiary = owner,
        .bank = "Sandgate Bank",
        .bank_address = "1 Harbour Road, Valletta, Malta",
        .reference = reference,
        .form = form,
    };
}

int bank_details_of(struct context *ctx, const struct instrument *account, struct list *ret)
{
    struct arena *a = ctx->arena;
    const char *owner = NULL;
    char *iban = arena_alloc(a, IBAN_SIZE);
    int rc = 0;

    *ret = LIST_OF(struct bank_details);
    if (account->has_iban)
        rc = owner_name(ctx, account->identity, &owner);
    if (rc < 0 || owner == NULL)
        return rc;
    iban_write(account->id, iban);
    if (strcmp(account->currency, "GBP") == 0) {
        const char *digits = arena_printf(a, "%014" PRId64, account->bank_number);

        add(a, ret, owner, NULL,
            (struct bank_form){.sort_code = arena_textn(a, digits, 6),
                               .account_number = digits + 6});
        return 0;
    }
    bool is_dollar = strcmp(account->currency, "USD") == 0;

    add(a, ret, owner, is_dollar ? arena_int(a, account->id) : NULL,
        (struct bank_form){.iban = iban, .code = BIC});
    if (!is_dollar)
        add(a, ret, owner, NULL, (struct bank_form){.iban = iban, .bic = BIC});
    return 0;
}
