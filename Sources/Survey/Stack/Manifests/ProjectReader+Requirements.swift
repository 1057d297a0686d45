import Vocabulary

extension ProjectReader {
  /// `requirements.txt`: a requirement per line, options, comments. Files that it includes with `-r` are
  /// noted, a constraint (`-c`) asks for nothing.
  mutating func readRequirements() {
    let isConstraint = text.path.lowercased().contains("constraint")
    var continued: (text: String, line: Int)?
    for (number, line) in text.lines {
      var line = String(line)
      let start = continued?.line ?? number
      if let before = continued { line = before.text + line }
      if line.hasSuffix("\\"), line.utf8.count < ProjectReader.continuedLineLimit {
        continued = (String(line.dropLast()), start)
        continue
      }
      continued = nil
      if !isConstraint { readRequirement(line, line: start) }
    }
    if let continued, !isConstraint { readRequirement(continued.text, line: continued.line) }
  }

  private mutating func readRequirement(_ line: String, line number: Int) {
    var text = Substring(line)
    // A comment begins at a `#` at the start or behind white space; one in a URL is a part of it.
    if text.hasPrefix("#") { return }
    if let comment = text.firstRange(of: " #") ?? text.firstRange(of: "\t#") { text = text[..<comment.lowerBound] }
    if let options = text.firstRange(of: " --") { text = text[..<options.lowerBound] }
    text = text.trimmed
    if let path = included(by: text) { clues.includes.append(path) }
    guard !text.isEmpty, !text.hasPrefix("-"), let requirement = PythonRequirement(text) else { return }
    note(requirement.mention((.manifest, number)))
  }

  /// In bytes. Hundreds of hashes of one package fit.
  private static let continuedLineLimit = 1 << 17

  /// The path that `-r other.txt` names, relative to the root; `nil` when it leads out of it.
  private func included(by option: Substring) -> String? {
    var name = option
    for word in ["-r", "--requirement="] + ["--requirement "] where option.hasPrefix(word) {
      name = option.dropFirst(word.count).trimmed
    }
    // A file above the root is read for itself alone.
    guard name.startIndex != option.startIndex, !name.isEmpty, !name.hasPrefix("/"), !name.contains(":"),
      !self.text.path.hasPrefix("../")
    else {
      return nil
    }
    var parts = text.path.split(separator: "/").dropLast()
    for part in name.split(separator: "/") where part != "." {
      if part != ".." {
        parts.append(part)
      } else if parts.popLast() == nil {
        return nil
      }
    }
    return parts.joined(separator: "/")
  }
}
