/* SPDX-License-Identifier: MIT */
/* Names. */
#include "ledger/movement.h"

const char *const entry_state_names[] = {"PENDING", "COMPLETED", NULL};

const char *ledger_account_name(int64_t id)
{
    static const char *const names[] = {[-LEDGER_BANK] = "bank",
                                        [-LEDGER_MERCHANT] = "merchant",
                                        [-LEDGER_FEES] = "fees",
                                        [-LEDGER_OPENING] = "opening"};

    return id < 0 && id >= LEDGER_OPENING ? names[-id] : NULL;
}
