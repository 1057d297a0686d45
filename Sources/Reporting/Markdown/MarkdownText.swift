/// Text from anywhere, written so that GitHub-flavoured Markdown shows exactly it and a table row stays one row.
enum MarkdownText {
  /// A code span that holds `text` whatever it contains; nothing for nothing.
  static func code(_ text: some StringProtocol) -> String {
    if text.isEmpty { return "" }
    var content = printable(String(text))
    let fence = String(repeating: "`", count: longestRun(of: "`", in: content) + 1)
    let edges = [content.first, content.last]
    if edges.contains("`") || edges == [" ", " "] { content = " \(content) " }
    // Even inside a code span a table row ends its cell at a bare pipe.
    return fence + content.replacing("|", with: "\\|") + fence
  }

  /// Prose in which only code spans are Markdown, as messages and recommendations are written: `` `a` sends one ``.
  static func prose(_ text: some StringProtocol) -> String {
    let characters = Array(text)
    var result = ""
    var plain = ""
    var index = 0
    while index < characters.count {
      guard characters[index] == "`" else {
        plain.append(characters[index])
        index += 1
        continue
      }
      let opened = endOfRun(at: index, in: characters)
      if let closing = closingRun(of: opened - index, from: opened, in: characters) {
        result += escaped(plain)
        plain = ""
        result += code(trimmedOfPadding(characters[opened..<closing]))
        index = closing + (opened - index)
      } else {
        plain.append(contentsOf: characters[index..<opened])
        index = opened
      }
    }
    return result + escaped(plain)
  }

  /// Text of which nothing is Markdown.
  static func escaped(_ text: some StringProtocol) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n", "\r", "\t": result.append(" ")
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "\\", "`", "*", "_", "[", "]", "|", "~", "$", "#", "!":
        result.append("\\")
        result.append(scalar)
      default: result.append(printable(scalar))
      }
    }
    return String(result)
  }

  /// The address as a link when it is one a browser may open, as text otherwise.
  static func link(_ url: String) -> String {
    let isPlain = url.utf8.allSatisfy { (0x21..<0x7F).contains($0) && !"<>`\\|".utf8.contains($0) }
    return isPlain && (url.hasPrefix("https://") || url.hasPrefix("http://")) ? "<\(url)>" : code(url)
  }

  /// A row of a table, its cells being Markdown already.
  static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }

  /// The head of a table; the columns named in `right` are set flush right.
  static func head(_ titles: [String], right: Set<String> = []) -> String {
    row(titles) + "|" + titles.map { right.contains($0) ? "---:|" : "---|" }.joined() + "\n"
  }

  private static func longestRun(of character: Character, in text: String) -> Int {
    var longest = 0
    var run = 0
    for each in text {
      run = each == character ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  private static func endOfRun(at start: Int, in characters: [Character]) -> Int {
    characters[start...].firstIndex { $0 != "`" } ?? characters.count
  }

  private static func closingRun(of length: Int, from start: Int, in characters: [Character]) -> Int? {
    var index = start
    while let found = characters[index...].firstIndex(of: "`") {
      let end = endOfRun(at: found, in: characters)
      if end - found == length { return found }
      index = end
    }
    return nil
  }

  /// The content of a code span less the blank at each side that sets off a backtick.
  private static func trimmedOfPadding(_ content: ArraySlice<Character>) -> String {
    let isPadded = content.count > 2 && content.first == " " && content.last == " "
    return String(isPadded ? content.dropFirst().dropLast() : content)
  }
}
