/* SPDX-License-Identifier: MIT */
/* The options as a table: name, environment variable, and the function that takes the value. */
#include "options.h"

#include "http/address.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool fail(char *error, size_t size, const char *option, const char *value,
                 const char *detail)
{
    snprintf(error, size, "%s%s%s: %s", option, *value == '\0' ? "" : " ", value, detail);
    return false;
}

typedef bool take_fn(struct options *o, const char *value, char *error, size_t size);

static bool take_listen(struct options *o, const char *value, char *error, size_t size)
{
    int length = snprintf(o->listen, sizeof o->listen, "%s", value);

    return (length < (int) sizeof o->listen && address_is_valid(value)) ||
           fail(error, size, "--listen", value, "expected ADDR:PORT or [ADDR]:PORT");
}

static bool take_port(struct options *o, const char *value, char *error, size_t size)
{
    char *end;
    long port = strtol(value, &end, 10);
    char *colon = strrchr(o->listen, ':');

    if (*value == '\0' || *end != '\0' || port < 0 || port > 65535)
        return fail(error, size, "PORT", value, "expected a number from 0 to 65535");
    snprintf(colon, sizeof o->listen - (size_t) (colon - o->listen), ":%ld", port);
    return true;
}

static bool take_database(struct options *o, const char *value, char *error, size_t size)
{
    o->database = value;
    return *value != '\0' || fail(error, size, "--db", "", "expected a path");
}

static bool take_seed(struct options *o, const char *value, char *error, size_t size)
{
    if (o->first)
        o->seeds_count = 0;
    if (o->seeds_count == SEEDS_MOST)
        return fail(error, size, "--seed", value, "too many seed files");
    o->seeds[o->seeds_count++] = value;
    return true;
}

static bool take_no_demo(struct options *o, const char *value, char *error, size_t size)
{
    /* the option has no value, its variable has one */
    o->demo = value != NULL && strcmp(value, "0") == 0;
    return value == NULL || o->demo || strcmp(value, "1") == 0 ||
           fail(error, size, "SANDGATE_NO_DEMO", value, "expected 1 or 0");
}

static bool take_control_token(struct options *o, const char *value, char *error, size_t size)
{
    o->control_token = value;
    return *value != '\0' || fail(error, size, "--control-token", "", "expected a token");
}

static bool take_cors(struct options *o, const char *value, char *error, size_t size)
{
    if (o->first)
        o->origins = (struct origins){.any = false};
    const char *why = origins_add(&o->origins, value);

    return why == NULL || fail(error, size, "--cors", value, why);
}

static bool take_app_key_origin(struct options *o, const char *value, char *error, size_t size)
{
    if (o->first)
        o->app_key_origins.count = 0;
    const char *why = origin_realms_add(&o->app_key_origins, value);

    return why == NULL || fail(error, size, "--app-key-origin", value, why);
}

static bool take_public_url(struct options *o, const char *value, char *error, size_t size)
{
    const char *why = base_url_read(value, o->public_url);

    return why == NULL || fail(error, size, "--public-url", value, why);
}

static bool take_tls_certificate(struct options *o, const char *value, char *error, size_t size)
{
    o->tls_certificate = value;
    return *value != '\0' || fail(error, size, "--tls-cert", "", "expected a path");
}

static bool take_tls_key(struct options *o, const char *value, char *error, size_t size)
{
    o->tls_key = value;
    return *value != '\0' || fail(error, size, "--tls-key", "", "expected a path");
}

static bool take_log(struct options *o, const char *value, char *error, size_t size)
{
    if (strcmp(value, "text") != 0 && strcmp(value, "json") != 0)
        return fail(error, size, "--log", value, "expected text or json");
    o->log = *value == 'j' ? LOG_JSON : LOG_TEXT;
    return true;
}

static bool take_random_seed(struct options *o, const char *value, char *error, size_t size)
{
    errno = 0;
    o->random_seed = strtoull(value, NULL, 10);
    o->reproducible = true;
    return (*value != '\0' && value[strspn(value, "0123456789")] == '\0' && errno == 0) ||
           fail(error, size, "--random-seed", value, "expected a number from 0 to 2^64 - 1");
}

#define GRACE_MOST 3600

static bool take_grace(struct options *o, const char *value, char *error, size_t size)
{
    char *end;
    long seconds = strtol(value, &end, 10);

    if (*value == '\0' || *end != '\0' || seconds < 0 || seconds > GRACE_MOST)
        return fail(error, size, "--grace", value, "expected seconds, from 0 to 3600");
    o->grace = (int) seconds;
    return true;
}

