import Vocabulary

/// Reads the values of one file's documents into specs and collects everything that is wrong on the way. A function
/// that returns `nil` has said why.
struct SpecDecoder {
  /// So many faults of one file are told; a file with more was probably never meant to be a rule file.
  static let faultLimit = 200

  let file: String
  private(set) var faults: [RuleFault] = []
  /// How many `follows` and `precedes` stand around what is read now.
  var ordersAround = 0
  /// Whether what is read now stands under `reaches`.
  var isReached = false
  /// Whether what is read now stands under `hands`.
  var isHanded = false
  /// Within a framework file, which tells what single files do.
  var isInFramework = false

  init(file: String) { self.file = file }

  mutating func complain(_ complaint: Complaint, at origin: Origin) {
    if faults.count > SpecDecoder.faultLimit { return }
    let last = faults.count == SpecDecoder.faultLimit
    let said = last ? .tooManyFaults(limit: SpecDecoder.faultLimit) : complaint
    faults.append(RuleFault(said.message, at: origin, hint: said.hint))
  }

  mutating func complain(_ complaint: Complaint, at node: YAMLNode) { complain(complaint, at: origin(node)) }

  func origin(_ node: YAMLNode) -> Origin { Origin(file: file, line: Int(node.line), column: Int(node.column)) }

  func origin(_ entry: YAMLEntry) -> Origin { Origin(file: file, line: Int(entry.line), column: Int(entry.column)) }
}

/// The entries of a mapping whose keys are known.
struct Fields {
  let entries: [YAMLEntry]
  /// Where the mapping stands.
  let origin: Origin
  /// What it is, for messages: "a rule", "a match node".
  let owner: String

  func entry(_ key: String) -> YAMLEntry? { entries.first { $0.key == key } }

  subscript(key: String) -> YAMLNode? { entry(key)?.value }
}

extension SpecDecoder {
  /// The entries of `node`, which is `owner` and the value of `key`; says which keys are not among `known`.
  mutating func fields(_ node: YAMLNode, key: String, owner: String, known: [String]) -> Fields? {
    guard let entries = mapping(node, key: key) else { return nil }
    for entry in entries where !known.contains(entry.key) {
      complain(.unknownKey(entry.key, owner: owner, known: known), at: origin(entry))
    }
    return Fields(entries: entries, origin: origin(node), owner: owner)
  }

  /// The entries of a mapping that must have some.
  mutating func mapping(_ node: YAMLNode, key: String) -> [YAMLEntry]? {
    guard case .mapping(let entries) = node.content else {
      complainOfType(node, key: key, wanted: "a mapping")
      return nil
    }
    if entries.isEmpty { complain(.emptyMapping(key: key), at: node) }
    return entries.isEmpty ? nil : entries
  }

  mutating func complainOfType(_ node: YAMLNode, key: String, wanted: String) {
    if node.isMissing {
      complain(.nothing(key: key), at: node)
    } else {
      complain(.wrongType(key: key, wanted: wanted, found: node.kindInWords), at: node)
    }
  }

  mutating func required(_ key: String, in fields: Fields) -> YAMLNode? {
    if let node = fields[key] { return node }
    complain(.missingKey(key, owner: fields.owner), at: fields.origin)
    return nil
  }

  /// The items of a list that must have some.
  mutating func list(_ node: YAMLNode, key: String) -> [YAMLNode] {
    guard case .list(let items) = node.content else {
      complainOfType(node, key: key, wanted: "a list")
      return []
    }
    if items.isEmpty { complain(.emptyList(key: key), at: node) }
    return items
  }

  /// One value, or the items of a list of them.
  mutating func oneOrList(_ node: YAMLNode, key: String) -> [YAMLNode] {
    if case .list = node.content { list(node, key: key) } else { [node] }
  }
}
