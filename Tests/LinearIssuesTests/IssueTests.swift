import StandInServers
import Testing
import Vocabulary

@testable import LinearIssues

@Suite("One issue per day and team", .serialized)
struct IssueTests {
  @Test("the first publication creates the issue with all it needs, the second updates it")
  func createAndUpdate() async throws {
    let place = try await Publishing()
    let first = try await place.publish()
    #expect(first == PublishedIssue(identifier: "ENG-1", url: "https://linear.app/acme/issue/ENG-1", isNew: true))
    let created = try await place.onlyIssue()
    #expect(created.title == "Persistence & Performance Audit: 2026-11-22")
    #expect(created.teamId == Publishing.team && created.priority == 2 && created.projectId != nil)
    #expect(created.description?.hasPrefix("## Report\n\nAll of it.\n") == true)
    var state = try await place.linear.state()
    #expect(state.labels(of: created) == ["audit", "performance", "refactoring"])
    #expect(state.labels.allSatisfy { $0.team?.key == "ENG" })

    let second = try await place.publish(place.draft(text: "## Newer\n", worst: .critical))
    #expect(second.identifier == "ENG-1" && !second.isNew)
    let updated = try await place.onlyIssue()
    #expect(updated.description?.hasPrefix("## Newer\n") == true && updated.priority == 1)
    state = try await place.linear.state()
    #expect(state.labels.count == 3 && state.refused.isEmpty)
  }

  @Test("another day is another issue, and so is another team")
  func others() async throws {
    let place = try await Publishing([
      "projects": [["name": "Epic 0", "team": "ENG"], ["name": "Duty", "team": "OPS"]]
    ])
    for team in ["ENG", "OPS"] {
      for day in ["2026-11-22", "2026-11-23"] {
        #expect(try await place.publish(place.draft(team, project: team == "OPS" ? "Duty" : nil, day: day)).isNew)
      }
    }
    #expect(try await place.linear.state().issues.map(\.identifier) == ["ENG-1", "ENG-2", "OPS-3", "OPS-4"])
  }

  @Test("what people changed stays: the title, the project, further labels")
  func peoplesChanges() async throws {
    let id = stableID("issue", Publishing.team, Publishing.day, "0")
    let label = "11111111-1111-4111-8111-111111111111"
    let project = "22222222-2222-4222-8222-222222222222"
    let place = try await Publishing([
      "projects": [["name": "Epic 0", "team": "ENG"], ["name": "Epic 1", "team": "ENG", "id": project]],
      "labels": [["name": "seen", "id": label]],
      "issues": [["title": "Renamed", "team": "ENG", "id": id, "labels": [label], "project": project]],
    ])
    #expect(try await place.publish().isNew == false)
    let issue = try await place.onlyIssue()
    #expect(issue.title == "Renamed" && issue.projectId == project)
    #expect(try await place.linear.state().labels(of: issue) == ["audit", "performance", "refactoring", "seen"])
  }

  @Test("an issue with the day's marker is ours under any id; one of the same title without it is somebody else's")
  func marker() async throws {
    let title = "Persistence & Performance Audit: 2026-11-22"
    let place = try await Publishing([
      "issues": [
        ["title": title, "team": "ENG", "description": "Notes of a person."],
        ["title": title, "team": "ENG", "description": "… `assay-audit:2026-11-22`"],
      ]
    ])
    let issue = try await place.publish()
    #expect(issue.identifier == "ENG-2" && !issue.isNew)
    let issues = try await place.linear.state().issues
    #expect(issues.count == 2 && issues[0].description == "Notes of a person.")
  }

  @Test("an issue in the bin is not brought back: the next publication makes a new one, once")
  func trashed() async throws {
    let id = stableID("issue", Publishing.team, Publishing.day, "0")
    let place = try await Publishing([
      "issues": [["title": "x", "team": "ENG", "id": id, "trashed": true, "archivedAt": "2026-11-22T10:00:00Z"]]
    ])
    #expect(try await place.publish().isNew)
    #expect(try await place.publish().isNew == false)
    #expect(try await place.linear.state().issues.count == 2)
  }

  @Test("two publications at once make one issue")
  func race() async throws {
    let place = try await Publishing()
    let identifiers = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<8 { group.addTask { try await place.publish().identifier } }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(identifiers == ["ENG-1"])
    #expect(try await place.linear.state().issues.count == 1)
    #expect(try await place.linear.state().labels.count == 3)
  }

  @Test("a workspace that takes shorter descriptions gets one, cut between sections")
  func statedLimit() async throws {
    let place = try await Publishing(["descriptionLimit": 2000])
    let long = "## Report\n\n### A\n\n" + String(repeating: "word ", count: 1000) + "\n\n### B\n\nshort\n"
    try await place.publish(place.draft(text: long))
    let text = try #require(try await place.onlyIssue().description)
    #expect(text.utf16.count <= 2000)
    #expect(text.contains("Left out: Linear takes at most 2000 characters") && text.contains("short"))
    #expect(text.contains("assay-audit:2026-11-22"))
  }

  @Test("looking changes nothing")
  func planOnly() async throws {
    let place = try await Publishing()
    let plan = try await place.connection().plan(place.draft())
    #expect(plan.updates == nil && plan.team == "Engineering (ENG)" && plan.project == "Epic 0: Common")
    #expect(plan.labels.map(\.isNew) == [true, true, true])
    let state = try await place.linear.state()
    #expect(state.issues.isEmpty && state.labels.isEmpty)
    #expect(state.asked.allSatisfy { !$0.operation.hasPrefix("Create") && !$0.operation.hasPrefix("Update") })
  }
}
