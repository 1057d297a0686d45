import Vocabulary

extension ProjectReader {
  /// `.env` and its like. Of a value no more is looked at than the scheme of a URL, the name of a database that the
  /// catalogue knows, and a number where the variable's name says that it is the size of a pool.
  mutating func readEnvironment() {
    for (number, line) in text.lines {
      var content = line.trimmed
      if content.hasPrefix("export ") { content = content.dropFirst("export ".count).trimmed }
      guard !content.hasPrefix("#"), let sign = content.firstIndex(of: "=") else { continue }
      let name = content[..<sign].trimmed
      let value = content[content.index(after: sign)...].trimmed.unquoted
      noteVariable(String(name), String(value), line: number, standing: standing)
    }
  }

  /// A variable of an environment.
  mutating func noteVariable(_ name: String, _ value: String, line: Int, standing: Standing) {
    if let url = ConnectionURL(value) { note(url, line: line, standing: standing) }
    let name = name.uppercased()
    let namesDatabase = ["ENGINE", "DIALECT", "CONNECTION", "BACKEND", "DB_TYPE"].contains { name.hasSuffix($0) }
    if namesDatabase, let technology = catalogue.setting(value) {
      note(technology, line: line, standing: standing)
    }
    if let setting = DatabaseSettingName.ofVariable(name), let number = Int(value) {
      note(setting, .number(number), line: line)
    }
  }
}
