import TOMLKit
import Vocabulary

extension ProjectReader {
  /// `pyproject.toml`: PEP 621 and PEP 735, and what Poetry, PDM, uv and Hatch had before and beside them.
  mutating func readPyProject() {
    guard let document = parseTOML() else { return }
    if let project = document.table("project") {
      for requirement in project.strings("dependencies") { noteListed(requirement, .main) }
      noteGroups(project.table("optional-dependencies")) { _ in .optional }
    }
    noteGroups(document.table("dependency-groups"), Standing.init(ofGroup:))
    let tool = document.table("tool")
    if let poetry = tool?.table("poetry") {
      notePoetry(poetry.table("dependencies"), in: "[tool.poetry.dependencies]", .main)
      notePoetry(poetry.table("dev-dependencies"), in: "[tool.poetry.dev-dependencies]", .development)
      for (name, group) in poetry.table("group") ?? TOMLTable() {
        let standing = name == "main" ? Standing.main : Standing(ofGroup: name)
        notePoetry(
          group.table?.table("dependencies"), in: "[tool.poetry.group.\(name).dependencies]", standing)
      }
    }
    noteGroups(tool?.table("pdm", "dev-dependencies")) { _ in .development }
    for requirement in tool?.table("uv")?.strings("dev-dependencies") ?? [] { noteListed(requirement, .development) }
    for (name, environment) in tool?.table("hatch", "envs") ?? TOMLTable() {
      let standing = name == "default" ? Standing.optional : Standing(ofGroup: name)
      for requirement in environment.table?.strings("dependencies") ?? [] { noteListed(requirement, standing) }
      for requirement in environment.table?.strings("extra-dependencies") ?? [] { noteListed(requirement, standing) }
    }
  }

  /// Lists of requirements by the names of groups.
  private mutating func noteGroups(_ groups: TOMLTable?, _ standing: (String) -> Standing) {
    for (name, group) in groups ?? TOMLTable() {
      for requirement in group.array?.compactMap(\.string) ?? [] {
        noteListed(requirement, min(standing(name), Standing(ofGroup: name)))
      }
    }
  }

  private mutating func noteListed(_ requirement: String, _ standing: Standing) {
    guard !isFull, let parsed = PythonRequirement(requirement), catalogue.package(parsed.name, .python) != nil else {
      return
    }
    note(parsed.mention((.manifest, text.line(ofString: requirement)), standing: standing))
  }

  /// Poetry's tables, and a Pipfile's: names to ranges, or to tables with `version` and `extras`.
  mutating func notePoetry(_ table: TOMLTable?, in header: String, _ standing: Standing) {
    for (name, value) in table ?? TOMLTable() {
      guard !isFull, catalogue.package(name, .python) != nil else { continue }
      // With several ranges for several Pythons, the first is as good as another.
      let asked = value.table ?? value.array?.first?.table
      let range = (value.string ?? asked?["version"]?.string ?? "").trimmed
      let exact = exactVersion(range)
      note(
        PackageMention(
          name: name, language: .python, source: .manifest, line: text.line(ofKey: name, behind: header),
          standing: asked?["optional"]?.bool == true ? min(.optional, standing) : standing,
          extras: asked?.strings("extras").map { $0.lowercased() } ?? [], version: exact,
          requirement: exact == nil ? versionRange(range) : nil))
    }
  }

  /// `Pipfile`.
  mutating func readPipfile() {
    guard let document = parseTOML() else { return }
    notePoetry(document.table("packages"), in: "[packages]", .main)
    notePoetry(document.table("dev-packages"), in: "[dev-packages]", .development)
  }
}

extension ProjectText {
  /// The line on which a string of a TOML or JSON file is written; the quotes tell it from a part of another.
  func line(ofString string: String) -> Int {
    for quote in ["\"", "'"] {
      if let offset = offset(of: quote + string + quote) { return line(at: offset) }
    }
    return line(of: string)
  }

  /// The line on which a key of a table begins, quoted or not; the line of the table's header when it is written in
  /// another way.
  func line(ofKey key: String, behind header: String) -> Int {
    let start = offset(of: header) ?? 0
    for spelling in [key, "\"\(key)\"", "'\(key)'"] {
      var from = start
      while let found = offset(of: "\n" + spelling, from: from) {
        let end = found + 1 + spelling.utf8.count
        let next = bytes[end...].first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
        if next == UInt8(ascii: "=") || next == UInt8(ascii: ".") { return line(at: found + 1) }
        from = end
      }
    }
    return line(at: start)
  }
}
