/// Text from anywhere, written so that GitHub-flavoured Markdown shows exactly it and a table row stays one row. It is
/// read scalar by scalar, as renderers read it.
enum MarkdownText {
  /// A code span that holds `text` whatever it contains; nothing for nothing.
  static func code(_ text: some StringProtocol) -> String {
    if text.isEmpty { return "" }
    let scalars = printable(String(text)).unicodeScalars
    let fence = String(repeating: "`", count: longestRunOfBackticks(in: scalars) + 1)
    let edges = [scalars.first, scalars.last]
    let isPadded = edges.contains("`") || edges == [" ", " "]
    var content = String.UnicodeScalarView()
    for scalar in scalars {
      // Even inside a code span a table row ends its cell at a bare pipe.
      if scalar == "|" { content.append("\\") }
      content.append(scalar)
    }
    let padding = isPadded ? " " : ""
    return fence + padding + String(content) + padding + fence
  }

  /// Prose in which only code spans are Markdown.
  static func prose(_ text: some StringProtocol) -> String { prose(Prose(text)) }

  static func prose(_ prose: Prose) -> String {
    prose.pieces.map { piece in
      switch piece {
      case .plain(let text): escaped(text)
      case .code(let text): code(text)
      }
    }.joined()
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
  static func link(_ url: String) -> String { isWebAddress(url) ? "<\(url)>" : code(url) }

  /// Markdown that leads somewhere; `url` is one that `SourceLinks` made, in which nothing needs escaping.
  static func link(_ words: String, to url: String) -> String { "[\(words)](\(url))" }

  /// A row of a table, its cells being Markdown already.
  static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }

  /// The head of a table; the columns named in `right` are set flush right.
  static func head(_ titles: [String], right: Set<String> = []) -> String {
    row(titles) + "|" + titles.map { right.contains($0) ? "---:|" : "---|" }.joined() + "\n"
  }

  private static func longestRunOfBackticks(in scalars: String.UnicodeScalarView) -> Int {
    var longest = 0
    var run = 0
    for scalar in scalars {
      run = scalar == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}

/// Whether a page may link to the address: plain ASCII, over the web.
func isWebAddress(_ url: String) -> Bool {
  let isPlain = url.utf8.allSatisfy { (0x21..<0x7F).contains($0) && !"<>`\\|\"'".utf8.contains($0) }
  return isPlain && (url.hasPrefix("https://") || url.hasPrefix("http://"))
}
