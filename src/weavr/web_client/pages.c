/* SPDX-License-Identifier: MIT */
/*
 * The files of the browser client: the script that an app loads, and the frame document, in which the values are typed
 * and shown (weavr-web-client.md 6.2). They are in ../pages and hold no data.
 */
#include "base/array.h"
#include "base/embed.h"
#include "engine/files.h"

EMBED(client_js, PAGES_DIR "/client.js");
EMBED(field_html, PAGES_DIR "/field.html");
EMBED(field_css, PAGES_DIR "/field.css");
EMBED(rules_js, PAGES_DIR "/rules.js");
EMBED(input_js, PAGES_DIR "/input.js");
EMBED(display_js, PAGES_DIR "/display.js");
EMBED(panel_js, PAGES_DIR "/panel.js");
EMBED(frame_js, PAGES_DIR "/frame.js");

#define STATIC "/app/secure/static/"

/* One path for all that a frame's script consists of: a frame loads faster, and a page without frames needs one. */
static const struct served_file files[] = {
    {STATIC "client.1.js", {client_js}},
    {"/sandbox/weavr-client-v2.js", {client_js}},
    {STATIC "field.html", {field_html}},
    {STATIC "field.css", {field_css}},
    {STATIC "field.js", {rules_js, input_js, display_js, panel_js, frame_js}},
};

/*
 * Apps of every origin load the script and embed the frame, also those that isolate themselves (weavr-web-client.md
 * 6.2.1 row 1). The policy is the frame's, and means nothing for the others.
 */
static const struct pair headers[] = {
    {.name = "content-security-policy",
     .value =
         "default-src 'none'; script-src 'self'; style-src 'self' http://127.0.0.1:* "
         "http://localhost:*; connect-src 'self'; font-src 'self' data: http://127.0.0.1:* http://localhost:*; base-uri 'none'; "
         "form-action 'none'; frame-ancestors *; require-trusted-types-for 'script'; "
         "trusted-types 'none'"},
    {.name = "cross-origin-resource-policy", .value = "cross-origin"},
    {.name = "cross-origin-embedder-policy", .value = "require-corp"},
    {.name = "x-content-type-options", .value = "nosniff"},
    {.name = "referrer-policy", .value = "no-referrer"},
    {.name = "cache-control", .value = "no-cache"},
};

static int page_get(struct request *r)
{
    return reply_file(r, files, headers, ARRAY_SIZE(headers));
}

static const struct group pages_group = {.tag = "pages", .title = "Script and frames"};

/* clang-format off */
#define PAGE(path, type, text)                                                                     \
    OPERATION(page_get, GET, path, OPEN, .summary = (text), .group = &pages_group, .status = 200,   \
              .media_type = (type), .readers = ANY_ORIGIN, .errors = ERRORS())

const struct operation page_operations[] = {
    PAGE(STATIC "client.1.js", "application/javascript", "Get the script that an app loads"),
    PAGE("/sandbox/weavr-client-v2.js", "application/javascript", "Get the same script by the name of its version 2"),
    PAGE(STATIC "field.html", "text/html", "Get the document of the frames"),
    PAGE(STATIC "field.css", "text/css", "Get the style sheet of the frames"),
    PAGE(STATIC "field.js", "application/javascript", "Get the script of the frames"),
    END_OF_OPERATIONS,
};
/* clang-format on */
