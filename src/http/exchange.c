/* SPDX-License-Identifier: MIT */
/* Making a request of what libmicrohttpd has read, and a response of the reply. */
#include "exchange.h"

#include "base/encode.h"

#include <string.h>
#include <sys/socket.h>

static enum method method_of(const char *name)
{
    enum method method = GET;

    if (strcmp(name, "HEAD") == 0)
        return GET; /* libmicrohttpd leaves out the body */
    while (method < METHODS_COUNT && strcmp(name, method_names[method]) != 0)
        method++;
    return method;
}

struct pair_list {
    struct arena *arena;
    bool encoded; /* the query; headers are trimmed instead (RFC 9110 5.5) */
    struct pair *items;
    size_t count;
    bool too_many;
};

static void decode_value(struct arena *a, struct pair *pair)
{
    char *decoded = percent_decode(a, pair->value, pair->length, true);

    if (decoded != NULL) {
        pair->value = decoded;
        pair->length = strlen(decoded);
    }
}

static void trim_value(struct arena *a, struct pair *pair)
{
    size_t length = pair->length;

    while (length > 0 && (pair->value[length - 1] == ' ' || pair->value[length - 1] == '\t'))
        length--;
    if (length < pair->length) {
        pair->value = arena_textn(a, pair->value, length);
        pair->length = length;
    }
}

static enum MHD_Result add_pair(void *context, enum MHD_ValueKind kind, const char *name,
                                size_t name_length, const char *value, size_t length)
{
    struct pair_list *g = context;

    (void) kind;
    (void) name_length;
    g->too_many = g->count == PAIRS_MOST;
    if (g->too_many)
        return MHD_NO;
    struct pair *pair = &g->items[g->count++];

    *pair = (struct pair){.name = name, .value = value == NULL ? "" : value, .length = length};
    (g->encoded ? decode_value : trim_value)(g->arena, pair);
    return MHD_YES;
}

static struct pairs read_pairs(struct exchange *x, enum MHD_ValueKind kind, struct pair *items,
                               bool encoded)
{
    struct pair_list g = {.arena = &x->arena, .encoded = encoded, .items = items};

    MHD_get_connection_values_n(x->connection, kind, add_pair, &g);
    x->request.too_many_pairs |= g.too_many;
    return (struct pairs){.items = items, .count = g.count};
}

void exchange_begin(struct exchange *x, struct gateway *g, struct MHD_Connection *connection,
                    const char *path, const char *method)
{
    x->connection = connection;
    x->body = TEXT_IN(&x->arena);
    x->body_seen = 0;
    x->suspended = false;
    x->request = (struct request){
        .gateway = g,
        .arena = &x->arena,
        .method = method_of(method),
        .path = path,
    };
    x->request.headers = read_pairs(x, MHD_HEADER_KIND, x->headers, false);
    x->request.query = read_pairs(x, MHD_GET_ARGUMENT_KIND, x->query, true);
}

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
    MHD_add_response_header(response, name, value);
}

/* Sends half of the body, then closes the connection: a fault. */
static ssize_t read_half(void *context, uint64_t position, char *buffer, size_t most)
{
    const struct text *body = context;
    size_t left = body->length / 2 - (size_t) position;

    if (left == 0)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (left > most)
        left = most;
    memcpy(buffer, body->data + position, left);
    return (ssize_t) left;
}

/* Sends what the stream has; without anything the connection is suspended. */
static ssize_t read_stream(void *context, uint64_t position, char *buffer, size_t most)
{
    (void) position;
    struct exchange *x = context;
    struct stream *stream = x->request.reply.stream;
    size_t length = stream_read(stream, buffer, most);

    if (length > 0)
        return (ssize_t) length;
    if (stream->ended || x->request.gateway->stopping)
        return MHD_CONTENT_READER_END_OF_STREAM;
    x->suspended = true;
    MHD_suspend_connection(x->connection);
    return 0;
}

#define PIECE_SIZE 4096

/* The arena outlives the response: it is reset once the request has completed. */
static struct MHD_Response *make_response(struct exchange *x)
{
    struct reply *reply = &x->request.reply;
    struct text *body = &reply->body;

    if (reply->stream != NULL)
        return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, PIECE_SIZE, read_stream, x,
                                                 NULL);
    if (reply->connection == CONNECTION_TRUNCATED && body->length > 0)
        return MHD_create_response_from_callback(body->length, PIECE_SIZE, read_half, body, NULL);
    return MHD_create_response_from_buffer(body->length, body->data, MHD_RESPMEM_PERSISTENT);
}

/* Dissolving the association of a socket sends RST (Linux, connect(2) with AF_UNSPEC). */
void exchange_reset(struct MHD_Connection *connection)
{
    int fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;

    (void) connect(fd, &(struct sockaddr){.sa_family = AF_UNSPEC}, sizeof(struct sockaddr));
}

enum MHD_Result exchange_answer(struct exchange *x)
{
    struct reply *reply = &x->request.reply;

    if (reply->connection == CONNECTION_RESET)
        exchange_reset(x->connection);
    if (reply->connection == CONNECTION_RESET || reply->connection == CONNECTION_CLOSED)
        return MHD_NO;
    struct MHD_Response *response = make_response(x);

    if (response == NULL)
        return MHD_NO;
    add_header(response, "server", "sandgate/" VERSION_TEXT);
    add_header(response, "request-ref", x->request.reference);
    if (reply->media_type != NULL)
        add_header(response, "content-type", reply->media_type);
    for (size_t i = 0; i < reply->headers_count; i++)
        add_header(response, reply->headers[i].name, reply->headers[i].value);
    if (reply->reason != NULL) {
        char reason[600];

        header_safe(reason, sizeof reason, reply->reason);
        add_header(response, "sandgate-reason", reason);
    }
    enum MHD_Result result = MHD_queue_response(x->connection, (unsigned) reply->status, response);

    MHD_destroy_response(response);
    return result;
}
