import Foundation
import RuleFiles
import Testing
import Vocabulary

@testable import Auditing

/// A few technologies as the shipped file has them.
private let technologies = """
  technologies:
    sqlalchemy: {title: SQLAlchemy, kind: orm, packages: {python: [sqlalchemy]}, imports: [sqlalchemy], async-imports: [sqlalchemy.ext.asyncio]}
    django: {title: Django, kind: [orm, web-framework], packages: {python: [django]}, imports: [django]}
    flask: {title: Flask, kind: web-framework, packages: {python: [flask]}, imports: [flask]}
    celery: {title: Celery, kind: queue, packages: {python: [celery]}, imports: [celery]}
    rabbitmq: {title: RabbitMQ, kind: queue, images: [rabbitmq]}
    redis: {title: Redis, kind: cache, images: [redis], packages: {python: [redis]}}
    memcached: {title: Memcached, kind: cache, packages: {python: [pymemcache]}}
    database-cache: {title: a cache in the database, kind: cache, settings: [caches.DatabaseCache]}
    postgresql: {title: PostgreSQL, kind: database, images: [postgres], words: [postgres]}
    mysql: {title: MySQL, kind: database, images: [mysql], words: [mysql]}
    sqlite: {title: SQLite, kind: database, auxiliary: true, packages: {python: [sqlite-db]}, words: [sqlite], schemes: [sqlite]}
    psycopg2: {title: psycopg2, kind: driver, implies: postgresql, mode: sync, packages: {python: [psycopg2]}}
    asyncpg: {title: asyncpg, kind: driver, implies: postgresql, mode: async, packages: {python: [asyncpg]}}
  ---
  models:
    sqlalchemy:
      language: python
      words: [sqlalchemy]
      bases: ["*.DeclarativeBase"]
      table: __tablename__
      columns: [Column]
  """

@Suite("What rules ask of a project")
struct ProjectConditionTests {
  /// What a project with these files says to a rule that asks for `when`: `found`, or why the rule was not checked.
  private func answer(_ when: String, _ files: [String: String]) async throws -> String {
    let project = try SmallProject(files.merging(["app.py": "f(1)\n" + (files["app.py"] ?? "")]) { $1 })
    let report = try await project.audit(rule("TEAM001", "when: " + when), technologies)
    #expect(report.problems.isEmpty, "\(report.problems)")
    #expect(report.context == nil)
    if report.findings.map(\.rule) == ["TEAM001"], report.notChecked.isEmpty { return "found" }
    #expect(report.findings.isEmpty && report.notChecked.map(\.rule) == ["TEAM001"])
    return report.notChecked.first?.reason ?? ""
  }

  private func requirements(_ lines: String...) -> [String: String] {
    ["requirements.txt": lines.joined(separator: "\n") + "\n"]
  }