static bool take_ready_fd(struct options *o, const char *value, char *error, size_t size)
{
    char *end;
    long fd = strtol(value, &end, 10);

    if (*value == '\0' || *end != '\0' || fd < 0 || fd > INT_MAX)
        return fail(error, size, "--ready-fd", value, "expected the number of a file descriptor");
    o->ready_fd = (int) fd;
    return true;
}

static bool take_wait(struct options *o, const char *value, char *error, size_t size)
{
    o->wait = true;
    return value == NULL || fail(error, size, "--wait", value, "expected no value");
}

#define TIMEOUT_MOST INT64_C(86400000)

/* "500ms", "30s", "2m", "1h" */
static bool take_timeout(struct options *o, const char *value, char *error, size_t size)
{
    static const struct {
        const char *name;
        int64_t millis;
    } units[] = {{"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000}};
    size_t digits = strspn(value, "0123456789");
    long long number = strtoll(value, NULL, 10);

    for (size_t i = 0; digits > 0 && i < sizeof units / sizeof *units; i++) {
        if (strcmp(value + digits, units[i].name) != 0)
            continue;
        o->timeout = number <= TIMEOUT_MOST / units[i].millis ? number * units[i].millis : 0;
        if (o->timeout > 0)
            return true;
    }
    return fail(error, size, "--timeout", value, "expected a time like 500ms, 30s or 2m");
}

static bool take_min_coverage(struct options *o, const char *value, char *error, size_t size)
{
    char *end;
    long percent = strtol(value, &end, 10);

    if (*value == '\0' || *end != '\0' || percent < 0 || percent > 100)
        return fail(error, size, "--min-coverage", value, "expected a number from 0 to 100");
    o->min_coverage = (int) percent;
    return true;
}

static bool take_fail_on_unmatched(struct options *o, const char *value, char *error, size_t size)
{
    o->fail_on_unmatched = true;
    return value == NULL || fail(error, size, "--fail-on-unmatched", value, "expected no value");
}

#define SERVE (1U << COMMAND_SERVE)
#define BOTH (SERVE | 1U << COMMAND_EXEC)
#define EXEC (1U << COMMAND_EXEC)
#define READYZ (1U << COMMAND_READYZ)

static const struct {
    const char *name;     /* NULL: only the variable */
    const char *variable; /* NULL: only the option */
    int has_value;
    take_fn *take;
    unsigned option_of;   /* commands that have the option */
    unsigned variable_of; /* commands that read the variable */
} table[] = {
    /* exec ignores these variables, which are often meant for its command */
    {"listen", "SANDGATE_LISTEN", required_argument, take_listen, BOTH, SERVE | READYZ},
    {NULL, "PORT", required_argument, take_port, 0, SERVE | READYZ},
    {"db", "SANDGATE_DB", required_argument, take_database, BOTH, BOTH},
    {"seed", "SANDGATE_SEED", required_argument, take_seed, BOTH, BOTH},
    {"no-demo", "SANDGATE_NO_DEMO", no_argument, take_no_demo, BOTH, BOTH},
    {"control-token", "SANDGATE_CONTROL_TOKEN", required_argument, take_control_token, BOTH, BOTH},
    {"cors", "SANDGATE_CORS", required_argument, take_cors, BOTH, BOTH},
    {"app-key-origin", "SANDGATE_APP_KEY_ORIGIN", required_argument, take_app_key_origin, BOTH,
     BOTH},
    {"tls-cert", "SANDGATE_TLS_CERT", required_argument, take_tls_certificate, BOTH, BOTH | READYZ},
    {"tls-key", "SANDGATE_TLS_KEY", required_argument, take_tls_key, BOTH, BOTH | READYZ},
    {"log", "SANDGATE_LOG", required_argument, take_log, BOTH, BOTH},
    {"random-seed", "SANDGATE_RANDOM_SEED", required_argument, take_random_seed, BOTH, BOTH},
    {"grace", "SANDGATE_GRACE", required_argument, take_grace, BOTH, BOTH},
    {"public-url", "SANDGATE_PUBLIC_URL", required_argument, take_public_url, BOTH, BOTH},
    {"ready-fd", NULL, required_argument, take_ready_fd, BOTH, 0},
    {"min-coverage", NULL, required_argument, take_min_coverage, EXEC, 0},
    {"fail-on-unmatched", NULL, no_argument, take_fail_on_unmatched, EXEC, 0},
    {"wait", NULL, no_argument, take_wait, READYZ, 0},
    {"timeout", NULL, required_argument, take_timeout, READYZ, 0},
};

#define TABLE_SIZE (sizeof table / sizeof *table)
#define OPTION_HELP 1000
#define OPTION_VERSION 1001

static bool read_environment(struct options *o, char *error, size_t size)
{
    for (size_t i = 0; i < TABLE_SIZE; i++) {
        const char *value = table[i].variable == NULL ? NULL : getenv(table[i].variable);

        o->first = true;
        if (value != NULL && *value != '\0' && (table[i].variable_of & 1U << o->command) != 0 &&
            !table[i].take(o, value, error, size))
            return false;
    }
    return true;
}

_Static_assert(TABLE_SIZE <= 32, "a bit of `given` for each");

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
    char name[40];

    if ((table[option].option_of & 1U << o->command) == 0) {
        snprintf(name, sizeof name, "--%s", table[option].name);
        return fail(error, size, name, "", "not an option of this command; see --help");
    }
    o->first = (o->given & 1U << option) == 0;
    o->given |= 1U << option;
    return table[option].take(o, optarg, error, size);
}

/* Reads the options, and permutes argv so that the other arguments follow them. */
static bool walk_options(struct options *o, int argc, char **argv, bool take, char *error,
                         size_t size)
{
    struct option options[TABLE_SIZE + 3];
    int option;

    fill_long_options(options);
    opterr = 0;
    optind = 0; /* restart */
    while ((option = getopt_long(argc, argv, ":", options, NULL)) != -1) {
        if (option == '?' || option == ':')
            return fail(error, size, argv[optind - 1], "",
                        option == ':' ? "expected a value" : "unknown option; see --help");
        if (option == OPTION_HELP || option == OPTION_VERSION)
            o->command = option == OPTION_HELP ? COMMAND_HELP : COMMAND_VERSION;
        else if (take && !take_option(o, option, error, size))
            return false;
    }
    return true;
}

static const struct command_row {
    const char *name;
    enum command command;
    int least; /* arguments */
    int most;
} commands[] = {
    {"serve", COMMAND_SERVE, 0, 0},   {"exec", COMMAND_EXEC, 1, INT_MAX},
    {"readyz", COMMAND_READYZ, 0, 1}, {"operations", COMMAND_OPERATIONS, 0, 0},
    {"schema", COMMAND_SCHEMA, 0, 0}, {"openapi", COMMAND_OPENAPI, 1, 1},
};

static const struct command_row *find_command(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(name, commands[i].name) == 0)
            return &commands[i];
    }
    return NULL;
}

