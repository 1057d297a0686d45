#ifndef CLIBYAML_H
#define CLIBYAML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What libyaml's parser came across. Its own events are a union of structs; here they are one flat struct, so that
/// callers need neither the union nor libyaml's header.
typedef enum __attribute__((enum_extensibility(closed))) {
  cyaml_kind_scalar,
  cyaml_kind_alias,
  cyaml_kind_sequence_start,
  cyaml_kind_sequence_end,
  cyaml_kind_mapping_start,
  cyaml_kind_mapping_end,
  cyaml_kind_document_start,
  cyaml_kind_document_end,
  cyaml_kind_stream_end,
  /// The input is not YAML; `cyaml_error_of` says why. No further event comes.
  cyaml_kind_failure,
} cyaml_kind;

/// One event. The pointers belong to the reader and hold until the next call of `cyaml_next` or `cyaml_close`.
typedef struct {
  cyaml_kind kind;
  /// A scalar written without quotes and not as a block.
  bool is_plain;
  /// Where the event starts; from 1, columns in Unicode scalars.
  int32_t line;
  int32_t column;
  /// A scalar's text or an alias's name, `length` bytes of UTF-8.
  const uint8_t *text;
  size_t length;
  /// The anchor (`&name`) and the tag (`!name`) as C strings, or null.
  const char *anchor;
  const char *tag;
} cyaml_event;

typedef enum __attribute__((enum_extensibility(closed))) {
  cyaml_failure_memory,
  /// A byte that is not UTF-8, or a character that YAML forbids; `offset` and `value` tell which.
  cyaml_failure_bytes,
  /// Anything else; `line` and `column` tell where.
  cyaml_failure_syntax,
} cyaml_failure;

typedef struct {
  cyaml_failure kind;
  /// Static C strings of libyaml, or null: "did not find expected key", "while parsing a block mapping".
  const char *problem;
  const char *context;
  /// From 1.
  int32_t line;
  int32_t column;
  /// Where the context began, from 1; 0 without a context.
  int32_t context_line;
  /// The offset in bytes from the start of the buffer, and the byte or character there; -1 when it has no value.
  size_t offset;
  int32_t value;
} cyaml_error;

typedef struct cyaml_reader cyaml_reader;

/// A reader over `length` bytes of UTF-8, which must outlive it. Null when memory has run out.
cyaml_reader *cyaml_open(const uint8_t *bytes, size_t length);

/// The next event. After a failure or the end of the stream it is not called again.
cyaml_event cyaml_next(cyaml_reader *reader);

/// Why the last event was a failure.
cyaml_error cyaml_error_of(const cyaml_reader *reader);

/// Frees the reader and what its last event points to.
void cyaml_close(cyaml_reader *reader);

#endif
