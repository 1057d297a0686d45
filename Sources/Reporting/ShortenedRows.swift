/// The first rows of each rule, so that a table stays readable whatever was found, and how many rows of which rules
/// that leaves out.
struct ShortenedRows<Row> {
  var shown: [Row]
  /// By rule.
  var cut: [(rule: String, count: Int)]

  init(_ rows: [Row], perRule limit: Int, rule: (Row) -> String) {
    var counts: [String: Int] = [:]
    shown = rows.filter { row in
      counts[rule(row), default: 0] += 1
      return counts[rule(row), default: 0] <= limit
    }
    cut = counts.mapValues { $0 - limit }.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
