/* SPDX-License-Identifier: MIT */
/* Options as a table: each has a name, a variable, and a function that takes its value. */
#include "options.h"

#include "http/server.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char options_help[] =
    "usage: sandgate [serve] [options]        play the gateways (the default)\n"
    "       sandgate operations               print docs/operations.md\n"
    "       sandgate schema                   print schema/seed.json\n"
    "       sandgate openapi NAME             print an OpenAPI document: weavr-multi,\n"
    "                                         weavr-simulator, cyrexa-customer, control\n"
    "       sandgate --version | --help\n"
    "\n"
    "  --listen ADDR:PORT    where to listen; port 0 takes a free one  [127.0.0.1:8080]\n"
    "                        (SANDGATE_LISTEN; PORT changes the port alone)\n"
    "  --db PATH             keep the state in this SQLite file        [in memory]\n"
    "                        (SANDGATE_DB)\n"
    "  --seed FILE           people of the default realm, used when the database is new;\n"
    "                        may be repeated (SANDGATE_SEED)\n"
    "  --no-demo             start without the demo people (SANDGATE_NO_DEMO=1)\n"
    "  --control-token T     what the control API asks for (SANDGATE_CONTROL_TOKEN)\n"
    "  --cors ORIGIN         the browser origin that may call          [*]\n"
    "                        (SANDGATE_CORS; the control API never takes *)\n"
    "  --log text|json       form of the log on stderr (SANDGATE_LOG)  [text]\n"
    "  --ready-fd N          write a line to this descriptor when ready\n";

static bool fail(char *error, size_t size, const char *option, const char *value, const char *want)
{
    snprintf(error, size, "%s %s: %s", option, value, want);
    return false;
}

typedef bool take_fn(struct options *o, const char *value, char *error, size_t size);

static bool take_listen(struct options *o, const char *value, char *error, size_t size)
{
    int length = snprintf(o->listen, sizeof o->listen, "%s", value);

    return (length < (int) sizeof o->listen && server_is_address(value)) ||
           fail(error, size, "--listen", value, "ADDR:PORT or [ADDR]:PORT is wanted");
}

static bool take_port(struct options *o, const char *value, char *error, size_t size)
{
    char *end;
    long port = strtol(value, &end, 10);
    char *colon = strrchr(o->listen, ':');

    if (*value == '\0' || *end != '\0' || port < 0 || port > 65535)
        return fail(error, size, "PORT", value, "a number from 0 to 65535 is wanted");
    snprintf(colon, sizeof o->listen - (size_t) (colon - o->listen), ":%ld", port);
    return true;
}

static bool take_database(struct options *o, const char *value, char *error, size_t size)
{
    o->database = value;
    return *value != '\0' || fail(error, size, "--db", "", "a path is wanted");
}

static bool take_seed(struct options *o, const char *value, char *error, size_t size)
{
    if (o->seeds_count == SEEDS_MOST)
        return fail(error, size, "--seed", value, "there are too many seeds");
    o->seeds[o->seeds_count++] = value;
    return true;
}

static bool take_no_demo(struct options *o, const char *value, char *error, size_t size)
{
    /* the option itself comes without a value */
    o->demo = value != NULL && strcmp(value, "0") == 0;
    return value == NULL || o->demo || strcmp(value, "1") == 0 ||
           fail(error, size, "SANDGATE_NO_DEMO", value, "1 or 0 is wanted");
}

static bool take_control_token(struct options *o, const char *value, char *error, size_t size)
{
    o->control_token = value;
    return *value != '\0' || fail(error, size, "--control-token", "", "a token is wanted");
}

static bool take_cors(struct options *o, const char *value, char *error, size_t size)
{
    o->cors = value;
    return *value != '\0' || fail(error, size, "--cors", "", "an origin or * is wanted");
}

static bool take_log(struct options *o, const char *value, char *error, size_t size)
{
    if (strcmp(value, "text") != 0 && strcmp(value, "json") != 0)
        return fail(error, size, "--log", value, "text or json is wanted");
    o->log = *value == 'j' ? LOG_JSON : LOG_TEXT;
    return true;
}

