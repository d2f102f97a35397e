/* SPDX-License-Identifier: MIT */
/*
 * Money: instruments and transactions (weavr-money.md 1.3 and 2). Amounts are integers in the smallest unit of their currency.
 * An instrument is what a customer has: a managed account, or a card.
 */
#ifndef MODEL_MONEY_H
#define MODEL_MONEY_H

#include <stdbool.h>
#include <stdint.h>

/* The products of a programme, each with a profile (weavr-money.md 1.6). */
enum money_profile {
    PROFILE_ACCOUNTS,
    PROFILE_PREPAID_CARDS,
    PROFILE_DEBIT_CARDS,
    PROFILE_TRANSFERS,
    PROFILE_SENDS,
    PROFILE_WIRES,
};

struct balances {
    int64_t available; /* what may be spent */
    int64_t actual;    /* what is there, with what is held and what still waits */
};

enum instrument_type { MANAGED_ACCOUNT, MANAGED_CARD };
enum instrument_state { ACTIVE_INSTRUMENT, BLOCKED_INSTRUMENT, DESTROYED_INSTRUMENT };

/* Names, indexed by the values above and NULL-terminated. */
extern const char *const instrument_type_names[];
extern const char *const instrument_state_names[];

/* The reasons of blocks and of an end, NULL-terminated (weavr-money.md 2.1.1). */
extern const char *const block_reasons[];
extern const char *const destroy_reasons[];

/* Currencies of the programme, NULL-terminated (weavr-money.md 1.3). */
extern const char *const programme_currencies[];

struct instrument {
    int64_t id;
    int64_t identity;
    enum instrument_type type;
    int64_t profile;
    const char *friendly_name;
    const char *tag; /* NULL: none */
    const char *currency;
    const char *blocks;    /* reasons with commas, oldest first; "": not blocked */
    const char *destroyed; /* the reason; NULL: it exists */
    bool has_low_balance;
    int64_t low_balance; /* a fall below it is reported */
    bool has_iban;
    int64_t bank_number; /* 14 digits: sort code and account number; 0: none */
    int64_t created;
    struct balances balances;
};

enum instrument_state instrument_state(const struct instrument *i);

/* The reason that is shown of a blocked instrument, the oldest: an index of block_reasons. */
unsigned instrument_block_reason(const struct instrument *i);

/* Whether it is blocked for that reason, perhaps among others. */
bool instrument_is_blocked_by(const struct instrument *i, const char *reason);

enum transaction_kind {
    TRANSACTION_OPENING, /* the balance that a seed gives an instrument */
    TRANSACTION_DEPOSIT,
    TRANSACTION_TRANSFER,
    TRANSACTION_SEND,
};

enum transaction_state {
    TRANSACTION_PENDING,
    TRANSACTION_COMPLETED,
    TRANSACTION_SCHEDULED,
    TRANSACTION_CANCELLED,
    TRANSACTION_PENDING_CHALLENGE,
    TRANSACTION_REJECTED,
    TRANSACTION_FAILED,
    TRANSACTION_INVALID,
};

extern const char *const transaction_kind_names[];
extern const char *const transaction_state_names[];

/* What moves money between instruments, or from and to the world outside, or is about to. */
struct transaction {
    int64_t id;
    enum transaction_kind kind;
    enum transaction_state state;
    int64_t identity;  /* who ordered it; of a deposit who got it */
    int64_t recipient; /* the identity that has the destination; 0: none has */
    int64_t profile;   /* 0: none */
    int64_t source;    /* an instrument; 0: none */
    int64_t destination;
    const char *currency;
    int64_t amount;
    int64_t fee;
    const char *tag; /* NULL: none, as in the texts that follow */
    const char *description;
    const char *details;   /* JSON, of a deposit: what the statement shows beside */
    int64_t challenge;     /* 0: none */
    const char *exemption; /* why it needs no challenge */
    const char *cancellation_reason;
    int64_t scheduled; /* 0: at once */
    int64_t executed;  /* 0: not yet */
    int64_t created;
    int64_t updated;
};

/*
 * The IBAN of a EUR or USD account: of the country MT, with the account's id and right check digits (ISO 13616).
 * `ret` gets 32 bytes.
 */
#define IBAN_SIZE 32
void iban_write(int64_t account, char ret[static IBAN_SIZE]);

/* The account of such an IBAN; 0: it isn't one of those. */
int64_t iban_account(const char *iban);

#define BIC "SANDMTMT"

#endif
