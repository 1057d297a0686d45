import Matching
import Testing
import Vocabulary

@testable import Auditing

@Suite("Ends of channels")
struct LooseEndTests {
  private func ends(_ channels: [String], _ path: String, technology: String = "postgresql") -> [EventEnd] {
    channels.enumerated().map {
      EventEnd(channel: $0.element, technology: technology, path: path, line: $0.offset + 1)
    }
  }

  private func told(_ published: [String], _ heard: [String]) -> [String] {
    looseEnds(publishers: ends(published, "a.py"), subscribers: ends(heard, "b.py")).map {
      "\($0.mismatch.rawValue) \($0.end.channel)\($0.isAlone ? " alone" : "")"
    }
  }

  @Test("channels that meet are none")
  func meeting() {
    #expect(told(["jobs", "orders"], ["orders", "jobs"]) == [])
    #expect(told(["job_17"], ["job_*"]) == [])
    #expect(told(["job_*"], ["job_17"]) == [])
  }

  @Test("a name that is nearly the other's is told once, at the place that publishes")
  func misspelt() {
    #expect(told(["job_events"], ["job_event"]) == ["misspelt job_events"])
    #expect(told(["OrderChanged"], ["orderchanged"]) == ["misspelt OrderChanged"])
    #expect(told(["order-changed"], ["order_changed"]) == ["misspelt order-changed"])
    #expect(told(["ordres"], ["orders"]) == ["misspelt ordres"])
  }

  @Test("a name that somebody publishes is nobody's slip")
  func neighbours() {
    #expect(told(["job_1", "job_2"], ["job_1"]) == ["unheard job_2"])
  }

  @Test("ends that nobody answers, and those of projects with one kind of end alone")
  func loose() {
    #expect(told(["jobs", "invoices"], ["jobs", "shipments"]) == ["unheard invoices", "unpublished shipments"])
    #expect(told(["jobs"], []) == ["unheard jobs alone"])
    #expect(told([], ["jobs"]) == ["unpublished jobs alone"])
  }

  @Test("other technologies have ways of their own")
  func technologies() {
    let redis = ends(["jobs"], "a.py", technology: "redis")
    #expect(looseEnds(publishers: redis, subscribers: []).isEmpty)
  }
}
