/// One file of an example: most have one; those of rules that follow calls may have several, each behind a line
/// `# file: jobs/repository.py`.
struct ExampleFile {
  /// `nil` for the neutral path.
  var path: String?
  var code: String
  /// Byte offsets of the `↓`, which are taken out.
  var marks: [Int]

  init(path: String?, code: String, marks: [Int]) {
    self.path = path
    self.code = code
    self.marks = marks
  }

  private static let opening = "# file: "

  /// The files of an example's text. What stands before the first line that names a file is at the example's own path.
  static func split(_ text: String, path: String?) -> [ExampleFile] {
    var files: [(path: String?, text: String)] = []
    var lines: [Substring] = []
    var current = path
    func close() {
      if current != path || !lines.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) || files.isEmpty {
        files.append((current, lines.joined(separator: "\n")))
      }
      lines = []
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix(opening) else {
        lines.append(line)
        continue
      }
      if current != path || !lines.isEmpty { close() }
      lines = []
      current = line.dropFirst(opening.count).filter { !$0.isWhitespace }
    }
    close()
    return files.map { file in
      var code = ""
      var marks: [Int] = []
      for character in file.text {
        if character == "↓" { marks.append(code.utf8.count) } else { code.append(character) }
      }
      return ExampleFile(path: file.path, code: code, marks: marks)
    }
  }
}
