import Vocabulary

extension ResultsLog {
  /// How the newest run compares with the one before it, in a sentence.
  package var movement: String? {
    guard let now = rows.last else { return nil }
    guard let before = rows.dropLast().last else {
      return "Score \(oneDecimal(now.score)), the first in the results log."
    }
    guard let change = now.change else {
      return "Score \(oneDecimal(now.score)); the run of \(before.date) had other packs and cannot be compared."
    }
    let score =
      change == 0
      ? "Score \(oneDecimal(now.score)), as on \(before.date)"
      : "Score \(oneDecimal(before.score)) → \(oneDecimal(now.score)) (\(signed(change))) since \(before.date)"
    let moved = Severity.allCases.reversed().filter { before.counts[$0] != now.counts[$0] }.map { severity in
      "\(severity.word) \(grouped(before.counts[severity])) → \(grouped(now.counts[severity]))"
    }
    return moved.isEmpty ? "\(score)." : "\(score); \(moved.joined(separator: ", "))."
  }
}
