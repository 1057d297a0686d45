/// The content of a project file. Its lines are found when somebody asks where something stands.
struct ProjectText: Sendable {
  let path: String
  /// Without a byte order mark.
  let bytes: [UInt8]

  init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  }

  /// What is no UTF-8 is replaced.
  var string: String { String(decoding: bytes, as: UTF8.self) }

  /// The text when it can be read as one: `nil` for bytes that are not UTF-8 or hold a zero.
  var wellFormed: String? {
    bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
  }

  /// The lines with their numbers from 1, without their ends.
  var lines: [(number: Int, text: Substring)] {
    var lines: [(number: Int, text: Substring)] = []
    for line in string.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      lines.append((lines.count + 1, Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)))
    }
    return lines
  }

  /// Where a text first stands at or behind a byte offset.
  func offset(of text: String, from start: Int = 0) -> Int? {
    ByteSearch(text).offset(in: bytes, from: start, to: bytes.count)
  }

  /// The line of a byte offset, from 1.
  func line(at offset: Int) -> Int {
    var line = 1
    for byte in bytes.prefix(offset) where byte == 0x0A { line += 1 }
    return line
  }

  /// The line, from 1, on which a text first stands behind another; 1 when it does not.
  func line(of text: String, behind header: String? = nil) -> Int {
    let start = header.flatMap { offset(of: $0) } ?? 0
    return (offset(of: text, from: start) ?? offset(of: text)).map(line) ?? 1
  }
}
