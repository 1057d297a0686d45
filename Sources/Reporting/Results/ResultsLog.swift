package import Vocabulary

/// How the scores went from run to run: a table of Markdown with a row per run, the newest last, that Assay keeps and
/// people read. Nothing but Assay's own rows may stand in it, so that it can be written anew without losing anything.
package struct ResultsLog: Sendable, Equatable {
  /// The newest so many rows are kept.
  package static let capacity = 50

  package private(set) var rows: [ResultsRow]

  package init() { rows = [] }

  /// A log as an earlier run wrote it; an empty file is an empty log. Line ends may be those of Windows.
  package init(parsing text: String) throws(ResultsLogError) {
    rows = []
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    if lines.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) { return }
    for (index, expected) in Self.head.enumerated() where index >= lines.count || lines[index] != expected {
      throw .foreign
    }
    for (index, line) in lines.enumerated().dropFirst(Self.head.count) where !line.isEmpty {
      guard let row = ResultsRow(line) else { throw .malformed(line: index + 1, text: String(line)) }
      rows.append(row)
    }
  }

  /// Adds the row of a run and lets go of the oldest ones beyond the capacity.
  package mutating func append(_ report: AuditReport) {
    rows.append(ResultsRow(report, after: rows.last))
    rows.removeFirst(max(rows.count - Self.capacity, 0))
  }

  /// The file's whole text.
  package var text: String {
    (Self.head + rows.map(\.text)).map { $0 + "\n" }.joined()
  }

  private static let head = [
    "# Results of Assay",
    "",
    "| Date | Overall | Change | \(Category.allCases.map(\.title).joined(separator: " | ")) "
      + "| Critical | High | Medium | Low | Advisory | Problems |",
    "|---|" + String(repeating: "---:|", count: 2 + Category.allCases.count + 6),
  ]
}

/// Why a results log could not be taken up. The file stays as it is.
package enum ResultsLogError: Error, Sendable, Equatable {
  /// It does not begin as a results log does.
  case foreign
  /// A line, from 1, that is no row.
  case malformed(line: Int, text: String)

  package func description(of path: String) -> String {
    switch self {
    case .foreign:
      "`\(path)` is not a results log of Assay, so it was left alone; name a new file or one that --results-log wrote"
    case .malformed(let line, let text):
      "`\(path)`, line \(line): not a row of a results log: `\(printable(String(text.prefix(80))))`; mend or delete "
        + "the line"
    }
  }
}
