/// One question to Linear, and what its answer holds. Every operation may be sent again: those that write say under
/// which id, so that Linear refuses the second time.
struct LinearOperation<Answer: Decodable & Sendable>: Sendable {
  /// For errors: `to create the issue`.
  var doing: String
  var name: String
  var document: String
  var variables: [String: JSONValue]
}

/// One page of a list.
struct Page<Node: Decodable & Sendable>: Decodable, Sendable {
  struct Place: Decodable, Sendable {
    var hasNextPage: Bool
    var endCursor: String?
  }

  var nodes: [Node]
  var pageInfo: Place
}

struct TeamNode: Decodable, Sendable {
  var id: String
  var key: String
  var name: String

  /// As people are told of it.
  var title: String { "\(name) (\(key))" }
}

struct ProjectNode: Decodable, Sendable {
  struct Status: Decodable, Sendable {
    var type: String
  }

  var id: String
  var name: String
  var slugId: String
  var archivedAt: String?
  var trashed: Bool?
  var status: Status

  var isOpen: Bool { status.type != "completed" && status.type != "canceled" }
}

struct LabelNode: Decodable, Sendable {
  struct Reference: Decodable, Sendable {
    var id: String
  }

  var id: String
  var name: String
  var isGroup: Bool
  var retiredAt: String?
  var team: Reference?
  var parent: Reference?
}

struct IssueNode: Decodable, Sendable {
  struct Label: Decodable, Sendable {
    var id: String
    var parent: LabelNode.Reference?
  }

  struct Labels: Decodable, Sendable {
    var nodes: [Label]
  }

  var id: String
  var identifier: String
  var url: String
  var title: String
  var description: String?
  var trashed: Bool?
  var archivedAt: String?
  var team: LabelNode.Reference
  var project: LabelNode.Reference?
  var labels: Labels

  var isGone: Bool { trashed == true || archivedAt != nil }
}
