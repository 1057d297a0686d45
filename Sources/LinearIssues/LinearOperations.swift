/// Everything that is ever asked of Linear. The documents are fixed; what varies goes in their variables.

extension LinearOperation where Answer == TeamsAnswer {
  static func teams(after cursor: String?) -> LinearOperation {
    LinearOperation(
      doing: "to list the teams", name: "Teams",
      document: """
        query Teams($after: String) {
          teams(first: 50, after: $after) {
            nodes { id key name }
            pageInfo { hasNextPage endCursor }
          }
        }
        """,
      variables: ["after": JSONValue(cursor)])
  }
}

struct TeamsAnswer: Decodable, Sendable {
  var teams: Page<TeamNode>
}

extension LinearOperation where Answer == ProjectsAnswer {
  static func projects(ofTeam team: String, after cursor: String?) -> LinearOperation {
    LinearOperation(
      doing: "to list the projects of team \(team)", name: "TeamProjects",
      document: """
        query TeamProjects($team: String!, $after: String) {
          team(id: $team) {
            id
            key
            name
            projects(first: 50, after: $after) {
              nodes { id name slugId archivedAt trashed status { type } }
              pageInfo { hasNextPage endCursor }
            }
          }
        }
        """,
      variables: ["team": .string(team), "after": JSONValue(cursor)])
  }
}

struct ProjectsAnswer: Decodable, Sendable {
  struct Team: Decodable, Sendable {
    var id: String
    var key: String
    var name: String
    var projects: Page<ProjectNode>
  }

  var team: Team
}

extension LinearOperation where Answer == LabelsAnswer {
  static func labels(named names: [String], after cursor: String?) -> LinearOperation {
    LinearOperation(
      doing: "to look up the labels", name: "Labels",
      document: """
        query Labels($filter: IssueLabelFilter, $after: String) {
          issueLabels(filter: $filter, first: 50, after: $after) {
            nodes { id name isGroup retiredAt team { id } parent { id } }
            pageInfo { hasNextPage endCursor }
          }
        }
        """,
      variables: [
        "filter": ["or": .list(names.map { ["name": ["eqIgnoreCase": .string($0)]] })],
        "after": JSONValue(cursor),
      ])
  }
}

struct LabelsAnswer: Decodable, Sendable {
  var issueLabels: Page<LabelNode>
}

extension LinearOperation where Answer == CreateLabelAnswer {
  static func createLabel(_ name: String, id: String, team: String) -> LinearOperation {
    LinearOperation(
      doing: "to create the label `\(name)`", name: "CreateLabel",
      document: """
        mutation CreateLabel($input: IssueLabelCreateInput!) {
          issueLabelCreate(input: $input) { success issueLabel { id } }
        }
        """,
      variables: ["input": ["id": .string(id), "name": .string(name), "teamId": .string(team)]])
  }
}

struct CreateLabelAnswer: Decodable, Sendable {
  struct Payload: Decodable, Sendable {
    var success: Bool
    var issueLabel: LabelNode.Reference
  }

  var issueLabelCreate: Payload
}

extension LinearOperation where Answer == IssuesAnswer {
  /// The issues with one of the ids, and those of the team with that title; archived and trashed ones too.
  static func issues(withIDs ids: [String], orTitled title: String, inTeam team: String) -> LinearOperation {
    LinearOperation(
      doing: "to look for the issue of the day", name: "AuditIssues",
      document: """
        query AuditIssues($filter: IssueFilter!) {
          issues(filter: $filter, includeArchived: true, first: 50) {
            nodes {
              id
              identifier
              url
              title
              description
              trashed
              archivedAt
              team { id }
              project { id }
              labels(first: 50) { nodes { id parent { id } } }
            }
          }
        }
        """,
      variables: [
        "filter": [
          "or": [
            ["id": ["in": JSONValue(ids)]],
            ["team": ["id": ["eq": .string(team)]], "title": ["eq": .string(title)]],
          ]
        ]
      ])
  }
}

struct IssuesAnswer: Decodable, Sendable {
  struct Nodes: Decodable, Sendable {
    var nodes: [IssueNode]
  }

  var issues: Nodes
}

/// What writing an issue gives back.
struct WrittenIssue: Decodable, Sendable {
  struct Issue: Decodable, Sendable {
    var id: String
    var identifier: String
    var url: String
  }

  var success: Bool
  var issue: Issue?
}

extension LinearOperation where Answer == CreateIssueAnswer {
  static func createIssue(_ input: [String: JSONValue]) -> LinearOperation {
    LinearOperation(
      doing: "to create the issue", name: "CreateIssue",
      document: """
        mutation CreateIssue($input: IssueCreateInput!) {
          issueCreate(input: $input) { success issue { id identifier url } }
        }
        """,
      variables: ["input": .object(input)])
  }
}

struct CreateIssueAnswer: Decodable, Sendable {
  var issueCreate: WrittenIssue
}

extension LinearOperation where Answer == UpdateIssueAnswer {
  static func updateIssue(_ id: String, _ input: [String: JSONValue]) -> LinearOperation {
    LinearOperation(
      doing: "to update the issue", name: "UpdateIssue",
      document: """
        mutation UpdateIssue($id: String!, $input: IssueUpdateInput!) {
          issueUpdate(id: $id, input: $input) { success issue { id identifier url } }
        }
        """,
      variables: ["id": .string(id), "input": .object(input)])
  }
}

struct UpdateIssueAnswer: Decodable, Sendable {
  var issueUpdate: WrittenIssue
}
