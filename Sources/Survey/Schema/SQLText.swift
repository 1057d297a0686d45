import SourceScan

/// A text of SQL and where it was written: a whole file, or put together from the strings of a program.
struct SQLText: Sendable, Equatable {
  /// Relative to the audited root.
  var path: String
  private(set) var bytes: [UInt8]
  /// From an offset on, the text was written from a line on (from 1). In order of the offsets.
  private var marks: [Mark]

  private struct Mark: Sendable, Equatable {
    var offset: Int
    var line: Int
  }

  init(path: String, _ bytes: [UInt8], line: Int) {
    self.path = path
    self.bytes = bytes
    marks = [Mark(offset: 0, line: line)]
  }

  init(path: String, _ text: String, line: Int) { self.init(path: path, Array(text.utf8), line: line) }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func append(_ other: SQLText) {
    for mark in other.marks { marks.append(Mark(offset: bytes.count + mark.offset, line: mark.line)) }
    bytes += other.bytes
  }

  /// The line (from 1) in which the byte at an offset was written.
  func line(at offset: Int) -> Int {
    var mark = marks[0]
    for next in marks where next.offset <= offset { mark = next }
    var line = mark.line
    for index in mark.offset..<max(mark.offset, min(offset, bytes.count)) where bytes[index] == 0x0A { line += 1 }
    return line
  }

  /// The line of the first byte.
  var line: Int { marks[0].line }

  /// The same place in the source for every byte of another text.
  func replaced(by text: String) -> SQLText { SQLText(path: path, text, line: line) }
}

/// The name of a table, function or trigger.
struct SchemaName: Sendable, Hashable {
  /// `nil` for `public` and for none.
  var schema: String?
  var name: String

  init(schema: String?, name: String) {
    self.schema = schema == "public" || schema == "dbo" || schema?.contains(Hole.text) == true ? nil : schema
    self.name = name
  }

  /// - Parameter path: `schema.name` without quotes.
  init(path: String) {
    let parts = path.split(separator: ".").map { $0.filter { $0 != "\"" && $0 != "`" } }
    self.init(schema: parts.count > 1 ? parts[parts.count - 2] : nil, name: parts.last ?? path)
  }

  var text: String { schema.map { $0 + "." + name } ?? name }

  /// Whether two names may mean the same thing: where one has no schema, the search path may lead to the other's.
  func mayEqual(_ other: SchemaName) -> Bool {
    name == other.name && (schema == other.schema || schema == nil || other.schema == nil)
  }
}
