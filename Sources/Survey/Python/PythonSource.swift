import SourceScan
import Vocabulary

/// A Python file that is looked into for facts: its tokens and outline, with what reading them needs.
struct PythonSource: Sendable {
  let file: ScannedFile
  let lines: LineIndex
  /// By the name they are known by in the file: dots of a relative import, then the path.
  let imports: [String: ImportedName]

  struct ImportedName: Sendable, Hashable {
    /// Leading dots.
    var level: Int
    var path: [String]

    var text: String { String(repeating: ".", count: level) + path.joined(separator: ".") }
  }

  /// A table without words: the reserved ones and the operators suffice, and every file gets its outline.
  private static let symbols: SymbolTable = {
    var table = SymbolTable()
    table.needsEveryOutline = true
    return table
  }()

  /// `nil` when the text is not in Python.
  init?(_ text: SourceText) {
    guard text.language == .python, let file = scan(text, PythonSource.symbols) else { return nil }
    self.init(file)
  }

  /// Of a file that was scanned for something else; `nil` when its outline was left out.
  init?(_ file: ScannedFile) {
    guard file.text.language == .python, !file.outline.statements.isEmpty else { return nil }
    let text = file.text
    self.file = file
    lines = LineIndex(text)
    var imports: [String: ImportedName] = [:]
    for entry in file.outline.imports.entries {
      let binding = file.outline.bindings[Int(entry.binding)]
      let path = entry.path.map { segment in
        text.string(file.stream.tokens[Int(file.outline.imports.segments[Int(segment)])].range)
      }
      imports[text.string(file.stream.tokens[Int(binding.name)].range)] = ImportedName(
        level: Int(entry.level), path: path)
    }
    self.imports = imports
  }

  var path: String { file.text.path }
  var stream: TokenStream { file.stream }
  var statements: [Statement] { file.outline.statements }

  func word(_ token: UInt32) -> String { file.text.string(stream.tokens[Int(token)].range) }

  func symbol(_ token: UInt32) -> Symbol { stream.tokens[Int(token)].symbol }

  /// From 1.
  func line(_ token: UInt32) -> Int { lines.line(at: Int(stream.tokens[Int(token)].start)) + 1 }

  /// Statements of a body, nested ones included.
  func body(of statement: Statement) -> Range<Int> {
    guard statement.body >= 0 else { return 0..<0 }
    let range = file.outline.scopes[Int(statement.body)].statements
    return Int(range.lowerBound)..<Int(range.upperBound)
  }

  /// The statements at the level of the module that give a name a value, by name.
  func moduleStatements() -> [String: [Int]] {
    var statements: [String: [Int]] = [:]
    for (index, statement) in self.statements.enumerated() where isAtModuleLevel(statement) {
      switch statement.kind {
      case .def, .class:
        if let name = definedName(statement) { statements[word(name), default: []].append(index) }
      case .none where statement.assign > statement.first && statement.assign < statement.end:
        for token in statement.first..<statement.assign where stream.tokens[Int(token)].kind == .name {
          statements[word(token), default: []].append(index)
          if token + 1 < statement.assign, symbol(token + 1) == .colon { break }
        }
      default: break
      }
    }
    return statements
  }

  /// In no function or class; a condition around it does not count.
  func isAtModuleLevel(_ statement: Statement) -> Bool {
    var scope = statement.scope
    while scope > 0 {
      let around = file.outline.scopes[Int(scope)]
      if around.own.contains(.class) || around.own.contains(.function) { return false }
      scope = around.parent
    }
    return true
  }

  /// The text of a statement and its body.
  func bytes(of statement: Statement) -> Range<Int> {
    let start = Int(stream.tokens[Int(statement.first)].start)
    guard statement.body >= 0 else { return start..<Int(stream.tokens[Int(statement.end) - 1].end) }
    let end = file.outline.scopes[Int(statement.body)].body.upperBound
    return start..<max(start, Int(end) < stream.tokens.count ? Int(stream.tokens[Int(end)].start) : file.text.count)
  }

  /// The name behind `def` or `class`.
  func definedName(_ statement: Statement) -> UInt32? {
    var index = statement.first
    while index < statement.end, symbol(index) == .async || symbol(index) == .def || symbol(index) == .class {
      index += 1
    }
    guard index < statement.end, stream.tokens[Int(index)].kind == .name else { return nil }
    return index
  }

  /// A dotted name at a token, as it is written, and one past its end; `nil` when no name stands there.
  func dottedName(_ start: UInt32, limit: UInt32) -> (name: String, end: UInt32)? {
    guard start < limit, stream.tokens[Int(start)].kind == .name else { return nil }
    var name = word(start)
    var index = start + 1
    while index + 1 < limit, symbol(index) == .dot, stream.tokens[Int(index + 1)].kind == .name {
      name += "." + word(index + 1)
      index += 2
    }
    return (name, index)
  }

  /// A dotted name with the imported path in place of its first part.
  func canonical(_ name: String) -> String {
    let parts = name.split(separator: ".", maxSplits: 1)
    guard let first = parts.first, let imported = imports[String(first)] else { return name }
    return parts.count > 1 ? imported.text + "." + parts[1] : imported.text
  }

  /// The arguments of the call whose bracket opens at a token.
  func arguments(_ open: UInt32) -> [PythonArgument] {
    let mate = stream.tokens[Int(open)].payload
    guard mate != Token.noMate, mate > open else { return [] }
    return stream.split(open + 1..<mate, at: .comma).map { part in
      let isKeyword =
        part.count > 2 && stream.tokens[Int(part.lowerBound)].kind == .name && symbol(part.lowerBound + 1) == .assign
      return isKeyword
        ? PythonArgument(keyword: word(part.lowerBound), value: part.lowerBound + 2..<part.upperBound)
        : PythonArgument(keyword: nil, value: part)
    }
  }
}

struct PythonArgument: Sendable {
  var keyword: String?
  var value: Range<UInt32>
}
