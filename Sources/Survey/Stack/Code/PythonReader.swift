import RuleFiles
import SourceScan
import Vocabulary

/// Reads what one Python file says about engines, sessions and settings from its tokens.
struct PythonReader {
  let file: ScannedFile
  let catalogue: TechnologyCatalogue
  private let lines: LineIndex
  /// The lines that assign to a plain name, by the name; the first ones of each.
  let assignments: [String: [LogicalLine]]
  var clues = Clues()

  /// The table of symbols for files that are read here: no rule asks for a word.
  static let symbols = SymbolTable()

  init?(path: String, _ source: SourceBytes, _ catalogue: TechnologyCatalogue) {
    let text = SourceText(path: path, language: .python, paddedBytes: source.bytes, count: source.count)
    guard let file = scan(text, PythonReader.symbols) else { return nil }
    self.file = file
    self.catalogue = catalogue
    lines = LineIndex(text)
    assignments = PythonReader.assignments(in: file)
  }

  private static let assignmentsPerName = 8

  private static func assignments(in file: ScannedFile) -> [String: [LogicalLine]] {
    let tokens = file.stream.tokens
    var found: [String: [LogicalLine]] = [:]
    for line in file.stream.lines where line.assign != LogicalLine.absent {
      let first = tokens[Int(line.first)]
      let next = tokens[Int(line.first) + 1].symbol
      guard first.kind == .name, next == .assign || next == .colon, tokens[Int(line.assign)].symbol == .assign else {
        continue
      }
      let name = file.text.string(first.range)
      if found[name, default: []].count < assignmentsPerName { found[name, default: []].append(line) }
    }
    return found
  }

