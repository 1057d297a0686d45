#include "CLibYAML.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct cyaml_reader {
  yaml_parser_t parser;
  /// The event handed out last; libyaml owns its strings until it is deleted.
  yaml_event_t event;
  bool has_event;
};

cyaml_reader *cyaml_open(const uint8_t *bytes, size_t length) {
  cyaml_reader *reader = calloc(1, sizeof(cyaml_reader));
  if (reader == NULL) return NULL;
  if (!yaml_parser_initialize(&reader->parser)) {
    free(reader);
    return NULL;
  }
  yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&reader->parser, bytes, length);
  return reader;
}

static void forget_event(cyaml_reader *reader) {
  if (reader->has_event) yaml_event_delete(&reader->event);
  reader->has_event = false;
}

cyaml_event cyaml_next(cyaml_reader *reader) {
  cyaml_event seen = {0};
  do {
    forget_event(reader);
    if (!yaml_parser_parse(&reader->parser, &reader->event)) {
      seen.kind = cyaml_kind_failure;
      return seen;
    }
    reader->has_event = true;
  } while (reader->event.type == YAML_STREAM_START_EVENT);

  const yaml_event_t *event = &reader->event;
  seen.line = (int32_t)event->start_mark.line + 1;
  seen.column = (int32_t)event->start_mark.column + 1;
  switch (event->type) {
  case YAML_SCALAR_EVENT:
    seen.kind = cyaml_kind_scalar;
    seen.is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    seen.text = event->data.scalar.value;
    seen.length = event->data.scalar.length;
    seen.anchor = (const char *)event->data.scalar.anchor;
    seen.tag = (const char *)event->data.scalar.tag;
    break;
  case YAML_ALIAS_EVENT:
    seen.kind = cyaml_kind_alias;
    seen.text = event->data.alias.anchor;
    seen.length = strlen((const char *)event->data.alias.anchor);
    break;
  case YAML_SEQUENCE_START_EVENT:
    seen.kind = cyaml_kind_sequence_start;
    seen.anchor = (const char *)event->data.sequence_start.anchor;
    seen.tag = (const char *)event->data.sequence_start.tag;
    break;
  case YAML_SEQUENCE_END_EVENT:
    seen.kind = cyaml_kind_sequence_end;
    break;
  case YAML_MAPPING_START_EVENT:
    seen.kind = cyaml_kind_mapping_start;
    seen.anchor = (const char *)event->data.mapping_start.anchor;
    seen.tag = (const char *)event->data.mapping_start.tag;
    break;
  case YAML_MAPPING_END_EVENT:
    seen.kind = cyaml_kind_mapping_end;
    break;
  case YAML_DOCUMENT_START_EVENT:
    seen.kind = cyaml_kind_document_start;
    break;
  case YAML_DOCUMENT_END_EVENT:
    seen.kind = cyaml_kind_document_end;
    break;
  default:
    seen.kind = cyaml_kind_stream_end;
    break;
  }
  return seen;
}

cyaml_error cyaml_error_of(const cyaml_reader *reader) {
  const yaml_parser_t *parser = &reader->parser;
  cyaml_error error = {0};
  error.problem = parser->problem;
  error.context = parser->context;
  error.line = (int32_t)parser->problem_mark.line + 1;
  error.column = (int32_t)parser->problem_mark.column + 1;
  error.context_line = parser->context == NULL ? 0 : (int32_t)parser->context_mark.line + 1;
  error.offset = parser->problem_offset;
  error.value = parser->problem_value;
  switch (parser->error) {
  case YAML_MEMORY_ERROR:
    error.kind = cyaml_failure_memory;
    break;
  case YAML_READER_ERROR:
    error.kind = cyaml_failure_bytes;
    break;
  default:
    error.kind = cyaml_failure_syntax;
    break;
  }
  return error;
}

void cyaml_close(cyaml_reader *reader) {
  if (reader == NULL) return;
  forget_event(reader);
  yaml_parser_delete(&reader->parser);
  free(reader);
}
