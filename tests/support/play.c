/* SPDX-License-Identifier: MIT */
/* Reading plays, and running a case with a final check of its journal. */
#include "play.h"

#include "base/file.h"
#include "chance.h"
#include "runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading ---- */

static char *read_file(const char *path)
{
    char error[200];
    size_t length;
    char *text = file_text(path, &length, error, sizeof error);

    if (text == NULL) {
        fprintf(stderr, "%s\n", error);
        exit(2);
    }
    return text;
}

/* Blocks are shared by all files, so their names must be unique. */
static void refuse_duplicate(const struct plays *p, const char *name)
{
    for (size_t i = 0; i < p->blocks.count; i++) {
        const struct play_case *block = list_at(&p->blocks, i);

        if (block->title != NULL && strcmp(block->title, name) == 0) {
            fprintf(stderr, "block %s is defined twice\n", name);
            exit(2);
        }
    }
}

static struct play_case *begin_case(struct plays *p, char *line, const char *path)
{
    bool is_block = strncmp(line, "define ", 7) == 0;

    if (is_block)
        refuse_duplicate(p, line + 7);
    struct play_case *c = list_add(is_block ? &p->blocks : &p->cases, &p->arena);
    char *rest = NULL;

    c->file = arena_text(&p->arena, strrchr(path, '/') == NULL ? path : strrchr(path, '/') + 1);
    strtok_r(line, " ", &rest);
    c->source = is_block ? "" : arena_text(&p->arena, strtok_r(NULL, " ", &rest));
    c->number = is_block ? "" : arena_text(&p->arena, strtok_r(NULL, " ", &rest));
    c->title = arena_text(&p->arena, rest);
    return c;
}

static bool is_heading(const char *line)
{
    return strncmp(line, "case ", 5) == 0 || strncmp(line, "define ", 7) == 0;
}

void plays_read(struct plays *p, const char *path)
{
    char *text = read_file(path);
    char *rest = text;
    struct play_case *current = NULL;
    struct list lines = LIST_OF(struct play_line);
    int number = 0;

    if (p->cases.item_size == 0) {
        p->cases = LIST_OF(struct play_case);
        p->blocks = LIST_OF(struct play_case);
    }
    for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
        number++;
        line += strspn(line, " \t");
        if (*line == '\0' || *line == '#')
            continue;
        if (is_heading(line)) {
            current = begin_case(p, line, path);
            lines = LIST_OF(struct play_line);
            continue;
        }
        if (current == NULL) {
            fprintf(stderr, "%s:%d: a step before the first case\n", path, number);
            exit(2);
        }
        *(struct play_line *) list_add(&lines, &p->arena) =
            (struct play_line){number, arena_text(&p->arena, line)};
        current->lines = lines.items;
        current->count = lines.count;
    }
    free(text);
}

void plays_free(struct plays *p)
{
    arena_free(&p->arena);
}

/* ---- the journal ---- */

static bool is_secret(const struct variable *v)
{
    static const char *const words[] = {"oken", "assword", "ecret", "apiKey", "uiKey", "random"};

    for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
        if (strstr(v->name, words[i]) != NULL)
            return !may_occur_by_chance(v->value);
    }
    return false;
}

/* After every case, the journal must not show any of its passwords, codes, tokens and keys. */
static bool journal_is_clean(struct runner *s)
{
    static const char *const codes[] = {"\"123456\"", "pa$$word", "Pass1234!", "eyJhbGciOi"};

    s->where = "the journal";
    runner_send(s, "GET",
                arena_printf(&s->arena, "/_sandgate/realms/%s/requests?limit=10000",
                             runner_get(s, "realm")),
                "");
    for (size_t i = 0; i < s->variables.count; i++) {
        const struct variable *v = list_at(&s->variables, i);

        if (is_secret(v) && strstr(s->answer.body, v->value) != NULL)
            return runner_fail(s, "it shows ${%s}", v->name);
    }
    for (size_t i = 0; i < ARRAY_SIZE(codes); i++) {
        if (strstr(s->answer.body, codes[i]) != NULL)
            return runner_fail(s, "it shows %s", codes[i]);
    }
    return true;
}

bool play_run(struct world *w, const struct plays *p, const struct play_case *c, char *error,
              size_t error_size)
{
    struct runner s;
    bool good = runner_open(&s, w, p, error, error_size) && runner_run(&s, c, 0, c->count) &&
                journal_is_clean(&s);

    runner_close(&s);
    return good;
}
