import SourceScan
import Vocabulary

/// The settings of Django and Flask, and addresses of databases that stand under a name.
extension PythonReader {
  mutating func readSettings() {
    for line in file.stream.lines {
      guard kind(line.first) == .name else { continue }
      let name = word(line.first)
      let isSubscript = symbol(line.first + 1) == .leftBracket
      guard line.assign != LogicalLine.absent, let end = endOfValue(behind: line.assign) else { continue }
      let value = line.assign + 1..<end
      switch name {
      case _ where name.hasPrefix("DATABASES"): readDjangoDatabases(isSubscript ? line.first + 1..<end : value)
      case "CACHES": readDjangoCaches(value)
      case _ where isSubscript: continue
      case "SQLALCHEMY_ENGINE_OPTIONS": readEngineOptions(value)
      default:
        if let setting = DatabaseSettingName.ofFlask[name] {
          note(setting, value, isCertain: true)
        } else if isAddress(name) {
          for token in value where kind(token) == .string || kind(token) == .stringStart { noteURL(at: token) }
        }
      }
    }
  }

  private func endOfValue(behind assign: UInt32) -> UInt32? {
    let end = file.stream.expressionEnd(assign + 1, limit: UInt32(file.stream.tokens.count))
    return end.flatMap { $0 > assign + 1 ? $0 : nil }
  }

  private func isAddress(_ name: String) -> Bool {
    let name = name.uppercased()
    // Most names end otherwise, and that is found out in no time.
    guard name.hasSuffix("URL") || name.hasSuffix("URI") || name.hasSuffix("DSN") else { return false }
    return name.contains("DATABASE") || name.contains("DB_UR") || name.contains("BROKER")
  }

  private mutating func readDjangoDatabases(_ range: Range<UInt32>) {
    for (key, keyToken, value) in entries(in: range) {
      if key == "ENGINE" {
        if let first = value.first, value.count == 1, let engine = stringContent(first),
          let technology = catalogue.setting(engine)
        {
          note(technology, at: keyToken, standing: isInBranch(keyToken) ? .optional : .main)
          if let django = catalogue.technology(named: "django") { note(django, at: keyToken) }
        }
      } else if key == "options" {
        noteServerOptions(value)
      } else if let setting = DatabaseSettingName.ofDjango[key] {
        note(setting, value, isCertain: true)
      }
    }
    // `env.db(default="postgres://…")`, `dj_database_url.config(default="…", conn_max_age=600)`
    for token in range {
      if kind(token) == .string || kind(token) == .stringStart {
        noteURL(at: token)
      } else if kind(token) == .name, symbol(token + 1) == .assign,
        let setting = DatabaseSettingName.ofDjango[word(token)],
        let end = endOfValue(behind: token + 1)
      {
        note(setting, token + 2..<end, isCertain: true)
      }
    }
  }

  /// `"-c statement_timeout=5000"`
  private mutating func noteServerOptions(_ value: Range<UInt32>) {
    guard let first = value.first, value.count == 1, let options = stringContent(first),
      let word = options.firstRange(of: "statement_timeout=")
    else { return }
    let timeout = options[word.upperBound...].prefix { $0.isASCII && ($0.isNumber || $0.isLetter) }
    note(.statementTimeout, .text(String(timeout)), at: first, confidence: .high)
  }

  private mutating func readDjangoCaches(_ range: Range<UInt32>) {
    for (key, keyToken, value) in entries(in: range) where key == "BACKEND" {
      if let first = value.first, value.count == 1, let backend = stringContent(first),
        let technology = catalogue.setting(backend)
      {
        note(technology, at: keyToken)
      }
    }
  }

  private mutating func readEngineOptions(_ range: Range<UInt32>) {
    for (key, _, value) in entries(in: range) {
      if let setting = DatabaseSettingName.ofArgument[key] { note(setting, value, isCertain: true) }
    }
  }

  /// `"KEY": value` and `["KEY"] = value` at any depth of a range.
  private func entries(in range: Range<UInt32>) -> [(key: String, token: UInt32, value: Range<UInt32>)] {
    var entries: [(key: String, token: UInt32, value: Range<UInt32>)] = []
    for token in range where kind(token) == .string {
      guard let key = stringContent(token) else { continue }
      var start: UInt32?
      if symbol(token + 1) == .colon { start = token + 2 }
      if symbol(token + 1) == .rightBracket, symbol(token + 2) == .assign { start = token + 3 }
      if let start, start < range.upperBound,
        let end = file.stream.expressionEnd(start, limit: range.upperBound), end > start
      {
        entries.append((key, token, start..<end))
      }
    }
    return entries
  }
}
