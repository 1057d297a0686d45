import Vocabulary

/// What the report comes to, in two or three sentences made from the results: overall health, the worst category and
/// why, the first thing to do.
struct ExecutiveSummary {
  enum Words: Equatable {
    case plain(String)
    case strong(String)
    case code(String)
    case prose(Prose)
    /// The place of a finding, which formats may make a link.
    case place(Finding)
  }

  typealias Sentence = [Words]

  let sentences: [Sentence]

  init(of report: AuditReport, first action: RecommendedAction?) {
    sentences = [Self.health(of: report)] + Self.reasons(for: report, first: action)
  }

  private static func health(of report: AuditReport) -> Sentence {
    let size = "\(counted(report.files, "file")) (\(counted(report.lines, "line")))"
    let score = "\(oneDecimal(report.score)) of 10"
    var words = "Overall health \(verdict(on: report.score)): \(size) score \(score)"
    words += report.counts.total == 0 ? " without a finding" : ", with "
    if report.counts.total > 0 {
      words += "\(counted(report.counts.total, "finding")) (\(report.counts.inWords))"
    }
    if !report.problems.isEmpty {
      words += ", but the audit may be incomplete: it met \(counted(report.problems.count, "problem"))"
    }
    return [.plain(words + ".")]
  }

  private static func reasons(for report: AuditReport, first action: RecommendedAction?) -> [Sentence] {
    guard let action, let worst = report.worstCategory, let (rule, count) = worst.heaviestRule else {
      let advisory = report.advisoryCount
      if advisory == 0 { return [[.plain("There is nothing to do.")]] }
      let words = "There is nothing that has to be done; \(counted(advisory, "advisory finding"))"
      return [[.plain("\(words) \(advisory == 1 ? "is" : "are") worth a second look.")]]
    }
    let all = worst.counts.total
    let share = all == 1 ? "its only finding" : "\(grouped(count)) of \(grouped(all)) findings"
    return [
      [
        .plain("The weakest category is "), .strong(worst.category.title),
        .plain(" at \(oneDecimal(worst.score)), \(all == 1 ? "for" : "most of all for") "), .code(rule),
        .plain(" (\(share))."),
      ],
      [
        .plain("The first thing to do, in "), .place(action.first), .plain(" ("), .prose(Prose(action.first.issue)),
        .plain("): "),
        .prose(Prose(action.first.recommendation).firstSentence),
      ],
    ]
  }

  private static func verdict(on score: Double) -> String {
    switch score {
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

  /// The pages behind the findings and the practices that were drawn on, each once, by title.
  func sources(with stack: StackSummary?) -> [Source] {
    var seen: Set<String> = []
    let findings = categories.flatMap { $0.findings + $0.advisory }
    let cited = (findings.flatMap(\.sources) + (stack?.sources ?? [])).filter { seen.insert($0.url).inserted }
    return cited.sorted { ($0.title, $0.url) < ($1.title, $1.url) }
  }
}

extension CategoryReport {
  /// By name; of several equally frequent rules the first by name.
  var mostFrequentRule: (name: String, count: Int)? {
    let counts = findings.reduce(into: [String: Int]()) { $0[$1.name, default: 0] += 1 }
    let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
    return most.map { ($0.key, $0.value) }
  }

  /// The rule whose findings cost the category the most points, and how many they are.
  fileprivate var heaviestRule: (name: String, count: Int)? {
    let counts = findings.reduce(into: [String: SeverityCounts]()) {
      $0[$1.name, default: SeverityCounts()][$1.severity] += 1
    }
    let heaviest = counts.max { ($0.value.penalty, $1.key) < ($1.value.penalty, $0.key) }
    return heaviest.map { ($0.key, $0.value.total) }
  }
}

extension SeverityCounts {
  /// `2 critical, 1 high`: the severities that occur, the worst first.
  var inWords: String {
    let present = Severity.allCases.reversed().filter { self[$0] > 0 }
    return present.map { "\(grouped(self[$0])) \($0.word)" }.joined(separator: ", ")
  }
}
