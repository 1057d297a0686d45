import CLibYAML

/// What libyaml came across next; its text is copied out of libyaml's memory.
struct YAMLEvent {
  enum Kind {
    case scalar, alias, listStart, listEnd, mappingStart, mappingEnd, documentStart, documentEnd, streamEnd
  }

  var kind: Kind
  /// From 1; columns in Unicode scalars.
  var line: Int32
  var column: Int32
  /// A scalar's text or an alias's name.
  var text = ""
  var isPlain = false
  var anchor: String?
  var tag: String?
}

/// Why libyaml gave up. It cannot go on after that.
enum YAMLFailure: Error {
  case outOfMemory
  /// A character that YAML forbids, `offset` bytes into the buffer.
  case forbiddenCharacter(UInt32, offset: Int)
  case notUTF8
  /// `problem` and `context` in libyaml's words: "did not find expected key", "while parsing a block mapping".
  case syntax(problem: String, context: String?, contextLine: Int, line: Int, column: Int)
}

/// The events of one file, in order. All of libyaml's pointers stay in here.
@safe
struct YAMLEventReader: ~Copyable {
  private let reader: OpaquePointer

  /// Reads `bytes`, which must hold still until the reader is gone.
  @unsafe
  init(_ bytes: UnsafeBufferPointer<UInt8>) throws(YAMLFailure) {
    guard let opened = unsafe cyaml_open(bytes.baseAddress, bytes.count) else { throw .outOfMemory }
    unsafe reader = opened
  }

  deinit { unsafe cyaml_close(reader) }

  mutating func next() throws(YAMLFailure) -> YAMLEvent {
    let seen = unsafe cyaml_next(reader)
    let kind: YAMLEvent.Kind
    switch unsafe seen.kind {
    case .scalar: kind = .scalar
    case .alias: kind = .alias
    case .sequence_start: kind = .listStart
    case .sequence_end: kind = .listEnd
    case .mapping_start: kind = .mappingStart
    case .mapping_end: kind = .mappingEnd
    case .document_start: kind = .documentStart
    case .document_end: kind = .documentEnd
    case .stream_end: kind = .streamEnd
    case .failure: throw failure()
    }
    var event = unsafe YAMLEvent(kind: kind, line: seen.line, column: seen.column)
    if let text = unsafe seen.text {
      unsafe event.text = String(decoding: UnsafeBufferPointer(start: text, count: seen.length), as: UTF8.self)
      unsafe event.isPlain = seen.is_plain
    }
    if let anchor = unsafe seen.anchor { event.anchor = unsafe String(cString: anchor) }
    if let tag = unsafe seen.tag { event.tag = unsafe String(cString: tag) }
    return event
  }

  private func failure() -> YAMLFailure {
    let error = unsafe cyaml_error_of(reader)
    let problem = unsafe error.problem.map { unsafe String(cString: $0) } ?? "the text breaks off"
    let context = unsafe error.context.map { unsafe String(cString: $0) }
    switch unsafe error.kind {
    case .memory: return .outOfMemory
    case .bytes:
      guard problem.hasPrefix("control") else { return .notUTF8 }
      return unsafe .forbiddenCharacter(UInt32(bitPattern: error.value), offset: error.offset)
    case .syntax:
      return unsafe .syntax(
        problem: problem, context: context, contextLine: Int(error.context_line), line: Int(error.line),
        column: Int(error.column))
    }
  }
}
