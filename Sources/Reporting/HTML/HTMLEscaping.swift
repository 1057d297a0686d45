import Mustache

/// What turns text from anywhere into text of the page, in elements and in quoted attributes. The library's own
/// escaping goes by `Character`: a quotation mark that carries a combining accent is another character to it, and would
/// end an attribute in a browser. This one goes byte by byte, and shows what cannot be seen, or would turn a line
/// around, as `printable` does.
struct HTMLEscaping: MustacheContentType {
  /// The name that the template asks for it by.
  static let name = "ASSAY_HTML"

  func escapeText(_ text: String) -> String { Self.escaped(text) }

  static func escaped(_ text: String) -> String {
    let isHarmless = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "\""), UInt8(ascii: "'"): false
      default: (0x20..<0x7F).contains(byte)
      }
    }
    if isHarmless { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "'": result.append(contentsOf: "&#39;".unicodeScalars)
      case "\t": result.append(scalar)
      default: result.append(printable(scalar))
      }
    }
    return String(result)
  }
}
