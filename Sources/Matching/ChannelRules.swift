package import Vocabulary

/// An end of a channel without another end.
package struct LooseEnd: Sendable {
  package var mismatch: ChannelMismatch
  package var end: EventEnd
  /// In words, behind the channel's name: "is published, but …".
  package var words: String
  /// Nobody in the project is at the other end of any channel: it may be another program's.
  package var isAlone: Bool

  package init(mismatch: ChannelMismatch, end: EventEnd, words: String, isAlone: Bool) {
    self.mismatch = mismatch
    self.end = end
    self.words = words
    self.isAlone = isAlone
  }
}

extension CompiledLibrary {
  /// The rules, by number, that ask for ends of channels.
  package var channelRules: [Int] {
    rules.indices.filter { rules[$0].node.sources.contains { $0.channelMismatch != nil } }
  }

  /// What a rule says of a loose end, on the line of its file that begins at a token; `nil` when it asks for another kind.
  package func match(
    _ rule: Int, _ loose: LooseEnd, first token: UInt32, bytes: Range<Int>
  ) -> RuleMatch? {
    let node = rules[rule].node
    guard let alternative = node.sources.firstIndex(where: { $0.channelMismatch == loose.mismatch }) else { return nil }
    let grades = [node.sources[alternative]] + node.around(alternative)
    var message = ""
    for part in grades.lazy.compactMap(\.conditions.message).first ?? rules[rule].message {
      switch part {
      case .text(let words): message += words
      case .channel: message += loose.end.channel
      case .mismatch: message += loose.words
      default: message += "…"
      }
    }
    let confidence = grades.lazy.compactMap(\.conditions.confidence).first ?? rules[rule].card.confidence
    return RuleMatch(
      rule: rule, start: bytes.lowerBound, end: bytes.upperBound,
      severity: grades.lazy.compactMap(\.conditions.severity).first,
      confidence: loose.isAlone ? .low : confidence, guessedFramework: nil, isNamed: false, message: message,
      token: token)
  }
}

extension CompiledNode {
  fileprivate var channelMismatch: ChannelMismatch? {
    if case .channel(let mismatch)? = conditions.source { mismatch } else { nil }
  }
}
