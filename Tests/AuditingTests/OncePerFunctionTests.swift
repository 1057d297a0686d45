import Testing

@testable import Auditing

@Suite("One finding for a function")
struct OncePerFunctionTests {
  private func places(_ code: String, _ match: String) async throws -> [Int] {
    try await audit(code, rule(match: match)).places
  }

  private let code = """
    f(1)
    f(2)
    def one():
        f(3)
        def inner():
            f(4)
            f(5)
        f(6)
        g(7)
    def two():
        g(8)
        f(9)
        f(10)
    """

  @Test("the first site in each function stands for the others; outside of functions each is told")
  func first() async throws {
    #expect(try await places(code, "{pattern: f($X), once: function}") == [1, 2, 4, 6, 12])
  }

  @Test("alternatives that say so share the first place, the others go on telling all")
  func alternatives() async throws {
    let both = "{any: [{pattern: f($X), once: function}, {pattern: g($X), once: function}]}"
    #expect(try await places(code, both) == [1, 2, 4, 6, 11])
    let beside = "{any: [{pattern: f($X)}, {pattern: g($X)}], once: function}"
    #expect(try await places(code, beside) == [1, 2, 4, 6, 11])
    let one = "{any: [{pattern: f($X), once: function}, {pattern: g($X)}]}"
    #expect(try await places(code, one) == [1, 2, 4, 6, 9, 11, 12])
  }

  @Test("a comment that silences the first place silences what it stands for")
  func silenced() async throws {
    let code = "def one():\n    f(1)  # assay: ignore[TEAM001] once\n    f(2)\n"
    #expect(try await places(code, "{pattern: f($X), once: function}") == [])
  }
}
