import Testing
import Vocabulary

@testable import Auditing

private let contexts = """
  contexts:
    admin:
      paths: ["**/admin/**"]
      effect: {runtime-performance: -1}
    handler:
      decorators: ["*.get", api_view]
      bases: [View, "*APIView"]
      parameters: [request]
    job:
      functions: ["*_job"]
      effect: {runtime-performance: low}
    start:
      module-level: true
    careful:
      scopes: [try]
      effect: {runtime-performance: medium}
    migration:
      paths: ["**/migrations/**"]
      effect: {runtime-performance: off}
  """

@Suite("Contexts")
struct ContextTests {
  private func severities(_ code: String, at path: String = "app.py", _ lines: String = "") async throws -> [String] {
    try await audit(code, at: path, rule("TEAM001", lines), contexts).findings.map(\.severity.word)
  }

  @Test("a context's effect holds where its path does")
  func paths() async throws {
    #expect(try await severities("f(1)\n", at: "shop/admin/a.py") == ["medium"])
    #expect(try await severities("f(1)\n", at: "shop/views/a.py") == ["high"])
    #expect(try await severities("f(1)\n", at: "shop/migrations/a.py") == [])
  }

  @Test("a context of scopes holds inside of them, and not for functions in them")
  func scopes() async throws {
    let code = "try:\n    f(1)\n    def g():\n        f(2)\nexcept E:\n    f(3)\n"
    #expect(try await severities(code, at: "shop/views/a.py").sorted() == ["high", "high", "medium"])
  }

  @Test("a folder that is audited by itself is what it is in its project")
  func partOfProject() async throws {
    let project = try SmallProject([".git/HEAD": "ref: refs/heads/main\n", "shop/migrations/a.py": "f(1)\n"])
    let report = try await project.audit(rule("TEAM001"), contexts) { $0.paths = [project.root + "/shop/migrations"] }
    #expect(report.findings.isEmpty && report.files == 1)
    let file = try await project.audit(rule("TEAM001"), contexts) { $0.paths = [project.root + "/shop"] }
    #expect(file.findings.isEmpty && file.files == 1)
  }

  @Test("a rule's paths are meant from the audited folder or from the project's own")
  func rulePaths() async throws {
    let project = try SmallProject([".git/HEAD": "ref: refs/heads/main\n", "shop/jobs/a.py": "f(1)\n"])
    for pattern in ["shop/jobs/**", "jobs/**", "a.py"] {
      let report = try await project.audit(rule("TEAM001", "paths: {include: ['\(pattern)']}")) {
        $0.paths = [project.root + (pattern == "a.py" ? "/shop/jobs" : "/shop")]
      }
      #expect(report.findings.count == 1, "\(pattern)")
    }
    let report = try await project.audit(rule("TEAM001", "paths: {exclude: ['shop/jobs/**']}")) {
      $0.paths = [project.root + "/shop/jobs"]
    }
    #expect(report.findings.isEmpty)
  }

  @Test("a folder of tests that is named is audited")
  func namedTests() async throws {
    let project = try SmallProject([".git/HEAD": "ref: refs/heads/main\n", "tests/shop/a.py": "f(1)\n"])
    let skipped =
      "contexts:\n  test:\n    paths: ['**/tests/**']\n    skipped: unless-asked\n    effect: {runtime-performance: off}\n"
    let report = try await project.audit(rule("TEAM001"), skipped) { $0.paths = [project.root + "/tests/shop"] }
    #expect(report.findings.count == 1)
    await #expect(throws: AuditError.self) { try await project.audit(rule("TEAM001"), skipped) }
  }

  @Test("a rule's own words go before the context's effect")
  func ownWords() async throws {
    #expect(try await severities("f(1)\n", at: "shop/admin/a.py", "downgrade: {admin: 2}") == ["low"])
    #expect(try await severities("f(1)\n", at: "shop/admin/a.py", "downgrade: {admin: off}") == [])
    #expect(try await severities("f(1)\n", at: "shop/migrations/a.py", "downgrade: {migration: low}") == ["low"])
  }

