/// A pattern over a whole path: its parts between `/`, of which `**` stands for any number of folders.
struct PathPattern: Sendable, Hashable {
  let components: [ComponentPattern]
  /// Written without a `/`: it speaks of a name, at whatever depth.
  let isNameOnly: Bool
  /// The byte that every matching path ends with; 0 when paths of different endings match.
  let lastByte: UInt8

  init(components: [ComponentPattern], isNameOnly: Bool) {
    // Two `**` in a row say no more than one.
    var kept: [ComponentPattern] = []
    for component in components where !(component == .anyFolders && kept.last == .anyFolders) {
      kept.append(component)
    }
    self.components = kept
    self.isNameOnly = isNameOnly
    self.lastByte = kept.last?.lastByte ?? 0
  }

  /// Whether the path in the bytes `lower..<upper` of `text` matches.
  ///
  /// - Parameter nameStart: where the path's last part begins.
  func matches(_ text: Span<UInt8>, _ lower: Int, _ upper: Int, nameStart: Int) -> Bool {
    if isNameOnly { return components[0].matches(text, nameStart, upper) }
    return matchesAll(text, lower, upper)
  }

  /// As inside one part, only the last `**` passed is ever tried again. A `**` at the end takes one part at least:
  /// `a/**` is what lies in `a`, not `a`.
  private func matchesAll(_ text: Span<UInt8>, _ lower: Int, _ upper: Int) -> Bool {
    var component = 0
    var at = lower
    var retryComponent = -1
    var retryAt = lower
    while true {
      if component == components.count {
        if at > upper { return true }
      } else if case .anyFolders = components[component] {
        component += 1
        if component == components.count, at <= upper { return true }
        if component < components.count {
          retryComponent = component
          retryAt = at
          continue
        }
      } else if at <= upper {
        let end = endOfPart(text, at, upper)
        if components[component].matches(text, at, end) {
          component += 1
          at = end + 1
          continue
        }
      }
      guard retryComponent >= 0, retryAt <= upper else { return false }
      retryAt = endOfPart(text, retryAt, upper) + 1
      component = retryComponent
      at = retryAt
    }
  }
}

/// The index of the next `/` from `at` on, or `upper`.
func endOfPart(_ text: Span<UInt8>, _ at: Int, _ upper: Int) -> Int {
  var index = at
  while index < upper, text[index] != UInt8(ascii: "/") { index += 1 }
  return index
}
