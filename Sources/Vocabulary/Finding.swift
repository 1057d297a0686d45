/// One place in the audited code where a rule holds, with all a report needs; reports never open the file again.
package struct Finding: Sendable, Equatable {
  package var rule: String
  package var name: String
  package var category: Category
  package var severity: Severity
  package var confidence: Confidence
  package var effort: Effort
  /// Relative to the audited root, with `/` between the parts.
  package var path: String
  package var start: Position
  /// One past the last character.
  package var end: Position
  package var snippet: Snippet
  /// What is wrong here, in one sentence.
  package var issue: String
  package var recommendation: String
  package var sources: [Source]
  /// The same for the same code of the same rule in the same file, wherever its lines move to.
  package var fingerprint: String
  /// How the finding's place reaches what the finding is about, call by call; empty when it is all in one function.
  package var trace: [CallStep]

  package init(
    rule: String, name: String, category: Category, severity: Severity, confidence: Confidence, effort: Effort,
    path: String, start: Position, end: Position, snippet: Snippet, issue: String, recommendation: String,
    sources: [Source], fingerprint: String, trace: [CallStep] = []
  ) {
    self.rule = rule
    self.name = name
    self.category = category
    self.severity = severity
    self.confidence = confidence
    self.effort = effort
    self.path = path
    self.start = start
    self.end = end
    self.snippet = snippet
    self.issue = issue
    self.recommendation = recommendation
    self.sources = sources
    self.fingerprint = fingerprint
    self.trace = trace
  }

  /// Shown apart from the scored findings and not counted in a score.
  package var isAdvisory: Bool { confidence == .low }

  /// The order of every report: the worst first, then by place, then by rule.
  package static func reportOrder(_ left: Finding, _ right: Finding) -> Bool {
    if left.severity != right.severity { return left.severity > right.severity }
    return placeOrder(left, right)
  }

  /// By path, then position, then rule.
  package static func placeOrder(_ left: Finding, _ right: Finding) -> Bool {
    if left.path != right.path { return left.path.utf8.lexicographicallyPrecedes(right.path.utf8) }
    if left.start != right.start { return left.start < right.start }
    if left.end != right.end { return left.end < right.end }
    return left.rule.utf8.lexicographicallyPrecedes(right.rule.utf8)
  }
}

/// One call on the way from a finding to what it is about.
package struct CallStep: Sendable, Hashable {
  /// Relative to the audited root, with `/` between the parts.
  package var path: String
  /// From 1.
  package var line: Int
  /// The function that is called here, as the code names it.
  package var function: String

  package init(path: String, line: Int, function: String) {
    self.path = path
    self.line = line
    self.function = function
  }
}

/// A place in a file as people and editors count: lines and columns from 1, columns in UTF-16 units.
package struct Position: Sendable, Hashable, Comparable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (left: Position, right: Position) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// The source lines a finding shows: the first lines of its span, without line ends, tabs kept.
package struct Snippet: Sendable, Equatable {
  /// From 1.
  package var firstLine: Int
  package var lines: [String]

  package init(firstLine: Int, lines: [String]) {
    self.firstLine = firstLine
    self.lines = lines
  }
}
