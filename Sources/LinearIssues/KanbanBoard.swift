import Foundation

/// Where a repository says which Linear team is its own.
package let boardPath = "docs/tasks/kanban_board.md"

/// The team that a board names: the rows `Team UUID`, `Team Key` and `Team ID` of a table, or the columns of those names.
/// Tables below a heading *Linear Configuration* go before others. Placeholders such as `[TEAM_KEY]` name nothing.
///
/// - Parameter origin: the board's path, for errors.
package func teamReference(inBoard text: String, origin: String) -> TeamReference? {
  let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
  for scope in [linesOfConfiguration(lines), lines] {
    let found = namings(in: scope)
    let reference = TeamReference(
      uuid: found["team uuid"], names: [found["team key"], found["team id"]].compactMap { $0 }, origin: origin)
    if reference.uuid != nil || !reference.names.isEmpty { return reference }
  }
  return nil
}

/// The lines below the heading, up to the next heading that is not deeper.
private func linesOfConfiguration(_ lines: [String]) -> [String] {
  func depth(_ line: String) -> Int? {
    let marks = line.prefix { $0 == "#" }.count
    return (1...6).contains(marks) && line.dropFirst(marks).hasPrefix(" ") ? marks : nil
  }
  guard
    let start = lines.firstIndex(where: {
      depth($0) != nil && $0.lowercased().contains("linear configuration")
    }), let own = depth(lines[start])
  else { return [] }
  let below = lines[(start + 1)...]
  let end = below.firstIndex { depth($0).map { $0 <= own } ?? false } ?? below.endIndex
  return Array(below[..<end])
}

private let keys: Set<String> = ["team id", "team uuid", "team key"]

/// What the tables say, by the small letters of its name; the first word on each counts.
private func namings(in lines: [String]) -> [String: String] {
  var found: [String: String] = [:]
  func tell(_ key: String, _ value: String) {
    if keys.contains(key), found[key] == nil, !isPlaceholder(value) { found[key] = value }
  }
  var head: [String]?
  for line in lines {
    guard let row = cells(line) else {
      head = nil
      continue
    }
    if row.allSatisfy({ $0.allSatisfy { "-: ".contains($0) } }) { continue }
    let named = row.map { $0.lowercased() }
    if let head {
      for (key, value) in zip(head, row) { tell(key, value) }
    }
    if row.count > 1 { tell(named[0], row[1]) }
    if head == nil { head = named }
  }
  return found
}

/// The cells of a table's row, without the marks of Markdown; `nil` for a line of something else.
private func cells(_ line: String) -> [String]? {
  let row = line.trimmingCharacters(in: .whitespaces)
  guard row.hasPrefix("|"), row.count > 1 else { return nil }
  let inner = row.dropFirst().split(separator: "|", omittingEmptySubsequences: false)
  return (row.hasSuffix("|") ? inner.dropLast() : inner).map(plain)
}

/// `**Team ID**`, `` `ENG` `` and `[ENG](https://…)` without their marks.
private func plain(_ cell: Substring) -> String {
  let marks = CharacterSet(charactersIn: "*_`").union(.whitespaces)
  var text = cell.trimmingCharacters(in: marks)
  if text.hasPrefix("["), let middle = text.range(of: "]("), text.hasSuffix(")") {
    text = text[text.index(after: text.startIndex)..<middle.lowerBound].trimmingCharacters(in: marks)
  }
  return text
}

/// What templates leave to be filled in: `[TEAM_KEY]`, `<key>`, `{{TEAM}}`, `TBD`, `-`.
private func isPlaceholder(_ value: String) -> Bool {
  let pairs: [(String, String)] = [("[", "]"), ("<", ">"), ("{", "}"), ("(", ")")]
  let words: Set<String> = ["", "tbd", "todo", "n/a", "none", "null", "-", "–", "—", "...", "…", "?"]
  // In a table with a column for each, the next title is no value.
  if keys.contains(value.lowercased()) { return true }
  return words.contains(value.lowercased()) || pairs.contains { value.hasPrefix($0) && value.hasSuffix($1) }
}
