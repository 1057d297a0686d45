import Vocabulary

/// How every format says numbers and a few of the vocabulary's values.

/// `1,234,567`.
func grouped(_ number: Int) -> String {
  let digits = Array(String(abs(number)))
  var result = number < 0 ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index).isMultiple(of: 3) { result.append(",") }
    result.append(digit)
  }
  return result
}

/// `1 file`, `2,000 files`.
func counted(_ number: Int, _ noun: String) -> String {
  "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
}

/// `7.5`, `10.0`.
func oneDecimal(_ number: Double) -> String { String(roundedTo(10, number)) }

/// `0.25`, `3.1`, `4.0`.
func twoDecimals(_ number: Double) -> String { String(roundedTo(100, number)) }

/// The number to the nearest whole `parts`-th.
func roundedTo(_ parts: Double, _ number: Double) -> Double { (number * parts).rounded() / parts }

extension Effort {
  var hours: String {
    switch self {
    case .small: "under 1 h"
    case .medium: "1–4 h"
    case .large: "over 4 h"
    }
  }
}

extension Severity {
  /// As tables write it: `High`.
  var title: String { word.prefix(1).uppercased() + word.dropFirst() }
}

extension SkippedFiles {
  private static let folders = "folders: "

  /// `2 files`; a reason that begins with `folders: ` counts folders.
  var counted: String {
    Reporting.counted(count, reason.hasPrefix(Self.folders) ? "folder" : "file")
  }

  /// The reason alone: `vendored code`.
  var kind: String { reason.hasPrefix(Self.folders) ? String(reason.dropFirst(Self.folders.count)) : reason }
}

extension [NotChecked] {
  /// The rules that share a reason, in the order in which the reasons first come up.
  var byReason: [(reason: String, rules: [String])] {
    var groups: [(reason: String, rules: [String])] = []
    var places: [String: Int] = [:]
    for entry in self {
      if let place = places[entry.reason] {
        groups[place].rules.append(entry.rule)
      } else {
        places[entry.reason] = groups.count
        groups.append((entry.reason, [entry.rule]))
      }
    }
    return groups
  }
}

extension AppliedConfiguration {
  var keysInWords: String { keys.isEmpty ? "nothing in it" : keys.joined(separator: ", ") }
}
