/// How well a finding is proven. Findings of low confidence are advisory: shown apart and not scored.
package enum Confidence: Int, Sendable, CaseIterable, Comparable, Codable {
  case low, medium, high

  package static func < (left: Confidence, right: Confidence) -> Bool { left.rawValue < right.rawValue }

  package var word: String {
    switch self {
    case .low: "low"
    case .medium: "medium"
    case .high: "high"
    }
  }

  package init?(word: String) {
    guard let found = Confidence.allCases.first(where: { $0.word == word }) else { return nil }
    self = found
  }
}
