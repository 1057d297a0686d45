package import Matching
import RuleFiles
package import Vocabulary

/// The ends of PostgreSQL's channels that have no other end in the project.
///
/// - Returns: by path and line.
package func looseEnds(publishers: [EventEnd], subscribers: [EventEnd]) -> [LooseEnd] {
  let published = publishers.filter { $0.technology == "postgresql" }
  let heard = subscribers.filter { $0.technology == "postgresql" }
  let unpublished = heard.filter { end in !published.contains { meets($0.channel, end.channel) } }
  var loose: [LooseEnd] = []
  var spoken: Set<EventEnd> = []
  for end in published where !heard.contains(where: { meets(end.channel, $0.channel) }) {
    if let other = unpublished.first(where: { isNear(end.channel, $0.channel) }) {
      spoken.insert(other)
      loose.append(
        LooseEnd(
          mismatch: .misspelt, end: end,
          words: "is published here, but `\(other.channel)` is what \(other.path):\(other.line) listens to",
          isAlone: false))
    } else {
      loose.append(
        LooseEnd(
          mismatch: .unheard, end: end, words: "is published here, but nothing in the project listens to it",
          isAlone: heard.isEmpty))
    }
  }
  for end in unpublished where !spoken.contains(end) {
    loose.append(
      LooseEnd(
        mismatch: .unpublished, end: end, words: "is listened to here, but nothing in the project publishes on it",
        isAlone: published.isEmpty))
  }
  return loose.sorted { ($0.end.path, $0.end.line, $0.end.channel) < ($1.end.path, $1.end.line, $1.end.channel) }
}

/// Whether two names may be the same channel's; `*` stands for what is known only when the program runs.
private func meets(_ name: String, _ other: String) -> Bool {
  func holds(_ pattern: String, _ name: String) -> Bool {
    pattern.contains("*") && NameGlob(pattern).matches(Array(name.replacing("*", with: "").utf8)[...])
  }
  return name == other || holds(name, other) || holds(other, name)
}

/// Names of which one is probably meant for the other: at most two letters apart, or one within the other. What runs
/// make of a name is no slip.
private func isNear(_ name: String, _ other: String) -> Bool {
  guard !name.contains("*"), !other.contains("*"), min(name.utf8.count, other.utf8.count) > 3 else { return false }
  let plain = name.lowercased().filter { $0.isLetter || $0.isNumber }
  let plainOther = other.lowercased().filter { $0.isLetter || $0.isNumber }
  let distance = editDistance(Array(plain.utf8.prefix(64)), Array(plainOther.utf8.prefix(64)))
  return plain.contains(plainOther) || plainOther.contains(plain) || distance <= 2
}
