/// What the stand-in holds.
package struct FakeState: Decodable, Sendable {
  package struct Issue: Decodable, Sendable {
    package var id, identifier, title, teamId: String
    package var description, projectId: String?
    package var priority: Int
    package var labelIds: [String]
    package var archivedAt: String?
  }

  package struct Label: Decodable, Sendable {
    package struct Team: Decodable, Sendable {
      package var key: String
    }

    package var id, name: String
    package var team: Team?
  }

  package struct Asked: Decodable, Sendable {
    package var operation: String
  }

  package var issues: [Issue]
  package var labels: [Label]
  package var asked: [Asked]
  /// The messages of all that was refused.
  package var refused: [String]

  package func labels(of issue: Issue) -> [String] {
    issue.labelIds.compactMap { id in labels.first { $0.id == id }?.name }.sorted()
  }

  package func asked(_ operation: String) -> Int { asked.count { $0.operation == operation } }
}
