/* SPDX-License-Identifier: MIT */
/* Reading rows, and making the bytes of one. */
#include "rows.h"

#include "base/array.h"
#include "base/file.h"

#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading ---- */

/* Where the reader is. */
struct reader {
    struct rows *rows;
    struct row_case *current; /* NULL before the first case */
    bool is_block;
    size_t variants; /* of the current case */
    const char *file;
    int line;
};

static void give_up(const struct reader *r, const char *what, const char *text)
{
    fprintf(stderr, "%s:%d: %s: %s\n", r->file, r->line, what, text);
    exit(2);
}

static void add_row(const struct reader *r, const char *name, const char *with)
{
    *(struct row *) list_add(&r->rows->items, &r->rows->arena) =
        (struct row){.row_case = r->current, .name = name, .with = with};
}

/* A case without variants is one row. */
static void end_case(struct reader *r)
{
    const struct row_case *c = r->current;

    if (c == NULL || r->is_block)
        return;
    if (c->rule == NULL || c->sent.count == 0 || (c->answers_count == 0 && c->fate == IS_OPEN))
        give_up(r, "a case needs a rule, something that is sent, and =>", c->title);
    if (r->variants == 0)
        add_row(r, "", "");
}

static void begin(struct reader *r, const char *title, bool is_block)
{
    struct arena *a = &r->rows->arena;

    end_case(r);
    r->current = arena_alloc(a, sizeof *r->current);
    *r->current = (struct row_case){.where = arena_printf(a, "%s:%d", r->file, r->line),
                                    .title = title,
                                    .sent = LIST_OF(const char *),
                                    .checks = LIST_OF(struct check)};
    r->is_block = is_block;
    r->variants = 0;
    if (is_block)
        *(struct row_case **) list_add(&r->rows->blocks, a) = r->current;
}

static void read_case(struct reader *r, const char *rest)
{
    begin(r, rest, false);
}

static void read_define(struct reader *r, const char *rest)
{
    begin(r, rest, true);
}

static void add_sent(const struct reader *r, const char *line)
{
    *(const char **) list_add(&r->current->sent, &r->rows->arena) = line;
}

static void read_do(struct reader *r, const char *rest)
{
    for (size_t i = 0; i < r->rows->blocks.count; i++) {
        const struct row_case *block = *(struct row_case **) list_at(&r->rows->blocks, i);

        if (strcmp(block->title, rest) != 0)
            continue;
        for (size_t j = 0; j < block->sent.count; j++)
            add_sent(r, *(const char **) list_at(&block->sent, j));
        return;
    }
    give_up(r, "no such block", rest);
}

static void read_rule(struct reader *r, const char *rest)
{
    if (strncmp(rest, "RFC ", 4) != 0 && strncmp(rest, "choice: ", 8) != 0)
        give_up(r, "a rule is a section of an RFC or a choice", rest);
    r->current->rule = rest;
}

static void read_with(struct reader *r, const char *rest)
{
    const char *bar = strstr(rest, " |");

    if (bar == NULL)
        give_up(r, "no \" |\"", rest);
    r->variants++;
    add_row(r, arena_textn(&r->rows->arena, rest, (size_t) (bar - rest)),
            bar + 2 + (bar[2] == ' '));
}

static struct expected read_status(const struct reader *r, const char *word)
{
    struct expected expected = {.head = strncmp(word, "head:", 5) == 0};
    char *at = (char *) (uintptr_t) (word + (expected.head ? 5 : 0));

    do {
        if (expected.count == STATUSES_MOST)
            give_up(r, "too many statuses", word);
        expected.statuses[expected.count++] = (int) strtol(at, &at, 10);
    } while (*at++ == '|');
    if (at[-1] != '\0' || expected.statuses[0] < 100)
        give_up(r, "no status", word);
    return expected;
}

static enum fate read_fate(const struct reader *r, const char *word)
{
    static const char *const fates[] = {"open", "closed", "either"};
    size_t i = 0;

