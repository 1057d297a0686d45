/// The variables of an operation.
enum JSONValue: Encodable, Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral
{
  case string(String)
  case number(Int)
  case list([JSONValue])
  case object([String: JSONValue])
  case null

  init(stringLiteral value: String) { self = .string(value) }
  init(integerLiteral value: Int) { self = .number(value) }
  init(arrayLiteral elements: JSONValue...) { self = .list(elements) }
  init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
  }

  init(_ text: String?) { self = text.map { .string($0) } ?? .null }
  init(_ texts: [String]) { self = .list(texts.map { .string($0) }) }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .string(let text): try container.encode(text)
    case .number(let number): try container.encode(number)
    case .list(let elements): try container.encode(elements)
    case .object(let members): try container.encode(members)
    case .null: try container.encodeNil()
    }
  }
}
