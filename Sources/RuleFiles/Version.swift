/// `2.0.36`: numbers with dots between them. `2` and `2.0` are the same.
package struct Version: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let description: String
  private let numbers: [Int]

  /// The version at the beginning of the text, which may go on: `2.0.36rc1`, `16-alpine`, `v1.22`.
  package init?(_ text: String) {
    let start = text.hasPrefix("v") || text.hasPrefix("V") ? text.dropFirst() : text[...]
    let digits = start.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    var numbers = digits.split(separator: ".").prefix(6).map { Int($0) ?? Int.max }
    guard digits.first?.isNumber == true, !numbers.isEmpty else { return nil }
    while numbers.count > 1, numbers.last == 0 { numbers.removeLast() }
    self.numbers = numbers
    description = digits.hasSuffix(".") ? String(digits.dropLast()) : String(digits)
  }

  package static func == (left: Version, right: Version) -> Bool { left.numbers == right.numbers }

  package static func < (left: Version, right: Version) -> Bool {
    left.numbers.lexicographicallyPrecedes(right.numbers)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(numbers) }

  /// The first version that this one, told less exactly, cannot stand for: `2.1` of `2.0`, `2.0.37` of `2.0.36`.
  package var next: Version {
    var parts = description.split(separator: ".").map { Int($0) ?? Int.max }
    parts[parts.count - 1] += parts[parts.count - 1] == Int.max ? 0 : 1
    return Version(parts.map(String.init).joined(separator: ".")) ?? self
  }
}
