import Vocabulary

/// A way to rewrite an example that must not change (or must silence) what is found.
struct Disguise {
  /// `nil` for the example as it stands.
  let name: String?
  private let rewrite: @Sendable (String, [Int], String) -> (code: String, marks: [Int])?

  /// The example so rewritten, with the marks where they must be now; `nil` when it cannot be.
  func wear(_ code: String, _ marks: [Int], _ rule: String) -> (code: String, marks: [Int])? {
    rewrite(code, marks, rule)
  }

  static func all(for language: Language) -> [Disguise] {
    let comment =
      switch language {
      case .python: "#"
      case .sql: "--"
      case .javascript, .typescript, .go: "//"
      }
    return [
      Disguise(name: nil) { code, marks, _ in (code, marks) },
      Disguise(name: "behind a line of emoji") { code, marks, _ in
        let line = "\(comment) 🧪👩‍💻 naïve\n"
        return (line + code, marks.map { $0 + line.utf8.count })
      },
      Disguise(name: "with CRLF line ends") { code, marks, _ in
        let bytes = Array(code.utf8)
        let moved = marks.map { mark in mark + bytes[0..<mark].count { $0 == 0x0A } }
        return (code.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n"), moved)
      },
      Disguise(name: "indented with tabs") { code, marks, _ in tabbed(code, marks) },
      Disguise(name: "as comments") { code, _, _ in
        (code.split(separator: "\n", omittingEmptySubsequences: false).map { "\(comment) \($0)\n" }.joined(), [])
      },
      Disguise(name: "inside a string") { code, _, _ in
        switch language {
        case .python:
          guard !code.contains("'''"), !code.contains("\\") else { return nil }
          return ("TEXT = r'''\n\(code)\n'''\n", [])
        case .sql: return ("COMMENT ON TABLE jobs IS $example$\n\(code)\n$example$;\n", [])
        case .javascript, .typescript, .go: return nil
        }
      },
      Disguise(name: "under a suppression comment") { code, _, rule in
        ("\(comment) assay: ignore-file[\(rule)] an example\n" + code, [])
      },
    ]
  }

  /// Leading groups of four spaces (or two, where the example uses such) become tabs.
  private static func tabbed(_ code: String, _ marks: [Int]) -> (code: String, marks: [Int])? {
    guard !code.contains("\"\"\""), !code.contains("'''") else { return nil }
    let bytes = Array(code.utf8)
    var result: [UInt8] = []
    var moved = marks
    var index = 0
    while index < bytes.count {
      var spaces = 0
      while index + spaces < bytes.count, bytes[index + spaces] == 0x20 { spaces += 1 }
      let tabs = spaces / 4
      result += Array(repeating: 0x09, count: tabs) + Array(repeating: 0x20, count: spaces - tabs * 4)
      for (number, mark) in marks.enumerated() where mark >= index + spaces { moved[number] -= tabs * 3 }
      index += spaces
      while index < bytes.count {
        result.append(bytes[index])
        index += 1
        if bytes[index - 1] == 0x0A { break }
      }
    }
    return (String(decoding: result, as: UTF8.self), moved)
  }
}
