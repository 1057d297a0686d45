/// The words, strings and marks of a JavaScript, TypeScript or Go file, read tolerantly: enough to find what stands in
/// its strings and which call they are passed to. It is no lexer of those languages.
package struct ScriptWords: Sendable {
  package struct Word: Sendable {
    package enum Kind: UInt8, Sendable { case name, string, mark }

    package var start: UInt32
    package var end: UInt32
    package var kind: Kind
    /// Of an opening bracket: the index of what closes it; 0 when nothing does.
    package var mate: UInt32 = 0
  }

  package let bytes: [UInt8]
  package private(set) var words: [Word] = []

  /// More brackets within each other are not matched.
  private static let depthLimit = 4096

  /// - Parameter isGo: strings in backquotes know no escapes and no fields; there are no regular expressions.
  package init(_ bytes: [UInt8], count: Int, isGo: Bool) {
    self.bytes = bytes
    var open: [Int] = []
    var index = 0
    while index < count {
      let byte = bytes[index]
      let next = index + 1 < count ? bytes[index + 1] : 0
      let start = index
      switch byte {
      case 0x00...0x20:
        index += 1
        continue
      case UInt8(ascii: "/") where next == UInt8(ascii: "/"):
        while index < count, bytes[index] != 0x0A { index += 1 }
        continue
      case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
        index += 2
        while index < count,
          !(bytes[index] == UInt8(ascii: "*") && index + 1 < count && bytes[index + 1] == UInt8(ascii: "/"))
        {
          index += 1
        }
        index = min(index + 2, count)
        continue
      case UInt8(ascii: "/") where !isGo && mayBeRegex():
        index = ScriptWords.regexEnd(bytes, start, count)
        add(start, index, .string)
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        index = ScriptWords.stringEnd(bytes, start, count)
        add(start, index, .string)
      case UInt8(ascii: "`"):
        index = ScriptWords.templateEnd(bytes, start, count, isGo: isGo)
        add(start, index, .string)
      default:
        if ScriptWords.isNameByte(byte) {
          while index < count, ScriptWords.isNameByte(bytes[index]) { index += 1 }
          add(start, index, .name)
        } else {
          index += 1
          bracket(byte, &open)
          add(start, index, .mark)
        }
      }
    }
  }

  private mutating func add(_ start: Int, _ end: Int, _ kind: Word.Kind) {
    words.append(
      Word(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end), kind: kind))
  }

  /// Called before the bracket itself is added.
  private mutating func bracket(_ byte: UInt8, _ open: inout [Int]) {
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      if open.count < ScriptWords.depthLimit { open.append(words.count) }
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      if let mate = open.popLast() { words[mate].mate = UInt32(truncatingIfNeeded: words.count) }
    default: break
    }
  }

  /// Whether a slash begins a regular expression: nothing before it could be divided.
  private func mayBeRegex() -> Bool {
    guard let last = words.last else { return true }
    switch last.kind {
    case .string: return false
    case .name: return ["return", "typeof", "case", "in", "of"].contains(text(words.count - 1))
    case .mark: return bytes[Int(last.start)] != UInt8(ascii: ")") && bytes[Int(last.start)] != UInt8(ascii: "]")
    }
  }

  private static func regexEnd(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int {
    var index = start + 1
    var isInClass = false
    while index < count, bytes[index] != 0x0A {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "["): isInClass = true
      case UInt8(ascii: "]"): isInClass = false
      case UInt8(ascii: "/") where !isInClass: return index + 1
      default: break
      }
      index += 1
    }
    // No end on its line: it was a division after all.
    return start + 1
  }

  private static func stringEnd(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int {
    var index = start + 1
    while index < count {
      if bytes[index] == UInt8(ascii: "\\") {
        index += 2
        continue
      }
      if bytes[index] == bytes[start] { return index + 1 }
      if bytes[index] == 0x0A { return index }
      index += 1
    }
    return count
  }

  private static func templateEnd(_ bytes: [UInt8], _ start: Int, _ count: Int, isGo: Bool) -> Int {
    var index = start + 1
    var depth = 0
    while index < count {
      let byte = bytes[index]
      if !isGo, byte == UInt8(ascii: "\\") {
        index += 2
        continue
      }
      if !isGo, byte == UInt8(ascii: "$"), index + 1 < count, bytes[index + 1] == UInt8(ascii: "{") {
        depth += 1
        index += 2
        continue
      }
      if depth > 0 {
        if byte == UInt8(ascii: "{") { depth += 1 }
        if byte == UInt8(ascii: "}") { depth -= 1 }
      } else if byte == UInt8(ascii: "`") {
        return index + 1
      }
      index += 1
    }
    return count
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
      || byte >= 0x80
  }
}

