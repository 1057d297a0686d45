/// The three audits; each is one pack of rules and one score.
package enum Category: String, Sendable, CaseIterable, Codable {
  case queryEfficiency = "query-efficiency"
  case transactionCorrectness = "transaction-correctness"
  case runtimePerformance = "runtime-performance"

  /// The name of the pack: the folder its rules live in, and the word `--pack` takes.
  package var pack: String { rawValue }

  package var title: String {
    switch self {
    case .queryEfficiency: "Query Efficiency"
    case .transactionCorrectness: "Transaction Correctness"
    case .runtimePerformance: "Runtime Performance"
    }
  }
}
