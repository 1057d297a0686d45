#include "CLibCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// From curl/curl.h.
enum {
  GLOBAL_ALL = 3,
  OPTION_URL = 10002,
  OPTION_PROXY = 10004,
  OPTION_WRITEDATA = 10001,
  OPTION_ERRORBUFFER = 10010,
  OPTION_POSTFIELDS = 10015,
  OPTION_HTTPHEADER = 10023,
  OPTION_HEADERDATA = 10029,
  OPTION_CUSTOMREQUEST = 10036,
  OPTION_NOPROGRESS = 43,
  OPTION_XFERINFODATA = 10057,
  OPTION_NOSIGNAL = 99,
  OPTION_TIMEOUT_MS = 155,
  OPTION_CONNECTTIMEOUT_MS = 156,
  OPTION_PROTOCOLS = 181,
  OPTION_WRITEFUNCTION = 20011,
  OPTION_HEADERFUNCTION = 20079,
  OPTION_XFERINFOFUNCTION = 20219,
  OPTION_POSTFIELDSIZE_LARGE = 30120,
  INFO_RESPONSE_CODE = 0x200002,
  PROTOCOL_HTTP = 1,
  PROTOCOL_HTTPS = 2,
};

struct curl_slist;

static struct {
  void *(*easy_init)(void);
  int (*easy_setopt)(void *, int, ...);
  int (*easy_perform)(void *);
  int (*easy_getinfo)(void *, int, ...);
  void (*easy_cleanup)(void *);
  const char *(*easy_strerror)(int);
  struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
  void (*slist_free_all)(struct curl_slist *);
} curl;

static bool is_loaded = false;
static pthread_once_t loading = PTHREAD_ONCE_INIT;

static void load(void) {
  static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.so"};
  void *library = NULL;
  for (size_t index = 0; library == NULL && index < sizeof names / sizeof *names; index++) {
    library = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
  }
  if (library == NULL) return;

  int (*global_init)(long) = (int (*)(long))dlsym(library, "curl_global_init");
  curl.easy_init = (void *(*)(void))dlsym(library, "curl_easy_init");
  curl.easy_setopt = (int (*)(void *, int, ...))dlsym(library, "curl_easy_setopt");
  curl.easy_perform = (int (*)(void *))dlsym(library, "curl_easy_perform");
  curl.easy_getinfo = (int (*)(void *, int, ...))dlsym(library, "curl_easy_getinfo");
  curl.easy_cleanup = (void (*)(void *))dlsym(library, "curl_easy_cleanup");
  curl.easy_strerror = (const char *(*)(int))dlsym(library, "curl_easy_strerror");
  curl.slist_append = (struct curl_slist * (*)(struct curl_slist *, const char *)) dlsym(library, "curl_slist_append");
  curl.slist_free_all = (void (*)(struct curl_slist *))dlsym(library, "curl_slist_free_all");
  is_loaded = global_init != NULL && curl.easy_init != NULL && curl.easy_setopt != NULL && curl.easy_perform != NULL &&
              curl.easy_getinfo != NULL && curl.easy_cleanup != NULL && curl.easy_strerror != NULL &&
              curl.slist_append != NULL && curl.slist_free_all != NULL && global_init(GLOBAL_ALL) == 0;
}

static size_t take_header(const uint8_t *bytes, size_t size, size_t count, void *context) {
  const ccurl_request *request = context;
  request->on_header(request->context, bytes, size * count);
  return size * count;
}

static size_t take_body(const uint8_t *bytes, size_t size, size_t count, void *context) {
  const ccurl_request *request = context;
  // Another number than that of the bytes ends the transfer.
  return request->on_body(request->context, bytes, size * count) ? size * count : 0;
}

static int take_progress(void *context, int64_t a, int64_t b, int64_t c, int64_t d) {
  (void)a, (void)b, (void)c, (void)d;
  const ccurl_request *request = context;
  return request->is_cancelled(request->context) ? 1 : 0;
}

static ccurl_result meaning(int code) {
  switch (code) {
    case 0: return ccurl_result_answered;
    case 1: case 3: return ccurl_result_bad_address;
    case 5: case 6: return ccurl_result_unknown_host;
    case 7: case 97: return ccurl_result_unreachable;
    case 28: return ccurl_result_timed_out;
    case 35: case 58: case 60: case 77: case 83: return ccurl_result_untrusted;
    case 8: case 16: case 18: case 52: case 55: case 56: case 61: case 92: return ccurl_result_lost;
    case 23: case 42: return ccurl_result_stopped;
    default: return ccurl_result_failed;
  }
}

static int prepare(void *handle, const ccurl_request *request, struct curl_slist *headers, char *message) {
  int failure = 0;
#define SET(option, value) \
  if (failure == 0) failure = curl.easy_setopt(handle, option, value)
  SET(OPTION_ERRORBUFFER, message);
  SET(OPTION_URL, request->url);
  SET(OPTION_PROTOCOLS, (long)(PROTOCOL_HTTP | PROTOCOL_HTTPS));
  SET(OPTION_CUSTOMREQUEST, request->method);
  SET(OPTION_HTTPHEADER, headers);
  if (request->body != NULL) {
    SET(OPTION_POSTFIELDSIZE_LARGE, (int64_t)request->body_length);
    SET(OPTION_POSTFIELDS, request->body);
  }
  SET(OPTION_TIMEOUT_MS, request->time_limit_ms);
  SET(OPTION_CONNECTTIMEOUT_MS, request->connect_limit_ms);
  // Time limits must not come as signals, which would hit any thread.
  SET(OPTION_NOSIGNAL, 1L);
  if (!request->may_use_proxy) SET(OPTION_PROXY, "");
  SET(OPTION_HEADERFUNCTION, take_header);
  SET(OPTION_HEADERDATA, request);
  SET(OPTION_WRITEFUNCTION, take_body);
  SET(OPTION_WRITEDATA, request);
  SET(OPTION_XFERINFOFUNCTION, take_progress);
  SET(OPTION_XFERINFODATA, request);
  SET(OPTION_NOPROGRESS, 0L);
#undef SET
  return failure;
}

/// False when memory ran out; what was listed by then is in `list` all the same.
static bool list_headers(const char *text, struct curl_slist **list) {
  for (const char *end; (end = strchr(text, '\n')) != NULL; text = end + 1) {
    char *line = strndup(text, (size_t)(end - text));
    if (line == NULL) return false;
    struct curl_slist *longer = curl.slist_append(*list, line);
    free(line);
    if (longer == NULL) return false;
    *list = longer;
  }
  return true;
}

ccurl_outcome ccurl_perform(const ccurl_request *request) {
  ccurl_outcome outcome = {.result = ccurl_result_no_library};
  pthread_once(&loading, load);
  if (!is_loaded) return outcome;

  outcome.result = ccurl_result_failed;
  void *handle = curl.easy_init();
  if (handle == NULL) return outcome;
  struct curl_slist *headers = NULL;
  if (list_headers(request->headers, &headers)) {
    int code = prepare(handle, request, headers, outcome.message);
    if (code == 0) code = curl.easy_perform(handle);
    long status = 0;
    curl.easy_getinfo(handle, INFO_RESPONSE_CODE, &status);
    outcome.status = (int32_t)status;
    outcome.result = meaning(code);
    if (code != 0 && outcome.message[0] == 0) {
      snprintf(outcome.message, sizeof outcome.message, "%s", curl.easy_strerror(code));
    }
  }
  // The handle may still point into the outcome's message and the headers: it goes first.
  curl.easy_cleanup(handle);
  curl.slist_free_all(headers);
  return outcome;
}
