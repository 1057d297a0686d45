import Vocabulary

extension ProjectReader {
  /// `go.mod`: `require` lines, alone or in brackets.
  mutating func readGoModule() {
    var isInRequire = false
    for (number, line) in text.lines {
      let isIndirect = line.contains("// indirect")
      let content = (line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line).trimmed
      var words = content.split(whereSeparator: \.isWhitespace)
      if words.first == "require" {
        words.removeFirst()
        if words.first == "(" {
          isInRequire = true
          continue
        }
      } else if words.first == ")" {
        isInRequire = false
        continue
      } else if !isInRequire {
        continue
      }
      guard words.count == 2 else { continue }
      note(
        PackageMention(
          name: String(words[0].unquoted), language: .go, source: .manifest, line: number,
          standing: isIndirect ? .transitive : .main, version: exactVersion(words[1])))
    }
  }
}
