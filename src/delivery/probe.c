/* SPDX-License-Identifier: MIT */
/* One blocking request with libcurl, for its TLS. */
#include "delivery/probe.h"

#include "base/clock.h"
#include "libcurl.h"

#include <stdio.h>

/* NOLINTNEXTLINE(readability-non-const-parameter): libcurl gives the type */
static size_t ignore_body(char *bytes, size_t size, size_t count, void *context)
{
    (void) bytes;
    (void) context;
    return size * count;
}

static void set_options(const struct libcurl *curl, CURL *easy, const char *url, int64_t millis)
{
    curl->curl_easy_setopt(easy, CURLOPT_URL, url);
    curl->curl_easy_setopt(easy, CURLOPT_PROXY, ""); /* ignore the environment */
    curl->curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl->curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl->curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long) millis);
    curl->curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
    curl->curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
    curl->curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, ignore_body);
}

int probe_status(const char *url, int64_t deadline, char *error, size_t error_size)
{
    int64_t left = deadline - clock_monotonic();
    struct libcurl curl;
    long status = -1;

    if (!libcurl_load(&curl, error, error_size))
        return -1;
    CURL *easy = curl.curl_easy_init();

    set_options(&curl, easy, url, left > 0 ? left : 1); /* 0 would be unlimited */
    CURLcode code = curl.curl_easy_perform(easy);

    if (code == CURLE_OK)
        curl.curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    else
        snprintf(error, error_size, "%s", curl.curl_easy_strerror(code));
    curl.curl_easy_cleanup(easy);
    return (int) status;
}