static bool take_ready_fd(struct options *o, const char *value, char *error, size_t size)
{
    char *end;
    long fd = strtol(value, &end, 10);

    if (*value == '\0' || *end != '\0' || fd < 0 || fd > INT_MAX)
        return fail(error, size, "--ready-fd", value, "a descriptor's number is wanted");
    o->ready_fd = (int) fd;
    return true;
}

static const struct {
    const char *name;     /* NULL: only the variable */
    const char *variable; /* NULL: only the option */
    int has_value;
    take_fn *take;
} table[] = {
    {"listen", "SANDGATE_LISTEN", required_argument, take_listen},
    {NULL, "PORT", required_argument, take_port},
    {"db", "SANDGATE_DB", required_argument, take_database},
    {"seed", "SANDGATE_SEED", required_argument, take_seed},
    {"no-demo", "SANDGATE_NO_DEMO", no_argument, take_no_demo},
    {"control-token", "SANDGATE_CONTROL_TOKEN", required_argument, take_control_token},
    {"cors", "SANDGATE_CORS", required_argument, take_cors},
    {"log", "SANDGATE_LOG", required_argument, take_log},
    {"ready-fd", NULL, required_argument, take_ready_fd},
};

#define TABLE_SIZE (sizeof table / sizeof *table)
#define OPTION_HELP 1000
#define OPTION_VERSION 1001

static bool read_environment(struct options *o, char *error, size_t size)
{
    for (size_t i = 0; i < TABLE_SIZE; i++) {
        const char *value = table[i].variable == NULL ? NULL : getenv(table[i].variable);

        if (value != NULL && *value != '\0' && !table[i].take(o, value, error, size))
            return false;
    }
    return true;
}

static void fill_long_options(struct option *options)
{
    size_t count = 0;

    for (size_t i = 0; i < TABLE_SIZE; i++) {
        if (table[i].name != NULL)
            options[count++] = (struct option){table[i].name, table[i].has_value, NULL, (int) i};
    }
    options[count++] = (struct option){"help", no_argument, NULL, OPTION_HELP};
    options[count++] = (struct option){"version", no_argument, NULL, OPTION_VERSION};
    options[count] = (struct option){NULL, 0, NULL, 0};
}

static bool take_option(struct options *o, int option, char *error, size_t size)
{
    if (option == OPTION_HELP || option == OPTION_VERSION) {
        o->command = option == OPTION_HELP ? COMMAND_HELP : COMMAND_VERSION;
        return true;
    }
    /* the first --seed replaces the variable's */
    if (table[option].take == take_seed && o->seeds_count == 1 &&
        o->seeds[0] == getenv("SANDGATE_SEED"))
        o->seeds_count = 0;
    return table[option].take(o, optarg, error, size);
}

static bool read_command(struct options *o, int argc, char **argv, char *error, size_t size)
{
    static const struct {
        const char *name;
        enum command command;
        int arguments;
    } commands[] = {
        {"serve", COMMAND_SERVE, 0},
        {"operations", COMMAND_OPERATIONS, 0},
        {"schema", COMMAND_SCHEMA, 0},
        {"openapi", COMMAND_OPENAPI, 1},
    };

    if (argc == 0)
        return true;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(argv[0], commands[i].name) != 0)
            continue;
        if (argc - 1 != commands[i].arguments)
            return fail(error, size, argv[0], "", "a wrong number of arguments; see --help");
        o->command = commands[i].command;
        o->argument = argv[argc - 1];
        return true;
    }
    return fail(error, size, "unknown command", argv[0], "see --help");
}

bool options_read(struct options *o, int argc, char **argv, char *error, size_t error_size)
{
    struct option options[TABLE_SIZE + 3];
    int option;

    *o = (struct options){.listen = "127.0.0.1:8080", .demo = true, .cors = "*", .ready_fd = -1};
    if (!read_environment(o, error, error_size))
        return false;
    fill_long_options(options);
    opterr = 0;
    optind = 1;
    while ((option = getopt_long(argc, argv, ":", options, NULL)) != -1) {
        if (option == '?' || option == ':')
            return fail(error, error_size, argv[optind - 1], "",
                        option == ':' ? "a value is wanted" : "unknown option; see --help");
        if (!take_option(o, option, error, error_size))
            return false;
    }
    return o->command != COMMAND_SERVE ||
           read_command(o, argc - optind, argv + optind, error, error_size);
}
