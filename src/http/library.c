/* SPDX-License-Identifier: MIT */
/* Takes the place of the library's MHD_queue_response. */
#include "library.h"

#include "refusals.h"

#include <dlfcn.h>

typedef enum MHD_Result queue_fn(struct MHD_Connection *, unsigned, struct MHD_Response *);

enum MHD_Result library_queue_response(struct MHD_Connection *handle, unsigned status,
                                       struct MHD_Response *response)
{
    static queue_fn *queue;

    if (queue == NULL)
        *(void **) &queue = dlsym(RTLD_NEXT, "MHD_queue_response");
    return queue(handle, status, response);
}

/* Called by the library alone, which closes the connection after MHD_NO. */
enum MHD_Result MHD_queue_response(struct MHD_Connection *handle, unsigned status,
                                   struct MHD_Response *response)
{
    (void) response;
    refuse_for_library(connection_of(handle), status);
    return MHD_NO;
}
