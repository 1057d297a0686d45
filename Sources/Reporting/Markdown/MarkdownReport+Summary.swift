import Vocabulary

extension MarkdownReport {
  /// Overall health, the worst category and why, the first thing to do: a sentence each.
  var executiveSummary: [String] {
    let size = "\(counted(report.files, "file")) (\(counted(report.lines, "line")))"
    if report.counts.total == 0 {
      let advisory = report.advisoryCount == 0 ? "" : ", apart from \(grouped(report.advisoryCount)) advisory"
      return ["The audit of \(size) scores \(oneDecimal(report.score)) of 10: it found nothing\(advisory)."]
    }
    var sentences = [
      "The audit of \(size) scores \(oneDecimal(report.score)) of 10, which \(verdict): "
        + "\(counted(report.counts.total, "finding")), \(report.counts.inWords)."
    ]
    if let worst = report.worstCategory, let (rule, count) = worst.mostFrequentRule {
      let share = "\(grouped(count)) of \(counted(worst.counts.total, "finding"))"
      sentences.append(
        "The weakest category is **\(worst.category.title)** (\(oneDecimal(worst.score))), most of all for "
          + "\(MarkdownText.code(rule)) (\(share)).")
    }
    if let first = actions.first?.first {
      sentences.append("The first thing to do, in \(location(of: first)): \(MarkdownText.prose(first.recommendation))")
    }
    return sentences
  }

  private var verdict: String {
    switch report.score {
    case 9...: "is very good"
    case 7...: "is good, with room to improve"
    case 4...: "calls for attention"
    default: "is poor"
    }
  }
}

extension AuditReport {
  /// The category of the lowest score; of several, the one with the heaviest findings.
  fileprivate var worstCategory: CategoryReport? {
    categories.max { left, right in
      if left.score != right.score { return left.score > right.score }
      for severity in Severity.allCases.reversed() where left.counts[severity] != right.counts[severity] {
        return left.counts[severity] < right.counts[severity]
      }
      return false
    }
  }
}

extension CategoryReport {
  /// By name; of several equally frequent rules the first by name.
  var mostFrequentRule: (name: String, count: Int)? {
    let counts = findings.reduce(into: [String: Int]()) { $0[$1.name, default: 0] += 1 }
    let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
    return most.map { ($0.key, $0.value) }
  }
}

extension SeverityCounts {
  /// `2 critical, 1 high`: the severities that occur, the worst first.
  var inWords: String {
    let present = Severity.allCases.reversed().filter { self[$0] > 0 }
    return present.map { "\(grouped(self[$0])) \($0.word)" }.joined(separator: ", ")
  }
}
