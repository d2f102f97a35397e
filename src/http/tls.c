/* SPDX-License-Identifier: MIT */
/* Reading a certificate and its key. */
#include "tls.h"

#include "base/file.h"

#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>

bool tls_read(struct tls *ret, const char *certificate, const char *key, char *error,
              size_t error_size)
{
    size_t length; /* PEM has no NUL */

    *ret = (struct tls){.certificate = NULL};
    if (certificate == NULL)
        return true;
    if (MHD_is_feature_supported(MHD_FEATURE_TLS) == MHD_NO) {
        snprintf(error, error_size, "this libmicrohttpd was built without TLS");
        return false;
    }
    ret->certificate = file_text(certificate, &length, error, error_size);
    if (ret->certificate != NULL)
        ret->key = file_text(key, &length, error, error_size);
    if (ret->key != NULL)
        return true;
    tls_free(ret);
    return false;
}

void tls_free(struct tls *tls)
{
    free(tls->certificate);
    free(tls->key);
    *tls = (struct tls){.certificate = NULL};
}
