import TOMLKit
import Vocabulary

extension ProjectReader {
  /// The file as TOML; says what is wrong with it when it is none.
  mutating func parseTOML() -> TOMLTable? {
    guard let content = text.wellFormed else {
      complainOfSyntax("TOML", reason: "it is no UTF-8 text")
      return nil
    }
    let fault = TOMLFault.first(in: text.bytes)
    do {
      let readable = fault.map { String(decoding: text.bytes[..<$0.statement], as: UTF8.self) } ?? content
      let table = try TOMLTable(string: readable)
      guard let fault else { return table }
      complainOfSyntax("TOML", line: fault.line, reason: fault.reason)
    } catch let error as TOMLParseError {
      // The words name keys and kinds of values, never a value.
      complainOfSyntax("TOML", line: error.source.begin.line, reason: error.description)
    } catch {
      complainOfSyntax("TOML", reason: "it cannot be parsed")
    }
    return nil
  }
}

extension TOMLTable {
  /// The table at a path of keys.
  func table(_ keys: String...) -> TOMLTable? {
    var table: TOMLTable? = self
    for key in keys { table = table?[key]?.table }
    return table
  }

  /// The strings of a list; whatever else is in it is passed over.
  func strings(_ key: String) -> [String] { self[key]?.array?.compactMap(\.string) ?? [] }
}