  @Test(
    "a handler is known by decorator, base class or parameter",
    arguments: [
      "@app.get('/')\ndef a():\n    f(1)\n", "@api_view\ndef a():\n    f(1)\n",
      "@app.get('/')\n@other\ndef a():\n    f(1)\n",
      "class A(View):\n    def b(self):\n        f(1)\n",
      "class A(rest.ListAPIView):\n    def b(self):\n        f(1)\n",
      "def a(request):\n    f(1)\n", "async def a(self, request: Request = None):\n    f(1)\n",
      "@app.get('/')\ndef a():\n    def b():\n        f(1)\n", "def a(request):\n    return [f(x) for x in y]\n",
    ])
  func handlers(code: String) async throws {
    #expect(try await severities(code, "upgrade: {handler: critical}") == ["critical"])
  }

  @Test(
    "what only looks like a handler is none",
    arguments: [
      "@app.post('/')\ndef a():\n    f(1)\n", "@get\ndef a():\n    f(1)\n",
      "class A(Model):\n    def b(self):\n        f(1)\n",
      "def a(requests):\n    f(1)\n", "@app.get('/')\ndef a(): pass\ndef b():\n    f(1)\n",
      "def a(x=request):\n    f(1)\n",
    ])
  func noHandlers(code: String) async throws {
    #expect(try await severities(code, "upgrade: {handler: critical}") == ["high"])
  }

  @Test("`at most`, `at least` and steps bound and move the severity")
  func effects() async throws {
    let job = "def nightly_job():\n    f(1)\n"
    #expect(try await severities(job) == ["low"])
    #expect(try await severities(job, "downgrade: {job: medium}") == ["medium"])
    #expect(try await severities(job, "downgrade: {job: critical}") == ["high"])
    #expect(try await severities(job, "upgrade: {job: low}") == ["high"])
    #expect(try await severities(job, "upgrade: {job: 1}") == ["critical"])
    #expect(try await severities(job, "upgrade: {job: 3}") == ["critical"])
    #expect(try await severities(job, "downgrade: {job: 3}") == ["low"])
  }

  @Test("code outside of functions is at module level")
  func moduleLevel() async throws {
    let code = "f(1)\nif a:\n    f(2)\ndef g():\n    f(3)\nclass B:\n    f(4)\n"
    let report = try await audit(code, rule("TEAM001", "downgrade: {start: off}"), contexts)
    #expect(report.places == [5])
  }

  @Test("of several contexts each has its say")
  func several() async throws {
    let code = "def a(request):\n    f(1)\n"
    #expect(try await severities(code, at: "shop/admin/a.py", "upgrade: {handler: 1}") == ["high"])
    #expect(try await severities(code, at: "shop/admin/a.py", "downgrade: {handler: off}") == [])
  }
}

@Suite("Test code")
struct TestCodeTests {
  private let context = """
    contexts:
      test:
        paths: ["**/test_*.py", "**/tests/**"]
        functions: ["test_*"]
        skipped: unless-asked
        effect: {runtime-performance: off}
      made: {paths: "**/made/**", skipped: always}
    """
  private let files = ["app.py": "f(1)\n", "tests/a.py": "f(1)\n", "shop/test_b.py": "f(1)\n"]

  @Test("test files are left out and counted")
  func skipped() async throws {
    let project = try SmallProject(files)
    let report = try await project.audit(rule(), context)
    #expect(report.summaries == ["app.py:1 TEAM001 high"])
    #expect(report.files == 1)
    #expect(report.skipped == [SkippedFiles(reason: "test code", count: 2)])
  }

  @Test("test files are audited when they are asked for")
  func included() async throws {
    let project = try SmallProject(files)
    let report = try await project.audit(rule(), context) { $0.includeTests = true }
    #expect(report.files == 3)
    #expect(Set(report.findings.map(\.path)) == ["app.py", "tests/a.py", "shop/test_b.py"])
  }

  @Test("generated files are left out and counted, whether tests are asked for or not", arguments: [false, true])
  func generated(includesTests: Bool) async throws {
    let project = try SmallProject(["app.py": "f(1)\n", "shop/made/a.py": "f(1)\n"])
    let report = try await project.audit(rule(), context) { $0.includeTests = includesTests }
    #expect(report.summaries == ["app.py:1 TEAM001 high"])
    #expect(report.skipped == [SkippedFiles(reason: "generated code", count: 1)])
  }

  @Test("a test function in a file that is none is quiet")
  func function() async throws {
    #expect(try await audit("def test_a():\n    f(1)\ndef b():\n    f(2)\n", rule(), context).places == [4])
  }
}
