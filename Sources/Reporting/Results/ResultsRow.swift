package import Vocabulary

/// One run in a results log.
package struct ResultsRow: Sendable, Equatable {
  /// `YYYY-MM-DD`.
  package var date: String
  package var score: Double
  /// Overall score less that of the run before; `nil` for the first run, and after one of other packs.
  package var change: Double?
  /// By category, in the order of `Category.allCases`; `nil` for a pack that did not run.
  package var scores: [Double?]
  package var counts: SeverityCounts
  package var advisory: Int
  package var problems: Int

  init(_ report: AuditReport, after last: ResultsRow?) {
    date = report.date
    score = report.score
    scores = Category.allCases.map { category in report.categories.first { $0.category == category }?.score }
    counts = report.counts
    advisory = report.advisoryCount
    problems = report.problems.count
    if let last, last.packs == packs { change = roundedTo(10, score - last.score) }
  }

  /// The packs that ran: only runs of the same ones can be compared.
  private var packs: [Bool] { scores.map { $0 != nil } }

  private static let absent = "–"

  var text: String {
    var cells = [date, oneDecimal(score), change.map(signed) ?? Self.absent]
    cells += scores.map { $0.map(oneDecimal) ?? Self.absent }
    cells += Severity.allCases.reversed().map { String(counts[$0]) } + [String(advisory), String(problems)]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  init?(_ line: some StringProtocol) {
    let cells = line.split(separator: "|", omittingEmptySubsequences: false).map { cell in
      String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
    let packs = Category.allCases.count
    guard cells.count == 11 + packs, cells[0].isEmpty, cells[cells.count - 1].isEmpty, isDay(cells[1]),
      let score = Self.score(cells[2])
    else { return nil }
    date = cells[1]
    self.score = score
    if cells[3] != Self.absent {
      guard let number = Self.change(cells[3]) else { return nil }
      change = number
    }
    scores = []
    for cell in cells[4..<4 + packs] {
      let score = Self.score(cell)
      guard score != nil || cell == Self.absent else { return nil }
      scores.append(score)
    }
    let numbers = cells[(4 + packs)..<(cells.count - 1)].map { Int($0) ?? -1 }
    guard numbers.allSatisfy({ $0 >= 0 }) else { return nil }
    counts = SeverityCounts()
    for (severity, count) in zip(Severity.allCases.reversed(), numbers) { counts[severity] = count }
    advisory = numbers[4]
    problems = numbers[5]
  }

  /// As `signed` writes it.
  private static func change(_ cell: String) -> Double? {
    if cell == signed(0) { return 0 }
    return Double(cell.replacing("−", with: "-")).flatMap { abs($0) <= 10 ? $0 : nil }
  }

  private static func score(_ cell: String) -> Double? {
    Double(cell).flatMap { (0...10).contains($0) ? $0 : nil }
  }
}

/// `+0.4`, `−1.2`, `±0`.
func signed(_ number: Double) -> String {
  number == 0 ? "±0" : (number > 0 ? "+" : "−") + oneDecimal(abs(number))
}

/// Whether the text is a day as `YYYY-MM-DD`.
private func isDay(_ text: String) -> Bool {
  let parts = text.split(separator: "-", omittingEmptySubsequences: false)
  let isNumeric = parts.allSatisfy { part in part.utf8.allSatisfy { (0x30...0x39).contains($0) } }
  guard parts.map(\.utf8.count) == [4, 2, 2], isNumeric else { return false }
  return (1...12).contains(Int(parts[1]) ?? 0) && (1...31).contains(Int(parts[2]) ?? 0)
}