    while (i < ARRAY_SIZE(fates) && strcmp(fates[i], word) != 0)
        i++;
    if (i == ARRAY_SIZE(fates))
        give_up(r, "not open, closed or either", word);
    return (enum fate) i;
}

static void read_answers(struct reader *r, const char *rest)
{
    struct row_case *c = r->current;
    char *at = NULL;
    char *word = strtok_r(arena_text(&r->rows->arena, rest), " ", &at);

    for (char *next; (next = strtok_r(NULL, " ", &at)) != NULL; word = next) {
        if (c->answers_count == ANSWERS_MOST)
            give_up(r, "too many answers", rest);
        c->answers[c->answers_count++] = read_status(r, word);
    }
    c->fate = read_fate(r, word);
}

static const struct {
    const char *word;
    void (*read)(struct reader *r, const char *rest);
} directives[] = {
    {"case", read_case}, {"define", read_define}, {"do", read_do},
    {"rule", read_rule}, {"with", read_with},     {"=>", read_answers},
};

static const struct {
    const char *word;
    size_t member; /* of struct row_case, a bool */
} flags[] = {
    {"slowly", offsetof(struct row_case, slowly)},
    {"tls", offsetof(struct row_case, tls)},
    {"continue", offsetof(struct row_case, may_continue)},
};

static bool set_flag(const struct reader *r, const char *line)
{
    for (size_t i = 0; i < ARRAY_SIZE(flags); i++) {
        if (strcmp(flags[i].word, line) == 0) {
            *(bool *) ((char *) r->current + flags[i].member) = true;
            return true;
        }
    }
    return false;
}

/* Lines that are used later: `checked` ones when the answers are there, the others when the row is sent. */
static const struct {
    const char *word;
    bool checked;
} kept[] = {
    {">", false},     {">>", false},    {"body", false},    {"wait", false}, {"says", true},
    {"header", true}, {"absent", true}, {"contains", true}, {"lacks", true}, {"journal", true},
};

static bool keep(const struct reader *r, const char *word, const char *line, const char *rest)
{
    for (size_t i = 0; i < ARRAY_SIZE(kept); i++) {
        if (strcmp(kept[i].word, word) != 0)
            continue;
        if (kept[i].checked)
            *(struct check *) list_add(&r->current->checks, &r->rows->arena) =
                (struct check){.kind = kept[i].word, .rest = rest};
        else
            add_sent(r, line);
        return true;
    }
    return false;
}

static void read_line(struct reader *r, const char *line)
{
    const char *word = arena_textn(&r->rows->arena, line, strcspn(line, " "));
    const char *rest = line + strlen(word) + (line[strlen(word)] == ' ');

    if (r->current == NULL && strcmp(word, "case") != 0 && strcmp(word, "define") != 0)
        give_up(r, "a line before the first case", line);
    for (size_t i = 0; i < ARRAY_SIZE(directives); i++) {
        if (strcmp(directives[i].word, word) == 0) {
            directives[i].read(r, rest);
            return;
        }
    }
    if (!set_flag(r, line) && !keep(r, word, line, rest))
        give_up(r, "unknown line", line);
}

void rows_read(struct rows *rows, const char *path)
{
    char error[200];
    size_t length;
    char *text = file_text(path, &length, error, sizeof error);
    struct reader reader = {.rows = rows, .file = arena_text(&rows->arena, strrchr(path, '/') + 1)};
    char *rest = text;

    if (text == NULL)
        give_up(&reader, "can't be read", error);
    if (rows->items.item_size == 0) {
        rows->items = LIST_OF(struct row);
        rows->blocks = LIST_OF(struct row_case *);
    }
    for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
        reader.line++;
        line += strspn(line, " ");
        if (*line != '\0' && *line != '#')
            read_line(&reader, arena_text(&rows->arena, line));
    }
    end_case(&reader);
    free(text);
}

void rows_free(struct rows *rows)
{
    arena_free(&rows->arena);
}

const struct row *rows_at(const struct rows *rows, size_t i)
{
    return list_at(&rows->items, i);
}

/* ---- making bytes ---- */

/* What stands for the names in angle brackets. */
struct names {
    const char *with;
    const char *host;
};

