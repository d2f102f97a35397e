/* SPDX-License-Identifier: MIT */
/*
 * The console: a page, its style sheet and its scripts. They are a client of the control API and
 * contain no data, so they can be loaded without the control token (control.md 8).
 */
#include "base/array.h"
#include "base/embed.h"
#include "engine/files.h"
#include "weavr/shared_types.h"

static const struct group console_group = {.tag = "console", .title = "Console"};

EMBED(console_html, CONSOLE_DIR "/console.html");
EMBED(console_css, CONSOLE_DIR "/console.css");
EMBED(console_js, CONSOLE_DIR "/console.js");
EMBED(calls_js, CONSOLE_DIR "/calls.js");
EMBED(cells_js, CONSOLE_DIR "/cells.js");
EMBED(page_js, CONSOLE_DIR "/page.js");
EMBED(icon_svg, CONSOLE_DIR "/icon.svg");

static const struct served_file files[] = {
    {"/_sandgate/", {console_html}},
    {"/_sandgate/console/console.css", {console_css}},
    {"/_sandgate/console/console.js", {console_js}},
    {"/_sandgate/console/calls.js", {calls_js}},
    {"/_sandgate/console/cells.js", {cells_js}},
    {"/_sandgate/console/page.js", {page_js}},
    {"/favicon.ico", {icon_svg}},
};

/*
 * The second line of defence: the scripts show data from clients as text, but if any of it became
 * markup, it could load, run and send nothing.
 */
static const struct pair headers[] = {
    {.name = "content-security-policy",
     .value = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
              "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
              "require-trusted-types-for 'script'; trusted-types 'none'"},
    {.name = "x-content-type-options", .value = "nosniff"},
    {.name = "referrer-policy", .value = "no-referrer"},
    {.name = "cross-origin-opener-policy", .value = "same-origin"},
    {.name = "cross-origin-resource-policy", .value = "same-origin"},
    {.name = "cache-control", .value = "no-cache"},
};

static int console_get(struct request *r)
{
    return reply_file(r, files, headers, ARRAY_SIZE(headers));
}

/* clang-format off */
const struct operation console_operations[] = {
    OPERATION(console_get, GET, "/_sandgate/", OPEN,
              .summary = "Get the console, a page that shows and changes realms", .group = &console_group,
              .status = 200, .media_type = "text/html", .errors = ERRORS()),
    OPERATION(console_get, GET, "/_sandgate/console/console.css", OPEN,
              .summary = "Get the style sheet of the console", .group = &console_group,
              .status = 200, .media_type = "text/css", .errors = ERRORS()),
    OPERATION(console_get, GET, "/_sandgate/console/console.js", OPEN,
              .summary = "Get the script of lists, clock, events and forms", .group = &console_group,
              .status = 200, .media_type = "text/javascript", .errors = ERRORS()),
    OPERATION(console_get, GET, "/_sandgate/console/calls.js", OPEN,
              .summary = "Get the script that calls the control API", .group = &console_group,
              .status = 200, .media_type = "text/javascript", .errors = ERRORS()),
    OPERATION(console_get, GET, "/_sandgate/console/cells.js", OPEN,
              .summary = "Get the script that fills table rows", .group = &console_group,
              .status = 200, .media_type = "text/javascript", .errors = ERRORS()),
    OPERATION(console_get, GET, "/_sandgate/console/page.js", OPEN,
              .summary = "Get the script of elements, messages and tables", .group = &console_group,
              .status = 200, .media_type = "text/javascript", .errors = ERRORS()),
    OPERATION(console_get, GET, "/favicon.ico", OPEN,
              .summary = "Get the icon", .group = &console_group,
              .status = 200, .media_type = "image/svg+xml", .errors = ERRORS()),
    END_OF_OPERATIONS,
};
/* clang-format on */
