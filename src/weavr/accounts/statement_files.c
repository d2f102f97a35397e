/* SPDX-License-Identifier: MIT */
/* Statements as CSV (RFC 4180) and as a PDF of one page (ISO 32000-1). */
#include "base/clock.h"
#include "statement.h"

#include <inttypes.h>
#include <string.h>

/* ---- CSV */

static void add_cell(struct text *t, const char *text)
{
    text_char(t, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            text_char(t, '"');
        text_char(t, *text);
    }
    text_char(t, '"');
}

const char *older_statement_csv(struct arena *a, const struct older_statement *statement)
{
    struct text t = TEXT_IN(a);

    text_add(&t, "transactionType,transactionId,entryState,currency,transactionAmount,"
                 "availableBalanceAdjustment,actualBalanceAdjustment,balanceAfter,"
                 "availableBalanceAfter,actualBalanceAfter,transactionFee,cardholderFee,"
                 "processedTimestamp,additionalFields\r\n");
    for (size_t i = 0; i < statement->entries.count; i++) {
        const struct older_entry *e = list_at(&statement->entries, i);
        const struct amount *const amounts[] = {
            &e->amount,       &e->available, &e->actual, &e->after, &e->available_after,
            &e->actual_after, &e->fee,       &e->fee,    NULL};

        text_format(&t, "%s,%" PRId64 ",%s,%s", e->transaction.type, e->transaction.id, e->state,
                    e->amount.currency);
        for (const struct amount *const *amount = amounts; *amount != NULL; amount++)
            text_format(&t, ",%" PRId64, (*amount)->amount);
        text_format(&t, ",%" PRId64 ",", e->line.at);
        add_cell(&t, e->line.entry.details);
        text_add(&t, "\r\n");
    }
    return text_string(&t);
}

/* ---- PDF */

#define PAGE_LINES 60

/* A string of the page: other characters than ASCII are shown as ?. */
static void add_string(struct text *t, const char *text)
{
    text_char(t, '(');
    for (; *text != '\0'; text++) {
        bool is_plain = *text >= ' ' && *text <= '~';

        if (*text == '(' || *text == ')' || *text == '\\')
            text_char(t, '\\');
        /* the first byte of a character stands for it */
        if (is_plain || ((unsigned char) *text & 0xc0) != 0x80)
            text_char(t, is_plain ? *text : '?');
    }
    text_add(t, ") Tj T*\n");
}

static const char *page_of(struct arena *a, const struct instrument *account,
                           const struct list *lines)
{
    struct text t = TEXT_IN(a);
    size_t shown = lines->count < PAGE_LINES ? lines->count : PAGE_LINES;

    text_add(&t, "BT /F1 9 Tf 12 TL 40 800 Td\n");
    add_string(&t, arena_printf(a, "Statement of account %lld, %s (%s)", (long long) account->id,
                                account->friendly_name, account->currency));
    text_add(&t, "T*\n");
    for (size_t i = 0; i < shown; i++)
        add_string(&t, *(const char *const *) list_at(lines, i));
    if (shown < lines->count)
        add_string(&t, arena_printf(a, "and %zu more", lines->count - shown));
    text_add(&t, "T*\n");
    add_string(&t, STATEMENT_FOOTER);
    text_add(&t, "ET\n");
    return text_string(&t);
}

static const char page_object[] = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
                                  " /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>";

void statement_pdf(struct text *t, const struct instrument *account, const struct list *lines)
{
    const char *page = page_of(t->arena, account, lines);
    const char *const objects[] = {
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page_object,
        arena_printf(t->arena, "<< /Length %zu >>\nstream\n%sendstream", strlen(page), page),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
    };
    size_t places[ARRAY_SIZE(objects)];

    text_add(t, "%PDF-1.4\n");
    for (size_t i = 0; i < ARRAY_SIZE(objects); i++) {
        places[i] = t->length;
        text_format(t, "%zu 0 obj\n", i + 1);
        text_add(t, objects[i]);
        text_add(t, "\nendobj\n");
    }
    size_t table = t->length;

    text_format(t, "xref\n0 %zu\n0000000000 65535 f \n", ARRAY_SIZE(objects) + 1);
    for (size_t i = 0; i < ARRAY_SIZE(objects); i++)
        text_format(t, "%010zu 00000 n \n", places[i]);
    text_format(t, "trailer\n<< /Size %zu /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n",
                ARRAY_SIZE(objects) + 1, table);
}

const char *statement_line(struct arena *a, int64_t at, const char *type,
                           const struct amount *change, const struct amount *after)
{
    char time[CLOCK_TEXT_SIZE];

    clock_format(at, time);
    return arena_printf(a, "%s  %-24s %20" PRId64 " %20" PRId64, time, type, change->amount,
                        after->amount);
}

void older_statement_pdf(struct text *t, const struct instrument *account,
                         const struct older_statement *statement)
{
    struct list lines = LIST_OF(const char *);

    for (size_t i = 0; i < statement->entries.count; i++) {
        const struct older_entry *e = list_at(&statement->entries, i);

        *(const char **) list_add(&lines, t->arena) =
            statement_line(t->arena, e->line.at, e->transaction.type, &e->amount, &e->after);
    }
    statement_pdf(t, account, &lines);
}
