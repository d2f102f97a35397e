/* SPDX-License-Identifier: MIT */
/* Instruments: states, and IBANs. */
#include "model/money.h"

#include "base/array.h"
#include "base/names.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const instrument_type_names[] = {"managed_accounts", "managed_cards", NULL};
const char *const instrument_state_names[] = {"ACTIVE", "BLOCKED", "DESTROYED", NULL};
const char *const block_reasons[] = {"USER", "SYSTEM", "LOST", "SINGLE_SPEND", NULL};
const char *const destroy_reasons[] = {"SYSTEM",  "USER",        "LOST",         "STOLEN",
                                       "EXPIRED", "COMPROMISED", "SINGLE_SPEND", NULL};
const char *const programme_currencies[] = {"EUR", "GBP", "USD", NULL};

const char *const transaction_kind_names[] = {"OPENING", "DEPOSIT", "TRANSFER", "SEND", NULL};
const char *const transaction_state_names[] = {"PENDING",   "COMPLETED",         "SCHEDULED",
                                               "CANCELLED", "PENDING_CHALLENGE", "REJECTED",
                                               "FAILED",    "INVALID",           NULL};

enum instrument_state instrument_state(const struct instrument *i)
{
    if (i->destroyed != NULL)
        return DESTROYED_INSTRUMENT;
    return *i->blocks == '\0' ? ACTIVE_INSTRUMENT : BLOCKED_INSTRUMENT;
}

/* The length of the first reason of a list with commas. */
static size_t reason_length(const char *reasons)
{
    return strcspn(reasons, ",");
}

static bool is_reason(const char *reasons, const char *reason)
{
    return reason_length(reasons) == strlen(reason) &&
           strncmp(reasons, reason, strlen(reason)) == 0;
}

unsigned instrument_block_reason(const struct instrument *i)
{
    unsigned index = 0;

    while (block_reasons[index] != NULL && !is_reason(i->blocks, block_reasons[index]))
        index++;
    return index;
}

bool instrument_is_blocked_by(const struct instrument *i, const char *reason)
{
    const char *at = i->blocks;

    while (*at != '\0' && !is_reason(at, reason)) {
        at += reason_length(at);
        at += *at == ',';
    }
    return *at != '\0';
}

/* Of a Maltese IBAN: bank and branch, before 18 characters of the account. */
#define BANK_AND_BRANCH "SAND00000"
#define ACCOUNT_DIGITS 18

/* The remainder of 97 of a text in which a letter counts as two digits, A as 10 (ISO 7064, MOD 97-10). */
static unsigned remainder_of(const char *text)
{
    unsigned sum = 0;

    for (; *text != '\0'; text++)
        sum = *text >= 'A' ? (sum * 100 + (unsigned) (*text - 'A' + 10)) % 97
                           : (sum * 10 + (unsigned) (*text - '0')) % 97;
    return sum;
}

void iban_write(int64_t account, char ret[static IBAN_SIZE])
{
    char rotated[2 * IBAN_SIZE];

    snprintf(rotated, sizeof rotated, BANK_AND_BRANCH "%0*" PRId64 "MT00", ACCOUNT_DIGITS, account);
    unsigned check = 98 - remainder_of(rotated);

    snprintf(ret, IBAN_SIZE, "MT%02u" BANK_AND_BRANCH "%0*" PRId64, check % 100, ACCOUNT_DIGITS,
             account);
}

int64_t iban_account(const char *iban)
{
    static const char start[] = BANK_AND_BRANCH;
    char right[IBAN_SIZE];

    if (strlen(iban) != IBAN_SIZE - 1 || strncmp(iban + 4, start, sizeof start - 1) != 0)
        return 0;
    int64_t account = strtoll(iban + 4 + sizeof start - 1, NULL, 10);

    if (account <= 0)
        return 0;
    iban_write(account, right);
    return strcmp(iban, right) == 0 ? account : 0;
}
