import StandInServers
import Testing

@testable import LinearIssues

@Suite("Teams, projects and labels by their names", .serialized)
struct LookupTests {
  @Test("a team is found by key, name or UUID", arguments: ["ENG", "eng", "engineering", Publishing.team])
  func teams(_ name: String) async throws {
    let place = try await Publishing()
    #expect(try await place.publish(place.draft(name)).identifier == "ENG-1")
    // A UUID is used as it is.
    #expect(try await place.linear.state().asked("Teams") == (name == Publishing.team ? 0 : 1))
  }

  @Test("an unknown team is told with those there are")
  func unknownTeam() async throws {
    let place = try await Publishing()
    let failure = try await place.failure(place.draft("SALES"))
    #expect(
      failure
        == .teamUnknown("SALES", origin: "--team", candidates: ["Engineering (ENG)", "Operations (OPS)"]))
    let lost = try await place.failure(place.draft("5f1c0e52-93ab-4c1d-8f2e-000000000000"))
    #expect(lost?.description.contains("Entity not found: Team") == true)
  }

  @Test("teams of one name are told by their keys")
  func ambiguousTeam() async throws {
    let place = try await Publishing([
      "teams": [["id": "a", "key": "AA", "name": "Core"], ["id": "b", "key": "BB", "name": "core"]],
      "projects": [Any](),
    ])
    #expect(
      try await place.failure(place.draft("Core"))
        == .teamAmbiguous("Core", origin: "--team", candidates: ["Core (AA)", "core (BB)"]))
  }

  @Test("Epic 0 is found on whatever page of the projects it stands")
  func pages() async throws {
    let projects =
      (1...120).map { ["name": "Epic \($0)", "team": "ENG"] } + [["name": "Epic 0 – rest", "team": "ENG"]]
    let place = try await Publishing(["projects": projects])
    let plan = try await place.connection().plan(place.draft())
    #expect(plan.project == "Epic 0 – rest")
    #expect(try await place.linear.state().asked("TeamProjects") == 3)
  }

  @Test("without an Epic 0, the projects there are are told; finished ones do not count")
  func noEpicZero() async throws {
    let place = try await Publishing([
      "projects": [
        ["name": "Epic 2", "team": "ENG"], ["name": "Epic 01", "team": "ENG"],
        ["name": "Epic 3", "team": "ENG", "status": "completed"], ["name": "Epic 0", "team": "OPS"],
        ["name": "Epic 0", "team": "ENG", "trashed": true],
      ]
    ])
    #expect(
      try await place.failure() == .projectUntold(team: "Engineering (ENG)", candidates: ["Epic 01", "Epic 2"]))
  }

  @Test("of two Epic 0 the open one is meant; two open ones are an error")
  func twoEpicZeros() async throws {
    let open = ["name": "Epic 0: now", "team": "ENG", "slug": "aaa"]
    let closed = ["name": "Epic 0: then", "team": "ENG", "slug": "bbb", "status": "completed"]
    let one = try await Publishing(["projects": [closed, open]])
    #expect(try await one.connection().plan(one.draft()).project == "Epic 0: now")
    let two = try await Publishing(["projects": [open, open.merging(["slug": "ccc"]) { $1 }]])
    #expect(
      try await two.failure()
        == .projectAmbiguous("Epic 0", candidates: ["Epic 0: now (aaa)", "Epic 0: now (ccc)"]))
  }

  @Test(
    "a project is named by its name, its id or its address",
    arguments: [
      "epic 1", "22222222-2222-4222-8222-222222222222", "abc123def456",
      "https://linear.app/acme/project/epic-1-abc123def456/overview",
    ])
  func namedProject(_ name: String) async throws {
    let id = "22222222-2222-4222-8222-222222222222"
    let place = try await Publishing([
      "projects": [
        ["name": "Epic 0", "team": "ENG"], ["name": "Epic 1", "team": "ENG", "id": id, "slug": "abc123def456"],
      ]
    ])
    try await place.publish(place.draft(project: name))
    #expect(try await place.onlyIssue().projectId == id)
  }

  @Test("labels of the workspace and of the team are used, those of other teams are not")
  func labelScopes() async throws {
    let place = try await Publishing([
      "labels": [
        ["name": "Audit", "id": "w"], ["name": "audit", "id": "t", "team": "ENG"], ["name": "performance", "id": "p"],
        ["name": "refactoring", "id": "o", "team": "OPS"],
      ]
    ])
    try await place.publish()
    let issue = try await place.onlyIssue()
    #expect(issue.labelIds.contains("t") && issue.labelIds.contains("p") && !issue.labelIds.contains("o"))
    #expect(issue.labelIds.count == 3)
    #expect(try await place.linear.state().labels.count == 5)
  }

  @Test("a group of labels, a retired label and a second one of a group are left out and told")
  func unusableLabels() async throws {
    let place = try await Publishing([
      "labels": [
        ["name": "audit", "id": "g", "isGroup": true],
        ["name": "refactoring", "id": "r", "retiredAt": "2026-01-01T00:00:00Z"], ["name": "performance", "id": "p"],
      ]
    ])
    let plan = try await place.connection().plan(place.draft())
    #expect(plan.labels.map(\.name) == ["performance"])
    #expect(plan.remarks.count == 2)
    try await place.publish()
    #expect(try await place.onlyIssue().labelIds == ["p"])

    let grouped = try await Publishing([
      "labels": [
        ["name": "Kind", "id": "k", "isGroup": true], ["name": "audit", "id": "a", "parent": "k"],
        ["name": "performance", "id": "p", "parent": "k"], ["name": "refactoring", "id": "r"],
      ]
    ])
    try await grouped.publish()
    #expect(try await grouped.onlyIssue().labelIds.count == 2)
    #expect(try await grouped.linear.state().refused.isEmpty)
  }
}
