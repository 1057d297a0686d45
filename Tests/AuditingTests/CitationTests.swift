import RuleFiles
import Testing
import Vocabulary

@testable import Auditing

@Suite("The pages that findings cite")
struct CitationTests {
  private let technologies = """
    technologies:
      django: {title: Django, kind: orm, packages: {python: [django]}, imports: [django]}
      sqlalchemy: {title: SQLAlchemy, kind: orm, packages: {python: [sqlalchemy]}, imports: [sqlalchemy]}
      express: {title: Express, kind: web-framework, packages: {javascript: [express]}}
    """

  private let frameworks = """
    framework: django-orm
    title: Django
    language: python
    detect: {packages: [django], imports: [django]}
    operations: {query: ["django.all()"]}
    ---
    framework: sqlalchemy
    title: SQLAlchemy
    language: python
    detect: {packages: [sqlalchemy], imports: [sqlalchemy]}
    operations: {query: ["sqlalchemy.all()"]}
    """

  /// A practice per technology, two of them bound to versions.
  private let knowledge = [
    ("django", "django", "KB-DJ1", "Optimization", ""),
    ("sqlalchemy", "sqlalchemy", "KB-SA1", "Old Loading", "before: \"2.0\""),
    ("sqlalchemy-2", "sqlalchemy", "KB-SA2", "New Loading", "from: \"2.0\""),
    ("python", "python, asyncio", "KB-PY1", "Loops", ""),
    ("clients", "httpx", "KB-HX1", "Timeouts", ""),
    ("nodejs", "nodejs, express", "KB-ND1", "Streams", ""),
  ].map { name, technologies, id, page, versions in
    """
    knowledge: \(name)
    title: \(name)
    technologies: [\(technologies)]
    practices:
      - id: \(id)
        text: Do it well.
        page: \(page)
        url: "https://example.org/\(id)"
        \(versions)
    """
  }.joined(separator: "\n---\n")

  /// The titles of what a finding cites in a project with these files.
  private func cited(
    _ keys: String, _ files: [String: String], gathersContext: Bool = true
  ) async throws -> [String] {
    let project = try SmallProject(files.merging(["app.py": "f(1)\n"]) { own, _ in own })
    let report = try await project.audit(rule("TEAM001", keys), technologies, frameworks, knowledge) {
      $0.gathersContext = gathersContext
    }
    return try #require(report.findings.first).sources.map(\.title)
  }

  private let practices = "practices: [KB-DJ1, KB-SA1, KB-SA2, KB-ND1]"
  private let general = "sources: [{title: Anywhere, url: \"https://example.org/any\"}]\n"

  @Test("of several technologies those of the project are cited, and those of its version")
  func stack() async throws {
    #expect(try await cited(practices, ["requirements.txt": "django==5.2\n"]) == ["django – Optimization"])
    #expect(
      try await cited(practices, ["requirements.txt": "sqlalchemy==2.0.36\n"]) == ["sqlalchemy-2 – New Loading"])
    #expect(try await cited(practices, ["requirements.txt": "sqlalchemy==1.4.54\n"]) == ["sqlalchemy – Old Loading"])
    #expect(
      try await cited(general + practices, ["requirements.txt": "django==5.2\n"])
        == ["Anywhere", "django – Optimization"])
  }

  @Test("what holds for the rule's language, or is of a kind that nobody looks for, is cited everywhere")
  func open() async throws {
    #expect(
      try await cited("practices: [KB-PY1, KB-HX1, KB-DJ1]", ["requirements.txt": "sqlalchemy==2.0\n"])
        == ["python – Loops", "clients – Timeouts"])
  }

  @Test("where none fits, what the rule says of any project is cited, and all where that is nothing")
  func none() async throws {
    let files = ["requirements.txt": "sqlalchemy==2.0\n"]
    #expect(try await cited(general + "practices: KB-DJ1", files) == ["Anywhere"])
    #expect(try await cited("practices: KB-DJ1", files) == ["django – Optimization"])
  }

  @Test("without a look at the project, what no audited file imports is not cited")
  func imports() async throws {
    let files = ["app.py": "import django\nf(1)\n", "requirements.txt": "sqlalchemy==2.0\n"]
    #expect(
      try await cited(practices, files, gathersContext: false) == ["django – Optimization"])
  }

  @Test("where nothing is known of the project, all pages are cited")
  func unknown() async throws {
    #expect(try await cited("practices: [KB-DJ1, KB-ND1]", [:]).count == 2)
  }
}