static void expand(const char *text, size_t length, const struct names *names, struct text *ret);

/* The length of what follows "<", up to its ">". */
static size_t bracketed(const char *text, const char *end)
{
    int depth = 1;
    const char *at = text;

    for (; at < end && depth > 0; at++)
        depth += *at == '<' ? 1 : *at == '>' ? -1 : 0;
    return (size_t) (at - text) - (depth == 0);
}

static bool is_name(const char *name, size_t length, const char *wanted)
{
    return length == strlen(wanted) && memcmp(name, wanted, length) == 0;
}

static bool expand_byte(const char *name, size_t length, struct text *ret)
{
    static const struct {
        const char *name;
        char byte;
    } bytes[] = {{"CR", '\r'}, {"LF", '\n'}, {"TAB", '\t'}, {"SP", ' '}, {"NUL", '\0'}};

    for (size_t i = 0; i < ARRAY_SIZE(bytes); i++) {
        if (is_name(name, length, bytes[i].name)) {
            text_char(ret, bytes[i].byte);
            return true;
        }
    }
    if (length != 2 || !isxdigit((unsigned char) name[0]) || !isxdigit((unsigned char) name[1]))
        return false;
    text_char(ret, (char) strtol((char[]){name[0], name[1], '\0'}, NULL, 16));
    return true;
}

static void add_repeated(const struct text *once, size_t times, struct text *ret)
{
    char *all = arena_alloc(ret->arena, once->length * times + 1);

    for (size_t i = 0; i < times; i++)
        memcpy(all + i * once->length, once->data, once->length);
    text_addn(ret, all, once->length * times);
}

/* Anything else in angle brackets stands for itself. */
static void expand_name(const char *name, size_t length, const struct names *names,
                        struct text *ret)
{
    char *star;
    long times = strtol(name, &star, 10);

    if (length == 0) {
        const struct names inner = {.with = "", .host = names->host};

        expand(names->with, strlen(names->with), &inner, ret);
    } else if (is_name(name, length, "HOST")) {
        text_add(ret, names->host);
    } else if (star > name && *star == '*') {
        struct text once = TEXT_IN(ret->arena);

        expand(star + 1, length - (size_t) (star + 1 - name), names, &once);
        add_repeated(&once, (size_t) times, ret);
    } else if (!expand_byte(name, length, ret)) {
        text_format(ret, "<%.*s>", (int) length, name);
    }
}

static void expand(const char *text, size_t length, const struct names *names, struct text *ret)
{
    const char *end = text + length;

    while (text < end) {
        const char *open = memchr(text, '<', (size_t) (end - text));

        if (open == NULL)
            open = end;
        text_addn(ret, text, (size_t) (open - text));
        if (open == end)
            return;
        size_t inner = bracketed(open + 1, end);

        expand_name(open + 1, inner, names, ret);
        text = open + 1 + inner + 1;
    }
}

static void add_body(const char *line, const struct names *names, struct text *ret)
{
    struct text body = TEXT_IN(ret->arena);

    expand(line, strlen(line), names, &body);
    text_format(ret, "Content-Length: %zu\r\n\r\n", body.length);
    text_addn(ret, text_string(&body), body.length);
}

struct text row_bytes(const struct row *row, const char *host, struct arena *arena,
                      size_t *ret_wait)
{
    const struct names names = {.with = row->with, .host = host};
    struct text ret = TEXT_IN(arena);

    *ret_wait = SIZE_MAX;
    for (size_t i = 0; i < row->row_case->sent.count; i++) {
        const char *line = *(const char **) list_at(&row->row_case->sent, i);
        size_t word = strcspn(line, " ");
        const char *rest = line + word + (line[word] == ' ');

        if (*line == 'b')
            add_body(rest, &names, &ret);
        else if (*line == 'w')
            *ret_wait = ret.length;
        else
            expand(rest, strlen(rest), &names, &ret);
        if (word == 1)
            text_add(&ret, "\r\n");
    }
    if (*ret_wait > ret.length)
        *ret_wait = ret.length;
    return ret;
}