  /// Whether a statement begins at a byte offset: what looks like one in a string does not.
  func hasStatement(at offset: Int) -> Bool {
    let tokens = file.stream.tokens
    var (low, high) = (0, tokens.count)
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].start < offset { low = middle + 1 } else { high = middle }
    }
    guard low < tokens.count, tokens[low].start == offset else { return false }
    return tokens[low].flags.contains(.startsLine) || low > 0 && tokens[low - 1].symbol == .semicolon
      || low > 0 && tokens[low - 1].symbol == .colon
  }

  func evidence(_ token: UInt32, _ source: Evidence.Source = .configuration) -> Evidence {
    Evidence(source, path: file.text.path, line: line(of: token))
  }

  /// Whether a dotted name is written somewhere in the file.
  func holds(_ name: String) -> Bool {
    ByteSearch(name).offset(in: file.text.bytes, to: file.text.count) != nil
  }

  /// For an import that begins at a byte offset.
  func evidence(ofByte offset: Int) -> Evidence {
    Evidence(.import, path: file.text.path, line: lines.line(at: offset) + 1)
  }

  /// From 1.
  func line(of token: UInt32) -> Int { lines.line(at: Int(file.stream.tokens[Int(token)].start)) + 1 }

  func word(_ token: UInt32) -> String { file.text.string(file.stream.tokens[Int(token)].range) }

  func kind(_ token: UInt32) -> TokenKind? {
    Int(token) < file.stream.tokens.count ? file.stream.tokens[Int(token)].kind : nil
  }

  func symbol(_ token: UInt32) -> Symbol {
    Int(token) < file.stream.tokens.count ? file.stream.tokens[Int(token)].symbol : .none
  }

  /// The tokens inside the bracket that opens at a token; `nil` when none does or it is never closed.
  func inside(_ open: UInt32) -> Range<UInt32>? {
    guard kind(open) == .open else { return nil }
    let mate = file.stream.tokens[Int(open)].payload
    return mate != Token.noMate && mate > open ? open + 1..<mate : nil
  }

  /// Whether a token stands in a branch of an `if` or in a handler of errors, within its function.
  func isInBranch(_ token: UInt32) -> Bool {
    let lines = file.stream.lines
    var (low, high) = (0, lines.count)
    while low < high {
      let middle = (low + high) / 2
      if lines[middle].first <= token { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return false }
    var indent = lines[low - 1].indent
    for line in lines[..<(low - 1)].reversed() where line.indent < indent {
      indent = line.indent
      switch symbol(line.first) {
      case .if, .elif, .else, .except: return true
      case .def, .class: return false
      case .async where symbol(line.first + 1) == .def: return false
      default: if indent == 0 { return false }
      }
    }
    return false
  }

  // MARK: What is noted

  mutating func note(
    _ technology: Int, at token: UInt32, mode: Technology.Mode? = nil, standing: Standing = .main
  ) {
    let clue = TechnologyClue(technology: technology, evidence: evidence(token), standing: standing, mode: mode)
    clues.technologies.append(clue)
    for implied in catalogue.specs[technology].implies {
      if let other = catalogue.technology(named: implied.value) {
        clues.technologies.append(TechnologyClue(technology: other, evidence: clue.evidence, standing: standing))
      }
    }
  }

  /// Notes the scheme of a URL that a string begins with; nothing else of it is kept.
  mutating func noteURL(at token: UInt32) {
    guard let content = stringContent(token), let url = ConnectionURL(content) else { return }
    for technology in catalogue.technologies(ofScheme: url.scheme) { note(technology, at: token) }
  }

  /// Notes what a setting is set to, as far as the expression tells.
  mutating func note(_ setting: DatabaseSetting, _ value: Range<UInt32>, isCertain: Bool) {
    switch self.value(of: value) {
    case .known(let known, let isDefault):
      // What stands in a branch holds in some installations only.
      let doubts = (isCertain && !isDefault ? 0 : 1) + (isInBranch(value.lowerBound) ? 1 : 0)
      note(setting, known, at: value.lowerBound, confidence: doubts == 0 ? .high : doubts == 1 ? .medium : .low)
    case .named(let name):
      clues.references.append(SettingReference(setting: setting, name: name, evidence: evidence(value.lowerBound)))
    case .unknown: break
    }
  }

  /// Notes a value that the setting can have.
  mutating func note(
    _ setting: DatabaseSetting, _ value: SettingValue, at token: UInt32, confidence: Confidence
  ) {
    guard let value = setting.admitted(value) else { return }
    let evidence = evidence(token)
    clues.settings.append(
      SettingClue(setting: setting, value: value, confidence: confidence, evidence: evidence))
    if setting == .poolClass, case .text(let name) = value {
      let isNull = SettingClue(
        setting: .nullPool, value: .flag(name == "NullPool"), confidence: confidence, evidence: evidence)
      clues.settings.append(isNull)
    }
  }
}

extension DatabaseSetting {
  /// The value when the setting can have it; texts only of a closed set, so that nothing secret passes for one.
  func admitted(_ value: SettingValue) -> SettingValue? {
    switch self {
    case .expireOnCommit, .autoflush, .autocommit, .atomicRequests, .poolPrePing, .nullPool,
      .connectionHealthChecks:
      return value.flag == nil ? nil : value
    case .poolSize, .poolMinimum, .maxOverflow, .poolTimeout, .poolRecycle:
      return value.number == nil ? nil : value
    case .statementTimeout:
      // Drivers take it as a text: `"5000"`, `"5s"`.
      guard case .text(let text) = value else { return value.number == nil ? nil : value }
      if let number = Int(text) { return .number(number) }
      let unit = text.drop { $0.isASCII && $0.isNumber }
      return unit.startIndex > text.startIndex && ["ms", "s", "min", "h"].contains(unit) ? value : nil
    case .connectionMaximumAge:
      return value.number != nil || value == .text("None") ? value : nil
    case .isolationLevel:
      guard case .text(let text) = value else { return nil }
      let level = String(text.uppercased().map { $0 == "_" ? " " : $0 })
      return DatabaseSetting.isolationLevels.contains(level) ? .text(level) : nil
    case .poolClass:
      guard case .text(let text) = value, text.hasSuffix("Pool"), text.utf8.count <= 40 else { return nil }
      return value
    }
  }
}
