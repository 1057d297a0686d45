/// A value of JSON whose keys keep their order.
package indirect enum SchemaValue: Sendable {
  case text(String)
  case flag(Bool)
  case number(Int)
  case list([SchemaValue])
  case object([(key: String, value: SchemaValue)])

  /// As a text: one member to a line, lists of single values in one line.
  package func written(indent: String = "") -> String {
    let inner = indent + "  "
    switch self {
    case .text(let text): return SchemaValue.quoted(text)
    case .flag(let flag): return flag ? "true" : "false"
    case .number(let number): return "\(number)"
    case .list(let items):
      let isFlat = items.allSatisfy { if case .object = $0 { false } else { true } }
      let texts = items.map { $0.written(indent: inner) }
      return isFlat ? "[" + texts.joined(separator: ", ") + "]" : SchemaValue.block("[", texts, "]", indent)
    case .object(let members):
      if members.isEmpty { return "{}" }
      let texts = members.map { SchemaValue.quoted($0.key) + ": " + $0.value.written(indent: inner) }
      return SchemaValue.block("{", texts, "}", indent)
    }
  }

  private static func block(_ open: String, _ lines: [String], _ close: String, _ indent: String) -> String {
    open + "\n" + lines.map { indent + "  " + $0 }.joined(separator: ",\n") + "\n" + indent + close
  }

  /// What is written into a schema has no control characters.
  private static func quoted(_ text: String) -> String {
    "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
  }
}

extension SchemaValue: ExpressibleByStringLiteral, ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
  package init(stringLiteral value: String) { self = .text(value) }
  package init(dictionaryLiteral elements: (String, SchemaValue)...) {
    self = .object(elements.map { (key: $0.0, value: $0.1) })
  }
  package init(arrayLiteral elements: SchemaValue...) { self = .list(elements) }
}
