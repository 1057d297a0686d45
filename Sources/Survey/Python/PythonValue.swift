import SourceScan

/// What an expression of Python is, as far as it can be told without running it.
indirect enum PythonValue: Sendable {
  /// A text, with `Hole.text` for the parts that are not known.
  case text(SQLText)
  /// A list, tuple or set.
  case list([PythonValue])
  case dictionary([(key: PythonValue, value: PythonValue)])
  /// The result of a call that is not followed.
  case call(PythonCall)
  /// A name that is not followed, with the module it was imported from.
  case name(String)
  case attribute(PythonValue, String)
  /// A function of the file, by the index of its statement.
  case function(Int)
  /// A file of SQL, by the end of its path.
  case file(String)
  case unknown

  var text: SQLText? { if case .text(let text) = self { text } else { nil } }

  var elements: [PythonValue] {
    switch self {
    case .list(let elements): elements
    case .unknown: []
    default: [self]
    }
  }

  var call: PythonCall? { if case .call(let call) = self { call } else { nil } }

  var isKnown: Bool { if case .unknown = self { false } else { true } }

  /// A dotted name for what has one: `alembic.op.get_bind().execute`.
  var spelling: String {
    switch self {
    case .name(let name): name
    case .attribute(let value, let name): value.spelling + "." + name
    case .call(let call): call.name + "()"
    case .text, .list, .dictionary, .function, .file, .unknown: "*"
    }
  }
}

/// A call and what is passed.
struct PythonCall: Sendable {
  /// Dotted, with the module that it was imported from.
  var name: String
  var arguments: [PythonValue]
  var keywords: [String: PythonValue]
  /// From 1.
  var line: Int
  /// It is called on something: `redis.publish(…)`.
  var isMethod: Bool

  /// The last part of its name.
  var method: Substring { name[(name.lastIndex(of: ".").map { name.index(after: $0) } ?? name.startIndex)...] }

  func argument(_ position: Int, _ keyword: String? = nil) -> PythonValue {
    if let keyword, let value = keywords[keyword] { return value }
    return arguments.indices.contains(position) ? arguments[position] : .unknown
  }
}
