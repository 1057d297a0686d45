import RuleFiles
import Vocabulary

extension ProjectReader {
  /// `tech_stack.md`: technologies and their versions in tables and prose. What is told as rejected, replaced or
  /// considered is passed over.
  mutating func readTechStack() {
    for line in MarkdownLine.all(of: text) {
      if line.headings.contains(where: isRejection) { continue }
      var taken: Set<Int> = []
      for (index, cell) in line.cells.enumerated() {
        if index < line.header.count, isRejection(line.header[index]) { continue }
        noteTechnologies(in: cell, of: line, at: index, &taken)
      }
    }
  }

  /// - Parameter taken: the cells of the line whose version is somebody's: in a row `Celery with Redis | 5.3` it is that
  ///   of the first.
  private mutating func noteTechnologies(
    in cell: String, of line: MarkdownLine, at index: Int, _ taken: inout Set<Int>
  ) {
    // Only what is said before a word such as `instead of` is said of the project.
    let text = cell.prefixBeforeRejection
    let isRow = line.cells.count > 1
    for (start, end, technology) in mentions(in: text, wholeCell: isRow ? cell : nil) {
      let behind = text[end...]
      var version = versionBehind(behind)
      if version == nil, isRow, let cell = versionCell(of: line, behind: index), taken.insert(cell.column).inserted {
        version = cell.version
      }
      let clause = behind.prefix { !",;.|".contains($0) }.lowercased()
      let isAsync = clause.contains("async") || text[..<start].lowercased().hasSuffix("async ")
      let spec = catalogue.specs[technology]
      note(
        technology, line: line.number, source: .document, version: version,
        mode: isAsync && spec.kinds.contains(.orm) && spec.mode == nil ? .async : nil)
    }
  }

  /// The technologies that a text names, longer names before shorter ones that are part of them.
  private func mentions(
    in text: Substring, wholeCell: String?
  ) -> [(start: String.Index, end: String.Index, technology: Int)] {
    var found: [(start: String.Index, end: String.Index, technology: Int)] = []
    let small = text.lowercased()
    if let wholeCell, let technology = catalogue.technology(named: wholeCell.lowercased()) {
      return [(text.startIndex, text.endIndex, technology)]
    }
    for (word, isExact, technology) in catalogue.words {
      guard isExact ? text.contains(word) : small.contains(word) else { continue }
      var rest = text
      while let range = isExact ? rest.firstRange(of: word) : rest.firstRange(ofSmall: word) {
        if text.isWord(range) { found.append((range.lowerBound, range.upperBound, technology)) }
        rest = rest[range.upperBound...]
      }
    }
    found.sort { ($0.start, $1.end) < ($1.start, $0.end) }
    var result: [(start: String.Index, end: String.Index, technology: Int)] = []
    for mention in found where result.last.map({ mention.start >= $0.end }) ?? true { result.append(mention) }
    return result
  }

  /// `2.0.25` of ` 2.0.25 (async)`, ` v2.0`, `: >=2.0`.
  private func versionBehind(_ text: Substring) -> String? {
    let rest = text.drop { " :=~^><(".contains($0) }
    guard text.distance(from: text.startIndex, to: rest.startIndex) <= 4 else { return nil }
    let number = rest.hasPrefix("v") ? rest.dropFirst() : rest
    let version = number.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    if let next = number[version.endIndex...].first, next.isLetter || next == "%" { return nil }
    return exactVersion(version.hasSuffix(".") ? version.dropLast() : version)
  }

  /// The version in a cell of its own.
  private func versionCell(of line: MarkdownLine, behind index: Int) -> (column: Int, version: String)? {
    for (column, cell) in line.cells.enumerated() where column > index {
      let named = column < line.header.count && line.header[column].lowercased().contains("version")
      let number = cell.trimmed.drop { "v>=~^".contains($0) }
      if let version = exactVersion(number.prefix { $0.isNumber || $0 == "." }), named || number.count <= 12 {
        return (column, version)
      }
    }
    return nil
  }

  private func isRejection(_ heading: String) -> Bool {
    let words = ["alternative", "rejected", "considered", "not chosen", "deprecated", "previous", "legacy", "replaced"]
    let heading = heading.lowercased()
    return words.contains { heading.contains($0) }
  }
}

extension String {
  /// The text up to the first word by which something is told as not chosen.
  fileprivate var prefixBeforeRejection: Substring {
    let words = [
      "instead of", "rather than", "migrated from", "migrating from", "replaces", "replaced", "alternative",
      "rejected", "considered", " not ", "no longer", "without ", "compared to", " vs", "moved away from",
    ]
    var end = endIndex
    for word in words {
      if let range = self[...].firstRange(ofSmall: word), range.lowerBound < end { end = range.lowerBound }
    }
    if lowercased().hasPrefix("not ") || lowercased().hasPrefix("no ") { return self[..<startIndex] }
    return self[..<end]
  }
}

extension Substring {
  /// Where a word in small letters first stands in any letters. ASCII letters only, so that no position shifts.
  fileprivate func firstRange(ofSmall word: String) -> Range<Index>? {
    let wanted = Array(word.utf8)
    let bytes = Array(utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 })
    guard bytes.count >= wanted.count, !wanted.isEmpty else { return nil }
    for start in 0...(bytes.count - wanted.count) where bytes[start] == wanted[0] {
      guard bytes[start..<(start + wanted.count)].elementsEqual(wanted) else { continue }
      return utf8.index(startIndex, offsetBy: start)..<utf8.index(startIndex, offsetBy: start + wanted.count)
    }
    return nil
  }

  /// Whether a range is not a part of a longer word.
  fileprivate func isWord(_ range: Range<Index>) -> Bool {
    let isPart = { (character: Character) in character.isLetter || character.isNumber || "_-@/".contains(character) }
    if range.lowerBound > startIndex, isPart(self[index(before: range.lowerBound)]) { return false }
    guard range.upperBound < endIndex else { return true }
    let next = self[range.upperBound]
    // `PostgreSQL-16` and `PostgreSQL/asyncpg` name it, `redis-py` does not.
    if next == "-" { return self[index(after: range.upperBound)...].first?.isNumber ?? false }
    if next == "/" { return true }
    return !isPart(next)
  }
}
