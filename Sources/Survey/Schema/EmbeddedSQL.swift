package import SourceScan
import Vocabulary

extension ScannedFile {
  /// The SQL by which a Python migration changes tables, as a text of its own: what is no SQL is blanked, so that every
  /// offset is the same in both. Behind the end of the file stand the tables that the migration creates otherwise, since
  /// what is done to those is done to nothing.
  ///
  /// - Returns: `nil` when the file is no migration of Alembic or Django, or hands no such SQL over.
  package var embeddedSQL: SourceText? {
    guard text.language == .python else { return nil }
    // A file that no rule for Python has a word in comes without an outline.
    if outline.statements.isEmpty {
      guard contains(0..<text.count, "alembic") || contains(0..<text.count, "migrations") else { return nil }
      let outlined = self.outlined
      return outlined.outline.statements.isEmpty ? nil : outlined.embeddedSQL
    }
    guard isMigration else { return nil }
    let strings = stream.tokens.indices.filter(isSQL).map(parts)
    guard !strings.isEmpty else { return nil }
    var bytes = [UInt8](repeating: 0x20, count: text.count)
    for index in 0..<text.count where text.bytes[index] == 0x0A { bytes[index] = 0x0A }
    // What stands before a string keeps its statement apart from the others.
    for parts in strings {
      bytes[parts[0].lowerBound - 1] = UInt8(ascii: ";")
      for part in parts { copy(part, to: &bytes) }
    }
    for table in createdTables { bytes += Array(";CREATE TABLE \"\(table)\" ();".utf8) }
    let count = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: SourceText.padding))
    return SourceText(path: text.path, language: .sql, paddedBytes: bytes, count: count)
  }

  private var isMigration: Bool {
    outline.imports.roots.contains { root in
      stream.isText(root, "alembic", text.bytes)
        || stream.isText(root, "django", text.bytes) && stream.isText(root + 2, "db", text.bytes)
          && stream.isText(root + 4, "migrations", text.bytes)
    }
  }

  // MARK: Strings

  /// Whether the string at a token changes tables when the migration is applied.
  private func isSQL(_ index: Int) -> Bool {
    let token = stream.tokens[index]
    guard token.kind == .string || token.kind == .stringStart, !token.flags.contains(.binary) else { return false }
    // The first of several that are written one behind the other begins the statement.
    guard index == 0 || !isStringEnd(stream.tokens[index - 1]) || token.flags.contains(.startsLine) else {
      return false
    }
    let parts = self.parts(index)
    let place = UInt32(truncatingIfNeeded: index)
    guard let first = parts.first, beginsChange(first), isHandedOver(place), !takesBack(place) else { return false }
    // Whether a transaction is around it says the code, and no statement by itself.
    return !parts.contains { contains($0, "concurrently") }
  }

  private func isStringEnd(_ token: Token) -> Bool { token.kind == .string || token.kind == .stringEnd }

  /// The content of the string at a token and of those right behind it; of an interpolated one with its fields.
  private func parts(_ index: Int) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var index = index
    repeat {
      let token = stream.tokens[index]
      if token.kind == .stringStart {
        guard token.payload != Token.noMate else { return parts }
        parts.append(Int(token.end)..<Int(stream.tokens[Int(token.payload)].start))
        index = Int(token.payload) + 1
      } else {
        parts.append(StringContent.of(token, text.bytes))
        index += 1
      }
    } while index < stream.tokens.count && !stream.tokens[index].flags.contains(.startsLine)
      && (stream.tokens[index].kind == .string || stream.tokens[index].kind == .stringStart)
    return parts
  }

  private static let verbs: [StaticString] = [
    "create", "alter", "drop", "reindex", "truncate", "do", "begin", "set", "delete",
  ]

  private func beginsChange(_ range: Range<Int>) -> Bool {
    var start = range.lowerBound
    while start < range.upperBound {
      if text.bytes[start] == UInt8(ascii: "-"), text.bytes[start + 1] == UInt8(ascii: "-") {
        while start < range.upperBound, text.bytes[start] != 0x0A { start += 1 }
      } else if ASCII.isSpace(text.bytes[start]) || text.bytes[start] == UInt8(ascii: "\\") {
        start += 1
      } else {
        break
      }
    }
    return ScannedFile.verbs.contains { verb in
      let end = start + verb.utf8CodeUnitCount
      return ASCII.matches(text.bytes, at: start, verb, limit: range.upperBound)
        && (end >= range.upperBound || ASCII.isSpace(text.bytes[end]) || text.bytes[end] == UInt8(ascii: "\\"))
    }
  }

  private func contains(_ range: Range<Int>, _ word: StaticString) -> Bool {
    range.contains { ASCII.matches(text.bytes, at: $0, word, limit: range.upperBound) }
  }

  // MARK: Directions

  /// Whether the string is an argument, a value in a function, or a constant that is an argument somewhere; lists of
  /// constants may be meant for any direction.
  private func isHandedOver(_ token: UInt32) -> Bool {
    let statement = outline.statements[outline.statement(at: token)]
    // A docstring.
    if statement.first == token { return false }
    if outline.scopes[outline.scope(at: token)].within.contains(.function) { return true }
    var index = token
    while let open = stream.openBracket(around: index), open > statement.first {
      if stream.tokens[Int(open)].symbol == .leftParen, stream.tokens[Int(open - 1)].kind == .name { return true }
      index = open
    }
    guard index == token || stream.tokens[Int(index)].symbol == .leftParen, statement.assign != LogicalLine.absent,
      index == statement.assign + 1
    else { return false }
    return stream.tokens.indices.contains { other in
      let use = UInt32(truncatingIfNeeded: other)
      return use != statement.first && stream.tokens[other].kind == .name
        && stream.sameText(use, statement.first, text.bytes) && !takesBack(use)
    }
  }

  private static let otherDatabases: [StaticString] = ["mysql", "sqlite", "mssql", "mariadb", "oracle"]

  private static let backwards = ["downgrade", "reverse", "rollback", "revert", "backward", "undo", "down"]

  /// Whether the code around a token runs only when the migration is taken back: it stands in a function, an argument or
  /// an assignment that is called so, or is the second argument of `RunSQL`.
  private func takesBack(_ token: UInt32) -> Bool {
    var scope = outline.scope(at: token)
    while scope > 0 {
      let here = outline.scopes[scope]
      if here.own.contains(.function), here.header.contains(where: { isBackwards($0) }) { return true }
      // What another database is told is no concern either.
      if here.own.contains(.if) || here.own.contains(.function), let first = here.header.first,
        let last = here.header.last
      {
        let header = Int(stream.tokens[Int(first)].start)..<Int(stream.tokens[Int(last)].end)
        if ScannedFile.otherDatabases.contains(where: { contains(header, $0) }) { return true }
      }
      scope = Int(here.parent)
    }
    let statement = outline.statements[outline.statement(at: token)]
    if statement.assign != LogicalLine.absent,
      (statement.first..<statement.assign).contains(where: { isBackwards($0) })
    {
      return true
    }
    var index = token
    while let open = stream.openBracket(around: index), open > statement.first {
      var commas = 0
      var part = open + 1
      while part < index, commas < 2 {
        if stream.tokens[Int(part)].symbol == .comma { commas += 1 }
        part = stream.after(part)
      }
      if commas == 1, stream.isText(open - 1, "RunSQL", text.bytes) { return !isNamed("sql", before: index) }
      if index >= 2, stream.tokens[Int(index - 1)].symbol == .assign, isBackwards(index - 2) { return true }
      index = open
    }
    return false
  }

  private func isNamed(_ name: String, before index: UInt32) -> Bool {
    index >= 2 && stream.tokens[Int(index - 1)].symbol == .assign && stream.isText(index - 2, name, text.bytes)
  }

  private func isBackwards(_ index: UInt32) -> Bool {
    let token = stream.tokens[Int(index)]
    guard token.kind == .name, token.end - token.start < 64 else { return false }
    let word = text.string(token.range).lowercased()
    return ScannedFile.backwards.contains { word.contains($0) }
  }

  // MARK: Tables

  /// What `op.create_table("…")` and `CreateModel(…)` make.
  private var createdTables: [String] {
    var names: [String] = []
    for index in stream.tokens.indices.dropLast(2)
    where stream.tokens[index].kind == .name && stream.tokens[index + 1].symbol == .leftParen {
      let name = UInt32(truncatingIfNeeded: index)
      if stream.isText(name, "create_table", text.bytes) {
        names += [plainString(name + 2)].compactMap(\.self)
      } else if stream.isText(name, "CreateModel", text.bytes) {
        names += tables(ofModelMadeAt: name)
      }
    }
    return names.filter { $0.utf8.allSatisfy { $0 != UInt8(ascii: "\"") && $0 > 0x1F } }
  }

  /// The name that Django gives a model's table, by its application's folder, and the one that the model gives it itself.
  private func tables(ofModelMadeAt name: UInt32) -> [String] {
    let close = stream.tokens[Int(name + 1)].payload
    guard close != Token.noMate else { return [] }
    let isNamed = stream.isText(name + 2, "name", text.bytes) && stream.tokens[Int(name + 3)].symbol == .assign
    let folders = text.path.split(separator: "/").dropLast()
    var tables: [String] = []
    if let model = plainString(isNamed ? name + 4 : name + 2), let application = folders.dropLast().last {
      tables.append("\(application)_\(model.lowercased())")
    }
    for index in name + 2..<close where plainString(index) == "db_table" && index + 2 < close {
      tables += [plainString(index + 2)].compactMap(\.self)
    }
    return tables
  }

  private func plainString(_ index: UInt32) -> String? {
    guard Int(index) < stream.tokens.count, stream.tokens[Int(index)].kind == .string else { return nil }
    return text.string(StringContent.of(stream.tokens[Int(index)], text.bytes))
  }

  // MARK: Copying

  /// Fields become names, and escapes white space.
  private func copy(_ range: Range<Int>, to bytes: inout [UInt8]) {
    var index = range.lowerBound
    var depth = 0
    while index < range.upperBound {
      let byte = text.bytes[index]
      if byte == UInt8(ascii: "\\") {
        index += 2
        continue
      }
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == 0x0A {
        bytes[index] = byte
      } else {
        bytes[index] = depth > 0 ? UInt8(ascii: "_") : byte
      }
      if byte == UInt8(ascii: "}"), depth > 0 { depth -= 1 }
      index += 1
    }
  }
}