  @Test(
    "a rule runs where the project uses one of its technologies, and is told with the reason where it uses another",
    arguments: [
      ("{orm: sqlalchemy}", "sqlalchemy==2.0.36", "found"),
      ("{orm: [django, sqlalchemy]}", "sqlalchemy==2.0.36", "found"),
      ("{orm: sqlalchemy}", "django==5.1", "for SQLAlchemy, but the project has Django"),
      ("{web-framework: flask}", "django==5.1", "for Flask, but the project has Django"),
      ("{queue: celery}", "django==5.1", "for Celery, but the project has none of the kind"),
      ("{cache: redis}", "redis==5.2", "found"),
      (
        "{cache: [redis, memcached, database-cache]}", "django==5.1",
        "for Redis, Memcached or a cache in the database, but the project has none of the kind"
      ),
      ("{db: postgresql}", "asyncpg==0.30", "found"),
      (
        "{db: mysql}", "asyncpg==0.30", "for MySQL, but the project's database is PostgreSQL (requirements.txt:1)"
      ),
      ("{orm: django, web-framework: flask}", "django==5.1", "for Flask, but the project has Django"),
      ("{orm: {sqlalchemy: \">=2.0\"}}", "sqlalchemy==2.0.36", "found"),
      (
        "{orm: {sqlalchemy: \">=2.0\"}}", "sqlalchemy==1.4.46",
        "for SQLAlchemy 2.0 or later, but the project has SQLAlchemy 1.4.46 (requirements.txt:1)"
      ),
      (
        "{orm: {sqlalchemy: \">=2.0\"}}", "sqlalchemy>=1.3,<2",
        "for SQLAlchemy 2.0 or later, but the project has SQLAlchemy >=1.3,<2 (requirements.txt:1)"
      ),
      ("{async: true}", "asyncpg==0.30", "found"), ("{async: false}", "psycopg2==2.9", "found"),
      (
        "{async: true}", "psycopg2==2.9",
        "for asynchronous database code, but the project's is synchronous (requirements.txt:1)"
      ),
      (
        "{async: false}", "asyncpg==0.30",
        "for synchronous database code, but the project's is asynchronous (requirements.txt:1)"
      ),
      ("{async: false}", "asyncpg==0.30\npsycopg2==2.9", "found"),
    ])
  func technology(_ when: String, _ requirement: String, _ expected: String) async throws {
    #expect(try await answer(when, requirements(requirement)) == expected)
  }

  @Test(
    "what is not known rules no rule out, unless the rule wants proof",
    arguments: [
      // Nothing is known of the project at all.
      ("{orm: sqlalchemy}", "", "for SQLAlchemy, which nothing in the project proves"),
      ("{async: true}", "", "for asynchronous database code, which nothing in the project proves"),
      ("{pool-size: \"<5\"}", "", "for pool_size < 5, which nothing in the project proves"),
      // No manifest says which database there is, and none names a server.
      ("{db: postgresql}", "flask==3", "for PostgreSQL, which nothing in the project proves"),
      ("{queue: rabbitmq}", "flask==3", "for RabbitMQ, which nothing in the project proves"),
      // The version may be on either side.
      (
        "{orm: {sqlalchemy: \">=2.0\"}}", "sqlalchemy>=1.4",
        "for SQLAlchemy 2.0 or later, which nothing in the project proves"
      ),
      (
        "{orm: {sqlalchemy: \">=2.0\"}}", "sqlalchemy",
        "for SQLAlchemy 2.0 or later, which nothing in the project proves"
      ),
    ])
  func unknown(_ when: String, _ requirement: String, _ reason: String) async throws {
    let files = requirement.isEmpty ? [:] : requirements(requirement)
    #expect(try await answer(when, files) == "found")
    #expect(try await answer(when.dropLast() + ", proven: true}", files) == reason)
  }

