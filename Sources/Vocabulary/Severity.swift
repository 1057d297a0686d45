/// How much a finding hurts, from hygiene to wrong data or an outage under normal load.
package enum Severity: Int, Sendable, CaseIterable, Comparable, Codable {
  case low, medium, high, critical

  package static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }

  /// The word people write: in rule files, on the command line.
  package var word: String {
    switch self {
    case .low: "low"
    case .medium: "medium"
    case .high: "high"
    case .critical: "critical"
    }
  }

  package init?(word: String) {
    guard let found = Severity.allCases.first(where: { $0.word == word }) else { return nil }
    self = found
  }

  /// The severity `steps` higher (lower when negative), kept within the scale.
  package func raised(by steps: Int) -> Severity {
    Severity(rawValue: min(max(rawValue + steps, Severity.low.rawValue), Severity.critical.rawValue))!
  }
}
