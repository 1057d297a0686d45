extension StringProtocol {
  /// Without white space at both ends.
  var trimmed: SubSequence {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
      return self[startIndex..<startIndex]
    }
    return self[first...last]
  }

  /// Without the quotes around it, if both ends have the same.
  var unquoted: SubSequence {
    guard utf8.count >= 2, let first, first == last, first == "\"" || first == "'" else { return self[...] }
    return dropFirst().dropLast()
  }
}

/// The text when it can be nothing but a version or a range of versions; `nil` else: what stands where a version is
/// expected can be a URL with a password in it.
func versionRange(_ text: some StringProtocol) -> String? {
  let text = text.trimmed
  guard !text.isEmpty, text.utf8.count <= 60, text.utf8.contains(where: { (0x30...0x39).contains($0) }) else {
    return nil
  }
  guard text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || " .,<>=!~^*+-_|".contains($0)) }) else {
    return nil
  }
  return text.split(whereSeparator: { !$0.isLetter }).allSatisfy { versionWords.contains($0.lowercased()) }
    ? String(text) : nil
}

/// The words that stand in versions.
private let versionWords: Set<String> = [
  "a", "alpha", "b", "beta", "c", "canary", "dev", "final", "ga", "incompatible", "m", "next", "or", "post", "pre",
  "preview", "r", "rc", "release", "snapshot", "stable", "v", "x",
]

/// The text when it is one exact version, with or without a sign of equality before it.
func exactVersion(_ text: some StringProtocol) -> String? {
  var text = text.trimmed
  while text.hasPrefix("=") { text = text.dropFirst().trimmed }
  if text.hasPrefix("v") { text = text.dropFirst() }
  guard let first = text.first, first.isNumber, !text.contains("*"), !text.contains(where: { " ,<>=!~^|".contains($0) })
  else { return nil }
  return versionRange(text)
}