  @Test("what only developers use neither meets a condition nor rules a rule out")
  func development() async throws {
    let files = [
      "pyproject.toml": "[project]\nname = \"x\"\ndependencies = []\n[dependency-groups]\ndev = [\"flask\"]\n"
    ]
    #expect(try await answer("{web-framework: flask}", files) == "found")
    #expect(
      try await answer("{web-framework: flask, proven: true}", files)
        == "for Flask, which nothing in the project proves")
    #expect(try await answer("{web-framework: django}", files) == "for Django, but the project has none of the kind")
  }

  @Test("a database that projects have beside another rules that out by the project's own words")
  func auxiliary() async throws {
    let files = requirements("sqlite-db==1")
    #expect(try await answer("{db: sqlite}", files) == "found")
    #expect(try await answer("{db: postgresql}", files) == "found")
    let document = ["docs/project/tech_stack.md": "| Layer | Choice |\n|---|---|\n| Database | SQLite 3 |\n"]
    #expect(
      try await answer("{db: postgresql}", files.merging(document) { $1 })
        == "for PostgreSQL, but the project's database is SQLite 3 (docs/project/tech_stack.md:3)")
  }

  @Test("a companion that is configured rules another database out where the manifest lists a mapper and no driver")
  func onlyDatabase() async throws {
    let configured = ["alembic.ini": "[alembic]\nsqlalchemy.url = sqlite:////var/lib/app.db\n"]
    func answer(_ requirements: [String: String]) async throws -> String {
      try await self.answer("{db: postgresql}", configured.merging(requirements) { $1 })
    }
    #expect(
      try await answer(requirements("sqlalchemy==2.0"))
        == "for PostgreSQL, but the project's database is SQLite (alembic.ini:2)")
    #expect(try await answer(requirements("sqlalchemy==2.0", "psycopg2==2.9")) == "found")
    #expect(try await answer([:]) == "found")
    let image = ["compose.yaml": "services:\n  db:\n    image: mysql:8\n"]
    #expect(try await answer(requirements("sqlalchemy==2.0").merging(image) { $1 }) == "found")
  }

  @Test("what a container image alone suggests neither meets a condition nor rules a rule out")
  func image() async throws {
    let files = ["compose.yaml": "services:\n  db:\n    image: mysql:8\n"]
    #expect(try await answer("{db: mysql}", files) == "found")
    #expect(try await answer("{db: postgresql}", files) == "found")
    for name in ["MySQL", "PostgreSQL"] {
      let when = "{db: \(name.lowercased()), proven: true}"
      #expect(try await answer(when, files) == "for \(name), which nothing in the project proves")
    }
  }

  private static let database = """
    from sqlalchemy import create_engine
    from sqlalchemy.orm import sessionmaker

    engine = create_engine(url, pool_size=10, max_overflow=-1, isolation_level="REPEATABLE READ")
    Session = sessionmaker(engine, expire_on_commit=False)

    """

  @Test(
    "a setting is compared with what the project sets",
    arguments: [
      ("{expire-on-commit: false}", "found"),
      ("{expire-on-commit: true}", "for expire_on_commit true, but it is false (shop/db.py:5)"),
      ("{pool-size: \"<5\"}", "for pool_size < 5, but it is 10 (shop/db.py:4)"),
      ("{pool-size: 10, expire-on-commit: false}", "found"),
      // −1 means without limit.
      ("{max-overflow: \">100\"}", "found"),
      ("{max-overflow: \"<5\"}", "for max_overflow < 5, but it is -1 (shop/db.py:4)"),
      ("{isolation-level: [serializable, repeatable-read]}", "found"),
      (
        "{isolation-level: serializable}",
        "for isolation_level SERIALIZABLE, but it is REPEATABLE READ (shop/db.py:4)"
      ),
      ("{autoflush: true}", "found"),
      ("{autoflush: true, proven: true}", "for autoflush true, which nothing in the project proves"),
    ])
  func setting(_ when: String, _ expected: String) async throws {
    #expect(try await answer(when, ["shop/db.py": Self.database]) == expected)
  }

  @Test("where two places set a setting differently, one that is right is enough")
  func disagreement() async throws {
    let files = ["shop/db.py": Self.database, "other/db.py": Self.database.replacing("False", with: "True")]
    #expect(try await answer("{expire-on-commit: false, proven: true}", files) == "found")
    #expect(try await answer("{expire-on-commit: true, proven: true}", files) == "found")
  }

  private static let migration = """
    CREATE FUNCTION tell() RETURNS trigger AS $$ BEGIN PERFORM pg_notify('jobs', ''); RETURN NEW; END $$ LANGUAGE plpgsql;
    CREATE TRIGGER told AFTER UPDATE ON billing.jobs FOR EACH ROW EXECUTE FUNCTION tell();

    """

  @Test(
    "a rule that asks for a trigger runs where migrations leave such a one",
    arguments: [
      ("{triggers: {on: jobs, notifies: true}}", "found"), ("{triggers: {on: Billing.Jobs, event: update}}", "found"),
      ("{triggers: {event: [insert, update]}}", "found"),
      ("{triggers: {on: runs}}", "for a trigger on runs, but none was found"),
      ("{triggers: {on: other.jobs}}", "for a trigger on other.jobs, but none was found"),
      ("{triggers: {event: delete}}", "for a trigger for DELETE, but none was found"),
      ("{triggers: {notifies: false}}", "for a trigger that notifies nobody, but none was found"),
    ])
  func trigger(_ when: String, _ expected: String) async throws {
    #expect(try await answer(when, ["migrations/001_jobs.up.sql": Self.migration]) == expected)
  }

  @Test(
    "a rule that asks for a model runs where there is such a one",
    arguments: [
      ("{models: {of: Job, columns: \">1\"}}", "found"), ("{models: {columns: 2}}", "found"),
      ("{models: {of: Job, columns: \">2\"}}", "for a model Job with > 2 columns, but none was found"),
      ("{models: {of: Run}}", "for a model Run, but none was found"),
    ])
  func model(_ when: String, _ expected: String) async throws {
    let models = """
      from sqlalchemy import Column
      from sqlalchemy.orm import DeclarativeBase

      class Base(DeclarativeBase): pass

      class Job(Base):
          __tablename__ = "jobs"
          id = Column(primary_key=True)
          state = Column()

      """
    #expect(try await answer(when, ["shop/models.py": models]) == expected)
  }

  @Test("the project is asked no more than the rules that find something want to know")
  func frugality() async throws {
    // A manifest that cannot be read is a problem for whoever asks for the stack, and for nobody else.
    let project = try SmallProject(["app.py": "f(1)\n", "package.json": "{"])
    func problems(_ rules: String..., change: (inout AuditPlan) -> Void = { _ in }) async throws -> [String?] {
      var plan = project.plan(rules + [technologies])
      change(&plan)
      return try await Auditing.audit(plan).problems.map(\.path)
    }
    let asking = rule("TEAM001", "when: {orm: sqlalchemy}")
    #expect(try await problems(rule()) == [])
    #expect(try await problems(asking) == ["package.json"])
    #expect(try await problems(rule("TEAM001", "when: {orm: sqlalchemy}", pattern: "g(...)")) == [])
    #expect(try await problems(asking, rule("TEAM002")) { $0.ignore = ["TEAM001"] } == [])
    #expect(try await problems(rule("TEAM001", "when: {triggers: {on: jobs}}")) == [])
    #expect(
      try await problems(rule(), asking.replacing("TEAM001", with: "TEAM002").replacing("python", with: "go")) == [])
  }

  @Test("the report has the whole context where it tells it, whatever the rules ask")
  func wholeContext() async throws {
    let project = try SmallProject([
      "app.py": "f(1)\n", "requirements.txt": "django==5.1\n", "migrations/001_jobs.up.sql": Self.migration,
    ])
    let report = try await project.audit(rule("TEAM001", "when: {orm: sqlalchemy}"), technologies) {
      $0.gathersContext = true
    }
    #expect(report.notChecked.map(\.reason) == ["for SQLAlchemy, but the project has Django"])
    #expect(report.context?.databaseConfiguration.triggers.count == 1)
  }

  @Test("a rule that is ruled out is told once, for any number of jobs, and the others run")
  func others() async throws {
    var files = ["requirements.txt": "django==5.1\n"]
    for number in 0..<80 { files["app/file\(number).py"] = "f(\(number))\n" }
    let project = try SmallProject(files)
    var reports: Set<String> = []
    for jobs in [1, 2, 7] {
      let report = try await project.audit(
        rule("TEAM001", "when: {orm: sqlalchemy}"), rule("TEAM002", pattern: "f(...)"), technologies
      ) { $0.jobs = jobs }
      #expect(report.notChecked.map(\.rule) == ["TEAM001"])
      #expect(Set(report.findings.map(\.rule)) == ["TEAM002"] && report.findings.count == 80)
      reports.insert(report.told)
    }
    #expect(reports.count == 1)
  }
}
