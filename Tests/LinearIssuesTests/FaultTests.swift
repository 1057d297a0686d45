import StandInServers
import Testing
import WebRequests

@testable import LinearIssues

@Suite("What goes wrong on the way to Linear", .serialized)
struct FaultTests {
  @Test(
    "one fault of any kind, at any operation, is overcome and leaves one issue with its labels",
    arguments: [
      "close-before", "close-after", "500", "applied-500", "502-html", "truncated", "cut", "ratelimited", "429",
      "internal",
    ])
  func single(_ fault: String) async throws {
    let place = try await Publishing()
    for (number, operation) in ["Teams", "TeamProjects", "Labels", "AuditIssues", "CreateLabel", "CreateIssue"]
      .enumerated()
    {
      try await place.linear.fail(operation, fault, times: 2)
      let day = "2026-10-1\(number)"
      try await place.publish(place.draft(day: day))
      let issues = try await place.linear.state().issues
      #expect(issues.count == number + 1, "\(operation)")
    }
    try await place.linear.fail("UpdateIssue", fault, times: 2)
    #expect(try await place.publish(place.draft(text: "## Newer\n", day: "2026-10-10")).isNew == false)
    let state = try await place.linear.state()
    #expect(state.issues[0].description?.hasPrefix("## Newer") == true)
    #expect(state.labels.map(\.name).sorted() == ["audit", "performance", "refactoring"])
    for issue in state.issues { #expect(issue.labelIds.count == 3) }
  }

  @Test("labels whose creation goes unanswered are created once")
  func lostLabels() async throws {
    for fault in ["close-after", "truncated", "cut", "applied-500"] {
      let place = try await Publishing()
      try await place.linear.fail("CreateLabel", fault, times: 3)
      try await place.publish()
      #expect(try await place.linear.state().labels.count == 3, "\(fault)")
      #expect(try await place.onlyIssue().labelIds.count == 3, "\(fault)")
    }
  }

  @Test("a server that keeps failing is told, with what it said and how often it was asked")
  func lastingFailure() async throws {
    let place = try await Publishing()
    try await place.linear.fail(nil, "502-html", times: 100)
    let failure = try #require(try await place.failure())
    guard case .serverFailed(_, 502, let words, 6) = failure else { Issue.record("\(failure)"); return }
    #expect(words.contains("502 Bad Gateway") && words.contains("key [key]") && !words.contains("lin_api_test"))
    #expect(try await place.linear.state().issues.isEmpty)
  }

  @Test("answers that stay unreadable are told")
  func lastingNoise() async throws {
    let place = try await Publishing()
    try await place.linear.fail("Teams", "truncated", times: 100)
    let failure = try #require(try await place.failure())
    guard case .unreadable(_, 200, _) = failure else { Issue.record("\(failure)"); return }
  }

  @Test("a limit that is free again only after the time is up is told at once, with when")
  func longRateLimit() async throws {
    let place = try await Publishing()
    try await place.linear.fail(nil, "ratelimited", times: 100, with: ["seconds": 3000])
    let failure = try #require(try await place.failure())
    guard case .rateLimited(let wait?, 1) = failure else { Issue.record("\(failure)"); return }
    #expect((2900...3001).contains(wait))
    #expect(failure.description.contains("try again in 50 min"))
    #expect(try await place.linear.state().asked.count == 1)
  }

  @Test("a key that is refused is tried once, and not shown although the server repeats it")
  func wrongKey() async throws {
    let place = try await Publishing()
    let failure = try #require(try await place.failure(nil, place.connection(key: "lin_api_wrong")))
    #expect(failure.description.contains("does not accept the key"))
    #expect(!failure.description.contains("lin_api_wrong"))
    #expect(try await place.linear.state().asked.count == 1)
  }

  @Test("what Linear refuses for good is told in its words, without another attempt")
  func refusal() async throws {
    let place = try await Publishing()
    try await place.linear.fail(
      "CreateIssue", "refuse", with: ["message": "no\u{1B}[31m rights\nhere", "code": "FORBIDDEN"])
    let failure = try #require(try await place.failure())
    #expect(failure == .refused(doing: "to create the issue", reasons: ["no [31m rights here"]))
    #expect(try await place.linear.state().asked("CreateIssue") == 1)
  }

  @Test("an id that is taken by what the key cannot see does not keep the issue away")
  func hiddenConflict() async throws {
    let place = try await Publishing()
    try await place.linear.fail("CreateIssue", "refuse", with: ["message": "Entity with this id already exists"])
    #expect(try await place.publish().isNew)
    #expect(try await place.linear.state().asked("CreateIssue") == 2)
  }

  @Test("a slow server, one that drips, and one that never ends are given up", .timeLimit(.minutes(5)))
  func slow() async throws {
    let place = try await Publishing()
    for fault in ["slow", "drip"] {
      try await place.linear.fail(nil, fault, times: 100, with: ["seconds": 30])
      // Each request is bounded, and so are all together.
      let patient = try place.connection(requestLimit: .milliseconds(250), attempts: 2)
      guard case .unanswered(_, .timedOut, 2) = try await place.failure(nil, patient) else {
        Issue.record("waited for a server that does not answer")
        return
      }
      let hurried = try place.connection(timeLimit: .milliseconds(600), requestLimit: .seconds(60), attempts: 1000)
      guard case .unanswered(_, .timedOut, _) = try await place.failure(nil, hurried) else {
        Issue.record("waited longer than for all requests together")
        return
      }
    }
    try await place.linear.fail(nil, "endless")
    guard case .unanswered(_, .tooLarge(_), 1) = try await place.failure() else {
      Issue.record("read without end"); return
    }
  }

  @Test("a redirection is not followed: the key stays where it was meant for")
  func redirection() async throws {
    let place = try await Publishing()
    let other = try await Publishing()
    try await place.linear.fail(nil, "redirect", with: ["to": other.linear.address])
    let failure = try #require(try await place.failure())
    guard case .unreadable(_, 302, _) = failure else { Issue.record("\(failure)"); return }
    #expect(try await other.linear.state().asked.isEmpty)
  }

  @Test("nobody at home is told as no connection")
  func noServer() async throws {
    let connection = LinearConnection(
      endpoint: try LinearEndpoint(address: "http://127.0.0.1:1/"),
      key: try LinearKey(environment: ["LINEAR_API_KEY": "lin_api_test"]),
      pace: Pace(attempts: 2, firstPause: .milliseconds(1)))
    await #expect(throws: LinearError.self) { try await connection.team(TeamReference("ENG", origin: "--team")) }
  }

  @Test("publications with faults at every fourth request leave one issue a day", .timeLimit(.minutes(10)))
  func randomFaults() async throws {
    let place = try await Publishing()
    try await place.linear.control(["faults": ["rate": 0.25, "seed": 7]])
    let days = (10..<20).map { "2026-10-\($0)" }
    for day in days {
      // Some give up, as they should.
      for _ in 0..<4 { _ = try await place.failure(place.draft(day: day)) }
    }
    try await place.linear.control(["faults": [String: Any]()])
    for day in days { try await place.publish(place.draft(day: day)) }
    let state = try await place.linear.state()
    #expect(state.issues.map(\.title).sorted() == days.map { place.draft(day: $0).title })
    #expect(state.labels.count == 3)
  }
}
