#ifndef CLIBCURL_H
#define CLIBCURL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// libcurl, opened when the first request is made and not before: most runs of the program never make one, start
/// sooner without it, and work on machines that lack it. Building needs no header of it; the numbers of its options
/// and the names of its functions have been the same since `libcurl.so.4` of 2006 and are kept by its maintainers.

/// How a request ended, as far as callers tell the ways apart.
typedef enum __attribute__((enum_extensibility(closed))) {
  ccurl_result_answered,
  /// There is no libcurl on this machine.
  ccurl_result_no_library,
  ccurl_result_bad_address,
  ccurl_result_unknown_host,
  ccurl_result_unreachable,
  ccurl_result_timed_out,
  /// The server could not prove who it is.
  ccurl_result_untrusted,
  /// The connection ended, or turned to noise, after the request was on its way: it may have been carried out.
  ccurl_result_lost,
  /// A callback wanted to hear no more.
  ccurl_result_stopped,
  ccurl_result_failed,
} ccurl_result;

/// What to send. The pointers need to hold until `ccurl_perform` returns.
typedef struct {
  /// `https://…` or `http://…`; no other protocol is spoken, and no redirection followed.
  const char *url;
  const char *method;
  /// Lines such as `Accept: text/html`, each with a line end.
  const char *headers;
  /// Null for a request without a body.
  const uint8_t *body;
  size_t body_length;
  /// For the whole request, and for its first step.
  long time_limit_ms;
  long connect_limit_ms;
  /// Whether proxies named in the environment are used.
  bool may_use_proxy;
  /// Handed to the callbacks.
  void *context;
  /// One line of the answer's head, with its line end.
  void (*on_header)(void *context, const uint8_t *bytes, size_t length);
  /// A part of the answer's body; false to hear no more.
  bool (*on_body)(void *context, const uint8_t *bytes, size_t length);
  /// Asked several times a second; true to give up.
  bool (*is_cancelled)(void *context);
} ccurl_request;

typedef struct {
  ccurl_result result;
  /// HTTP's, 0 when there was no answer.
  int32_t status;
  /// libcurl's words for what went wrong.
  char message[256];
} ccurl_outcome;

/// Makes one request and waits for its end. Safe to call from any number of threads.
ccurl_outcome ccurl_perform(const ccurl_request *request);

#endif
