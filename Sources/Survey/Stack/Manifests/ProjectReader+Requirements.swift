import Vocabulary

extension ProjectReader {
  /// `requirements.txt`: a requirement per line, options, comments. Files that it includes with `-r` are read on their
  /// own account where their names say what they are; a constraint (`-c`) asks for nothing.
  mutating func readRequirements() {
    let isConstraint = text.path.lowercased().contains("constraint")
    var continued: (text: String, line: Int)?
    for (number, line) in text.lines {
      var line = String(line)
      let start = continued?.line ?? number
      if let before = continued { line = before.text + line }
      if line.hasSuffix("\\") {
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
    guard !text.isEmpty, !text.hasPrefix("-"), let requirement = PythonRequirement(text) else { return }
    note(requirement.mention((.manifest, number)))
  }
}
