import Testing

@testable import Reporting

@Suite("Prose")
struct ProseTests {
  @Test("code stands between backticks, and a backtick without its mate is plain")
  func pieces() {
    #expect(Prose("`a` sends ``b`c``.").pieces == [.code("a"), .plain(" sends "), .code("b`c"), .plain(".")])
    #expect(Prose("odd ` one").pieces == [.plain("odd ` one")])
    #expect(Prose("").pieces.isEmpty)
    // The accent belongs to no backtick: a renderer sees a closing one and an accent.
    #expect(Prose("`a`\u{301}").pieces == [.code("a"), .plain("\u{301}")])
  }

  @Test(
    "a first sentence ends where the next begins, and not inside code or an abbreviation",
    arguments: [
      ("Commit once. Then go.", "Commit once."), ("Commit once", "Commit once"),
      ("Use `a. B` here. `c` is not it.", "Use `a. B` here."),
      ("Set it, e.g. Redis, up. Done.", "Set it, e.g. Redis, up."),
      ("Version 2.0 does. It does.", "Version 2.0 does."),
      ("A pool (of 5. or so) does. End", "A pool (of 5. or so) does."),
    ])
  func firstSentence(text: String, first: String) {
    #expect(Prose(text).firstSentence == Prose(first))
  }
}