extension ScriptWords {
  package func text(_ index: Int) -> String {
    guard words.indices.contains(index) else { return "" }
    return String(decoding: bytes[Int(words[index].start)..<Int(words[index].end)], as: UTF8.self)
  }

  package func isMark(_ index: Int, _ mark: Unicode.Scalar) -> Bool {
    words.indices.contains(index) && words[index].kind == .mark
      && bytes[Int(words[index].start)] == UInt8(truncatingIfNeeded: mark.value)
  }

  /// The content of a string, with `Hole.bytes` for the fields of a template but for those in `constants`; `nil` for
  /// what is no string.
  package func string(_ index: Int, constants: [String: String] = [:]) -> [UInt8]? {
    guard words.indices.contains(index), words[index].kind == .string else { return nil }
    let start = Int(words[index].start)
    let end = Int(words[index].end)
    let quote = bytes[start]
    guard quote != UInt8(ascii: "/"), end > start + 1 else { return nil }
    let limit = bytes[end - 1] == quote ? end - 1 : end
    var content: [UInt8] = []
    var index = start + 1
    while index < limit {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "\\"), index < limit {
        let escape = bytes[index]
        index += 1
        switch escape {
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "t"): content.append(0x09)
        case 0x0A: break
        default: content.append(escape)
        }
      } else if quote == UInt8(ascii: "`"), byte == UInt8(ascii: "$"), index < limit, bytes[index] == UInt8(ascii: "{")
      {
        let field = index + 1
        var depth = 1
        index += 1
        while index < limit, depth > 0 {
          if bytes[index] == UInt8(ascii: "{") { depth += 1 }
          if bytes[index] == UInt8(ascii: "}") { depth -= 1 }
          index += 1
        }
        let name = String(decoding: bytes[field..<max(field, index - 1)], as: UTF8.self)
        content += constants[name].map { Array($0.utf8) } ?? Hole.bytes
      } else {
        content.append(byte)
      }
    }
    return content
  }

  /// The texts of constants: `const NAME = "…"`, `NAME := "…"`, `NAME: "…"`; of several of one name none.
  package func constants() -> [String: String] {
    var constants: [String: String] = [:]
    var repeated: Set<String> = []
    for index in words.indices where words[index].kind == .string {
      let isAssigned = isMark(index - 1, "=") || isMark(index - 1, ":")
      guard isAssigned, let content = string(index), content.count < 200 else { continue }
      var name = index - 2
      if isMark(name, ":") { name -= 1 }
      // `const name: string = "…"`.
      if words.indices.contains(name), text(name) == "string", isMark(name - 1, ":") { name -= 2 }
      // Go: `const name string = "…"`.
      if words.indices.contains(name), text(name) == "string" { name -= 1 }
      guard words.indices.contains(name), words[name].kind == .name else { continue }
      let key = text(name)
      if let known = constants[key], known != String(decoding: content, as: UTF8.self) { repeated.insert(key) }
      constants[key] = String(decoding: content, as: UTF8.self)
    }
    for name in repeated { constants[name] = nil }
    return constants
  }

  /// The ranges of functions that take a migration back: `down() {…}`, `exports.down = …`, `func down…`.
  package func downRanges() -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    for index in words.indices where words[index].kind == .name {
      let name = text(index)
      guard name.hasPrefix("down") || name.hasPrefix("Down") else { continue }
      let isFunction = text(index - 1) == "func" || text(index - 1) == "function"
      let isGoMethod = isMark(index - 1, ")") && isMark(index + 1, "(")
      guard name == "down" || isFunction || isGoMethod else { continue }
      // What is called is not defined here.
      if isMark(index - 1, "."), text(index - 2) != "exports" { continue }
      if let range = bodyRange(after: index) { ranges.append(range) }
    }
    return ranges
  }

  /// The first braces behind a name, not past a `;` outside of brackets.
  private func bodyRange(after name: Int) -> Range<Int>? {
    var index = name + 1
    while index < words.count, index < name + 400 {
      if isMark(index, "{") {
        let mate = Int(words[index].mate)
        return name..<(mate > index ? mate + 1 : words.count)
      }
      if isMark(index, ";") || isMark(index, ",") { return name..<index }
      if isMark(index, "(") || isMark(index, "[") {
        let mate = Int(words[index].mate)
        guard mate > index else { return name..<words.count }
        index = mate
      }
      index += 1
    }
    return name..<index
  }
}
