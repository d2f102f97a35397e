/* SPDX-License-Identifier: MIT */
/*
 * The program: reads the command line and runs the command. serve.c has the server and its loop,
 * options.c the options as a table, modules.c the modules whose operations are served.
 */
#include "base/log.h"
#include "base/output.h"
#include "commands.h"
#include "documents/documents.h"
#include "engine/gateway.h"
#include "main/modules.h"
#include "seeds/seeds.h"

#include <stdio.h>

int complain(const char *sentence, int status)
{
    log_sentence(sentence);
    log_finish();
    return status;
}

static int print_openapi(const struct registry *registry, const char *name)
{
    const struct gateway gateway = {.registry = registry};
    struct arena arena = ARENA_EMPTY;
    const char *document = openapi_document(&arena, &gateway, "http://127.0.0.1:8080", name);

    if (document != NULL)
        puts(document);
    arena_free(&arena);
    return document == NULL ? complain("no such document; see --help", EXIT_USAGE) : 0;
}

static int print_operations(const struct registry *registry)
{
    struct arena arena = ARENA_EMPTY;

    fputs(operations_markdown(&arena, registry), stdout);
    arena_free(&arena);
    return 0;
}

static int print_schema(void)
{
    struct arena arena = ARENA_EMPTY;

    fputs(seed_schema(&arena), stdout);
    arena_free(&arena);
    return 0;
}

static int run(const struct options *options, const struct registry *registry)
{
    switch (options->command) {
    case COMMAND_SERVE:
    case COMMAND_EXEC:
        return serve(options, registry);
    case COMMAND_READYZ:
        return readyz(options);
    case COMMAND_OPERATIONS:
        return print_operations(registry);
    case COMMAND_SCHEMA:
        return print_schema();
    case COMMAND_OPENAPI:
        return print_openapi(registry, *options->arguments);
    case COMMAND_HELP:
        fputs(options_help, stdout);
        return 0;
    case COMMAND_VERSION:
        puts("sandgate " VERSION_TEXT);
        return 0;
    }
    return EXIT_ERROR;
}

int main(int argc, char **argv)
{
    char error[400];
    struct options options;
    struct registry registry;

    output_open_standard();
    if (!options_read(&options, argc, argv, error, sizeof error))
        return complain(error, EXIT_USAGE);
    registry_make(&registry, modules);
    int status = run(&options, &registry);

    registry_free(&registry);
    return status;
}
