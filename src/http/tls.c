/* SPDX-License-Identifier: MIT */
/* Reading a certificate and its key. */
#include "tls.h"

#include <errno.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The text of a file up to its first NUL; PEM has none. */
static char *read_text(const char *path, char *error, size_t error_size)
{
    char *text = NULL;
    size_t size = 0;
    FILE *file = fopen(path, "re");

    errno = file == NULL ? errno : 0;
    if (file != NULL && getdelim(&text, &size, '\0', file) <= 0) {
        free(text);
        text = NULL;
    }
    if (text == NULL)
        snprintf(error, error_size, "can't read %s: %s", path,
                 errno == 0 ? "it is empty" : strerror(errno));
    if (file != NULL)
        fclose(file);
    return text;
}

bool tls_read(struct tls *ret, const struct server_options *options, char *error, size_t error_size)
{
    *ret = (struct tls){.certificate = NULL};
    if (options->certificate == NULL)
        return true;
    if (MHD_is_feature_supported(MHD_FEATURE_TLS) == MHD_NO) {
        snprintf(error, error_size, "this libmicrohttpd was built without TLS");
        return false;
    }
    ret->certificate = read_text(options->certificate, error, error_size);
    if (ret->certificate != NULL)
        ret->key = read_text(options->key, error, error_size);
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
