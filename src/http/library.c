/* SPDX-License-Identifier: MIT */
/* The library's own MHD_queue_response, which a function of ours hides. */
#include "library.h"

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
