import Vocabulary

/// A file of sections with `key = value` lines, as `setup.cfg` and `alembic.ini` are. Lines that are indented continue
/// the value above them.
struct INIFile {
  struct Entry {
    var section: String
    var key: String
    /// Each with its number, from 1; comments and empty lines left out.
    var lines: [(number: Int, text: String)]

    var value: String { lines.map(\.text).joined(separator: " ") }
    var line: Int { lines.first?.number ?? 1 }
  }

  private(set) var entries: [Entry] = []
  /// The first line that is neither a section, an entry nor a part of one.
  private(set) var strangeLine: Int?

  init(_ text: ProjectText) {
    var section = ""
    for (number, line) in text.lines {
      let content = line.trimmed
      if content.isEmpty || content.hasPrefix("#") || content.hasPrefix(";") { continue }
      if line.first?.isWhitespace ?? false, !entries.isEmpty, entries[entries.count - 1].section == section {
        entries[entries.count - 1].lines.append((number, String(content)))
      } else if content.hasPrefix("["), let close = content.firstIndex(of: "]") {
        section = content[..<close].dropFirst().trimmed.lowercased()
      } else if let sign = content.firstIndex(where: { $0 == "=" || $0 == ":" }), sign != content.startIndex,
        !section.isEmpty
      {
        let value = String(content[content.index(after: sign)...].trimmed)
        entries.append(
          Entry(
            section: section, key: content[..<sign].trimmed.lowercased(),
            lines: value.isEmpty ? [] : [(number, value)]))
      } else if strangeLine == nil {
        strangeLine = number
      }
    }
  }

  func entry(_ section: String, _ key: String) -> Entry? {
    entries.first { $0.section == section && $0.key == key }
  }
}

extension ProjectReader {
  private mutating func parseINI() -> INIFile {
    let file = INIFile(text)
    if let line = file.strangeLine {
      complainOfSyntax("configuration", line: line, reason: "neither a section nor `key = value`")
    }
    return file
  }

  /// `setup.cfg`: `install_requires` and the extras.
  mutating func readSetupConfiguration() {
    for entry in parseINI().entries {
      let standing: Standing
      switch (entry.section, entry.key) {
      case ("options", "install_requires"): standing = .main
      case ("options", "tests_require"), ("options", "setup_requires"): standing = .development
      case ("options.extras_require", let group): standing = Standing(ofGroup: group)
      default: continue
      }
      for (number, line) in entry.lines {
        if let requirement = PythonRequirement(line) {
          note(requirement.mention((.manifest, number), standing: standing))
        }
      }
    }
  }

  /// `alembic.ini`: that Alembic is used, and the scheme of the database's URL.
  mutating func readAlembic() {
    let file = parseINI()
    guard let first = file.entries.first(where: { $0.section == "alembic" }) else { return }
    if let alembic = catalogue.technology(named: "alembic") { note(alembic, line: first.line, standing: standing) }
    if let url = file.entry("alembic", "sqlalchemy.url"), let found = ConnectionURL(url.value) {
      // The template that Alembic writes has a made-up driver in it, which no catalogue knows.
      note(found, line: url.line, standing: standing)
    }
  }
}
