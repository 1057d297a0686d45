import Testing
import Vocabulary

@testable import Auditing

@Suite("Suppression comments")
struct SuppressionTests {
  private func places(_ code: String) async throws -> [Int] {
    try await audit(code, rule("TEAM001", "equivalents: [ASYNC210, S101]"), rule("TEAM002", pattern: "g(...)")).places
  }

  @Test(
    "a comment on the finding's lines silences it",
    arguments: [
      "f(1)  # assay: ignore[TEAM001] because\n", "f(1)  # assay: ignore[TEAM001]\n",
      "f(1)  # assay: ignore[rule-team001] why\n",
      "f(1)  # assay: ignore[TEAM002, TEAM001]\n", "f(\n    1,\n)  # assay: ignore[TEAM001]\n",
      "f(\n    1,  # assay: ignore[TEAM001]\n)\n", "# assay: ignore[TEAM001] why\nf(1)\n",
      "if a:\n    # assay: ignore[TEAM001]\n    f(1)\n", "f(1)  # type: ignore # assay: ignore[TEAM001]\n",
    ])
  func silenced(code: String) async throws {
    #expect(try await places(code) == [])
  }

  @Test(
    "a comment elsewhere or for another rule silences nothing",
    arguments: [
      ("f(1)  # assay: ignore[TEAM002]\n", 1), ("f(1)  # assay: ignore[TEAM0011]\n", 1),
      ("f(1)  # ignore[TEAM001]\n", 1),
      ("x = 1  # assay: ignore[TEAM001]\nf(1)\n", 2), ("# assay: ignore[TEAM001]\n\nf(1)\n", 3),
      ("f(1)\n# assay: ignore[TEAM001]\n", 1),
      ("f('# assay: ignore[TEAM001]')\n", 1), ("f(1)  # assay: ignore[]\n", 1), ("f(1)  # assay: ignore[TEAM001\n", 1),
    ])
  func notSilenced(code: String, line: Int) async throws {
    #expect(try await places(code) == [line])
  }

  @Test("a comment for the whole file stands anywhere in it")
  func wholeFile() async throws {
    #expect(try await places("f(1)\nf(2)\ng(3)\n# assay: ignore-file[TEAM001] why\n") == [3])
    #expect(try await places("# assay: ignore-file[TEAM001, rule-team002]\nf(1)\ng(3)\n") == [])
    #expect(try await places("f(1)\nx = '# assay: ignore-file[TEAM001]'\n") == [1])
  }

  @Test("another linter's comment counts where the rule names its code as an equivalent")
  func noqa() async throws {
    #expect(try await places("f(1)  # noqa: ASYNC210\n") == [])
    #expect(try await places("f(1)  # noqa: E501, ASYNC210\n") == [])
    #expect(try await places("f(1)  # noqa: E501,S101 why\n") == [])
    #expect(try await places("f(1)  # noqa:S101\n") == [])
    #expect(try await places("f(1)  # noqa: E501\ng(1)  # noqa: ASYNC210\n") == [1, 2])
    #expect(try await places("f(1)  # noqa\n") == [1])
    #expect(try await places("# noqa: ASYNC210\nf(1)\n") == [2])
  }
}

@Suite("Fingerprints")
struct FingerprintTests {
  private func prints(_ code: String, at path: String = "app.py") async throws -> [String] {
    try await audit(code, at: path, rule(), rule("TEAM002", pattern: "$X.g(...)")).findings
      .sorted(by: Finding.placeOrder).map(\.fingerprint)
  }

  @Test("a fingerprint survives lines added above, other indentation and other spacing")
  func survives() async throws {
    let before = try await prints("f(1, 2)\n")
    #expect(before.count == 1)
    #expect(before[0].count == 16)
    #expect(try await prints("import a\n\n# more\nx = 'y'\nf(1, 2)\n") == before)
    #expect(try await prints("if a:\n        f(1,\n          2)\n") == before)
    #expect(try await prints("f(1,2)  # a comment\n") == before)
  }

  @Test("other code, another file and another rule have another fingerprint")
  func differs() async throws {
    let all =
      try await prints("f(1)\n") + (try await prints("f(2)\n")) + (try await prints("f(1)\n", at: "b.py"))
      + (try await prints("a.g(1)\n"))
    #expect(Set(all).count == 4)
  }

  @Test("the same code twice is numbered, and silencing one does not renumber the other")
  func numbered() async throws {
    let both = try await prints("f(1)\nf(1)\n")
    #expect(both.count == 2)
    #expect(both[1] == both[0] + "-2")
    #expect(try await prints("f(1)  # assay: ignore[TEAM001]\nf(1)\n") == [both[1]])
  }
}
