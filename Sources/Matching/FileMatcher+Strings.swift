import Dispatch
import SourceScan

/// Holds strings against what a pattern says of them, and texts against regular expressions.
extension FileMatcher {
  func match(_ test: StringTest, at index: UInt32, limit: UInt32) -> UInt32? {
    let first = token(index)
    guard first.kind == .string || first.kind == .stringStart else { return nil }
    var end = file.stream.after(index)
    var parts = [index]
    while end < limit, token(end).kind == .string || token(end).kind == .stringStart {
      parts.append(end)
      end = file.stream.after(end)
    }
    guard end <= limit else { return nil }
    switch test {
    case .any: return end
    case .equals(let words, let isBinary):
      guard parts.count == 1, first.kind == .string, first.flags.contains(.binary) == isBinary else { return nil }
      let content = StringContent.of(first, file.text.bytes)
      return file.text.bytes[content].elementsEqual(words) ? end : nil
    case .matches(let regex):
      if parts.count == 1, let content = StringContent.of(index, in: file) {
        return matches(regex, content) ? end : nil
      }
      let text = parts.compactMap { StringContent.of($0, in: file) }.map { file.text.string($0) }.joined()
      return matches(regex, text: text) ? end : nil
    }
  }

  /// Whether a regular expression matches the text at some bytes of the file.
  func matches(_ regex: Int, _ bytes: Range<Int>) -> Bool {
    guard mayOccur(regex) else { return false }
    if let answer = library.regexes[regex].plain?.occurs(in: file.text.bytes, bytes) { return answer }
    if let literal = library.regexes[regex].literal, !literal.occurs(in: file.text.bytes, bytes) { return false }
    guard bytes.count <= RegexMemo.longestText else { return matches(regex, text: file.text.string(bytes)) }
    let key = RegexMemo.key(regex, file.text, bytes)
    if let known = library.regexMemo.answer(key) { return known }
    let answer = matches(regex, text: file.text.string(bytes))
    library.regexMemo.remember(key, answer)
    return answer
  }

  /// Whether a regular expression matches a text; one that runs out of time does not, and is remembered.
  private func matches(_ regex: Int, text: String) -> Bool {
    let start = DispatchTime.now().uptimeNanoseconds
    defer { remainingBudget -= Double(DispatchTime.now().uptimeNanoseconds - start) / 1_000_000_000 }
    switch library.regexes[regex].firstMatch(in: text, budget: max(remainingBudget, 0.001)) {
    case .found: return true
    case .absent: return false
    case .exhausted:
      exhausted.insert(regex)
      return false
    }
  }
}
