/// The lines of a Markdown document as far as facts stand in them: prose, items and rows of tables, without code and
/// comments.
struct MarkdownLine {
  /// From 1.
  var number: Int
  /// The cells of a row, or the line as the only one; emphasis and code marks are taken out.
  var cells: [String]
  /// Of a row: the cells of the table's first row.
  var header: [String]
  /// The headings that it stands under, the outermost first.
  var headings: [String]

  static func all(of text: ProjectText) -> [MarkdownLine] {
    var result: [MarkdownLine] = []
    var headings: [(level: Int, text: String)] = []
    var header: [String] = []
    var fence: Substring?
    var isComment = false
    for (number, line) in text.lines {
      let content = line.trimmed
      if let open = fence {
        if content.hasPrefix(open) { fence = nil }
        continue
      }
      if content.hasPrefix("```") || content.hasPrefix("~~~") {
        fence = content.prefix(3)
        continue
      }
      if isComment || content.hasPrefix("<!--") {
        isComment = !content.contains("-->")
        continue
      }
      if content.hasPrefix("#") {
        let level = content.prefix { $0 == "#" }.count
        headings.removeAll { $0.level >= level }
        headings.append((level, plain(content.dropFirst(level))))
        header = []
      } else if content.hasPrefix("|") {
        let cells = cells(of: content)
        if cells.allSatisfy({ !$0.isEmpty && $0.allSatisfy { "-: ".contains($0) } }) { continue }
        result.append(
          MarkdownLine(number: number, cells: cells, header: header, headings: headings.map(\.text)))
        if header.isEmpty { header = cells }
      } else {
        header = []
        if !content.isEmpty {
          result.append(
            MarkdownLine(number: number, cells: [plain(content)], header: [], headings: headings.map(\.text)))
        }
      }
    }
    return result
  }

  private static func cells(of row: Substring) -> [String] {
    var inner = row.dropFirst()
    if inner.hasSuffix("|") { inner = inner.dropLast() }
    return inner.split(separator: "|", omittingEmptySubsequences: false).map { plain($0) }
  }

  private static func plain(_ text: Substring) -> String {
    String(String(text.filter { $0 != "*" && $0 != "`" }).trimmed)
  }
}
