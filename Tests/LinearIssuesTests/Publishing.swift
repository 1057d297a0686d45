import StandInServers
import Testing
import Vocabulary

@testable import LinearIssues

/// A stand-in for Linear, a workspace in it, and what the tests publish there.
struct Publishing {
  let linear: FakeLinear
  static let team = "5f1c0e52-93ab-4c1d-8f2e-0d6b6f3c9a11"
  static let day = "2026-11-22"

  /// Two teams, one with an Epic 0; `more` replaces parts of the workspace.
  init(_ more: [String: Any] = [:]) async throws {
    linear = try FakeLinear()
    let workspace: [String: Any] = [
      "teams": [
        ["id": Publishing.team, "key": "ENG", "name": "Engineering"],
        ["id": "5f1c0e52-93ab-4c1d-8f2e-0d6b6f3c9a12", "key": "OPS", "name": "Operations"],
      ],
      "projects": [["name": "Epic 0: Common", "team": "ENG"], ["name": "Epic 1", "team": "ENG"]],
    ]
    try await linear.control(["workspace": workspace.merging(more) { $1 }])
  }

  /// The limits are far off: on a busy machine, tests wait for each other.
  func connection(
    key: String = "lin_api_test", timeLimit: Duration = .seconds(1200), requestLimit: Duration = .seconds(300),
    attempts: Int = 6
  ) throws -> LinearConnection {
    let pace = Pace(
      timeLimit: timeLimit, requestLimit: requestLimit, attempts: attempts, firstPause: .milliseconds(2),
      longestPause: .milliseconds(20))
    return LinearConnection(
      endpoint: try LinearEndpoint(address: linear.address), key: try LinearKey(environment: ["LINEAR_API_KEY": key]),
      pace: pace)
  }

  func draft(
    _ team: String = "ENG", project: String? = nil, text: String = "## Report\n\nAll of it.\n", day: String = day,
    worst: Severity? = .high
  ) -> IssueDraft {
    IssueDraft(
      day: day, team: TeamReference(team, origin: "--team"), project: project, descriptions: [text], worst: worst)
  }

  @discardableResult
  func publish(_ draft: IssueDraft? = nil) async throws -> PublishedIssue {
    let connection = try connection()
    return try await connection.carryOut(connection.plan(draft ?? self.draft()))
  }

  /// What stands in the way of publishing.
  func failure(_ draft: IssueDraft? = nil, _ connection: LinearConnection? = nil) async throws -> LinearError? {
    let connection = try connection ?? self.connection()
    do {
      _ = try await connection.carryOut(connection.plan(draft ?? self.draft()))
      return nil
    } catch {
      return error
    }
  }

  /// The one issue of the workspace.
  func onlyIssue() async throws -> FakeState.Issue {
    let issues = try await linear.state().issues
    try #require(issues.count == 1)
    return issues[0]
  }
}