/* The arguments after the options, of which argv[-1] is the last. */
static bool read_command(struct options *o, int argc, char **argv, char *error, size_t size)
{
    if (argc == 0)
        return true;
    const struct command_row *row = find_command(argv[0]);

    if (row == NULL)
        return fail(error, size, "unknown command", argv[0], "see --help");
    if (argc - 1 < row->least || argc - 1 > row->most)
        return fail(error, size, argv[0], "", "wrong number of arguments; see --help");
    if (row->command == COMMAND_EXEC && strcmp(argv[-1], "--") != 0)
        return fail(error, size, argv[0], "", "expected -- before the command to run");
    o->command = row->command;
    o->arguments = argv + 1;
    o->arguments_count = argc - 1;
    if (row->command == COMMAND_EXEC)
        strcpy(o->listen, "127.0.0.1:0");
    return true;
}

static bool check_pairs(const struct options *o, char *error, size_t size)
{
    return (o->tls_certificate == NULL) == (o->tls_key == NULL) ||
           fail(error, size, o->tls_key == NULL ? "--tls-cert" : "--tls-key", "",
                "--tls-cert and --tls-key must be given together");
}

/* Twice over the options: the command must be known before its options and variables are read. */
bool options_read(struct options *o, int argc, char **argv, char *error, size_t error_size)
{
    *o = (struct options){.listen = "127.0.0.1:8080",
                          .demo = true,
                          .origins = {.any = true},
                          .grace = 5,
                          .ready_fd = -1,
                          .timeout = 30000};
    if (!walk_options(o, argc, argv, false, error, error_size))
        return false;
    if (o->command != COMMAND_SERVE)
        return true;
    return read_command(o, argc - optind, argv + optind, error, error_size) &&
           read_environment(o, error, error_size) &&
           walk_options(o, argc, argv, true, error, error_size) &&
           check_pairs(o, error, error_size);
}
