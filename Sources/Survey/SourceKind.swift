package import Vocabulary

/// What a file's name says it is. Files without an extension are no sources, whatever their first line says.
package enum SourceKind: Sendable, Equatable {
  case language(Language)
  /// `.pyi`, `.d.ts`: declarations that never run.
  case stub
  case other

  /// - Parameter path: a path or a file's name.
  package init(ofPath path: String) {
    let bytes = path.utf8.span
    self.init(bytes, from: 0, to: bytes.count)
  }

  /// - Parameters:
  ///   - lower: where the name, or a path that ends in it, begins in `text`.
  ///   - upper: one past its end.
  init(_ text: Span<UInt8>, from lower: Int, to upper: Int) {
    self = .other
    // Eight bytes hold the longest extension; the letters become one number, the last in the lowest byte.
    var dot = upper - 1
    var word: UInt64 = 0
    while dot >= lower, upper - dot <= 4, text[dot] != UInt8(ascii: ".") {
      word |= UInt64(text[dot]) << UInt64(8 * (upper - 1 - dot))
      dot -= 1
    }
    guard dot > lower, text[dot] == UInt8(ascii: "."), text[dot - 1] != UInt8(ascii: "/") else { return }
    switch word {
    case SourceKind.py, SourceKind.pyw: self = .language(.python)
    case SourceKind.pyi: self = .stub
    case SourceKind.js, SourceKind.jsx, SourceKind.mjs, SourceKind.cjs: self = .language(.javascript)
    case SourceKind.ts, SourceKind.mts, SourceKind.cts:
      let isDeclaration =
        dot - 2 > lower && text[dot - 1] == UInt8(ascii: "d") && text[dot - 2] == UInt8(ascii: ".")
      self = isDeclaration ? .stub : .language(.typescript)
    case SourceKind.tsx: self = .language(.typescript)
    case SourceKind.go: self = .language(.go)
    case SourceKind.sql, SourceKind.sqlInCapitals: self = .language(.sql)
    default: break
    }
  }

  private static let py = word("py")
  private static let pyw = word("pyw")
  private static let pyi = word("pyi")
  private static let js = word("js")
  private static let jsx = word("jsx")
  private static let mjs = word("mjs")
  private static let cjs = word("cjs")
  private static let ts = word("ts")
  private static let mts = word("mts")
  private static let cts = word("cts")
  private static let tsx = word("tsx")
  private static let go = word("go")
  private static let sql = word("sql")
  private static let sqlInCapitals = word("SQL")

  private static func word(_ letters: StaticString) -> UInt64 { "\(letters)".utf8.reduce(0) { $0 << 8 | UInt64($1) } }
}
