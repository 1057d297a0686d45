import Testing
import Vocabulary

@testable import Auditing

/// A rule for SQL: an index on a table that the file does not create.
private let indexRule = """
  id: TEAM001
  title: An index
  language: sql
  severity: high
  effort: S
  match:
    pattern: CREATE INDEX $NAME ON $TABLE ...
    not-inside: function
    without:
      - {in: statement, pattern: CONCURRENTLY}
      - {in: file, pattern: "CREATE TABLE $TABLE ..."}
  message: "`$NAME` locks `$TABLE`"
  recommendation: Do it well.
  """

@Suite("SQL is audited")
struct SQLTests {
  private func places(_ code: String, at path: String = "db/1.sql") async throws -> [String] {
    try await audit(code, at: path, indexRule).findings.map { "\($0.start.line):\($0.start.column) \($0.issue)" }
  }

  @Test("a finding stands where it is written, whatever the letters")
  func place() async throws {
    #expect(
      try await places("-- 🧪\nSELECT '🧪'; create index A on Orders (id);\n") == ["2:14 `A` locks `Orders`"])
    #expect(try await places("CREATE INDEX a ON app.orders USING gin (id)") == ["1:1 `a` locks `app.orders`"])
  }

  @Test("captures are the same names with quotes or without, with the usual schema or without")
  func captures() async throws {
    let table = "CREATE TABLE IF NOT EXISTS \"orders\" (id int);\n"
    #expect(try await places(table + "CREATE INDEX a ON public.Orders(id);") == [])
    #expect(try await places(table + "CREATE INDEX a ON orders_old(id);").count == 1)
  }

  @Test("comments silence findings, in files of SQL and in strings")
  func silenced() async throws {
    #expect(try await places("-- assay: ignore[TEAM001] small\nCREATE INDEX a ON b (c);\n") == [])
    #expect(try await places("CREATE INDEX a ON b (c); -- assay: ignore[TEAM001]\n") == [])
    #expect(try await places("/* assay: ignore-file[TEAM001] */\nCREATE INDEX a ON b (c);\n") == [])
    #expect(try await places("SELECT '-- assay: ignore-file[TEAM001]';\nCREATE INDEX a ON b (c);\n").count == 1)
    let migration = "from alembic import op\ndef upgrade():\n    op.execute('CREATE INDEX a ON b (c)')"
    #expect(try await places(migration, at: "versions/a.py").count == 1)
    #expect(try await places(migration + "  # assay: ignore[TEAM001]\n", at: "versions/a.py") == [])
  }

  @Test("a comment for Squawk counts where the rule names its code")
  func squawk() async throws {
    let rule = indexRule + "\nequivalents: [require-concurrent-index-creation]\n"
    for (code, count) in [
      ("-- squawk-ignore require-concurrent-index-creation\n", 0), ("-- squawk-ignore ban-drop-column\n", 1),
      ("-- squawk-ignore ban-drop-column, require-concurrent-index-creation\n", 0), ("-- squawk-ignore\n", 1),
    ] {
      #expect(
        try await audit(code + "CREATE INDEX a ON b (c);\n", at: "a.sql", rule).findings.count == count, "\(code)")
    }
  }

  @Test("SQL that a Python migration hands over is audited where it stands")
  func embedded() async throws {
    let report = try await audit(
      """
      from alembic import op
      import sqlalchemy as sa

      INDEX = "CREATE INDEX é ON orders (id)"
      UNUSED = "CREATE INDEX e ON orders (id)"

      def upgrade():
          op.create_table("notes")
          op.execute(INDEX)
          op.execute(sa.text(f"CREATE INDEX a ON {schema}.orders "
              "(id)"))
          op.execute("CREATE INDEX b ON notes (id)")
          op.execute(\"\"\"
              ALTER TABLE orders ADD id int;
              CREATE INDEX c ON orders (id);
          \"\"\")

      def downgrade():
          op.execute("CREATE INDEX d ON orders (id)")
      """, at: "versions/a.py", indexRule, rule("TEAM002"))
    #expect(report.findings.map { "\($0.start.line):\($0.start.column)" } == ["4:10", "10:26", "15:9"])
    #expect(report.findings.map(\.path) == Array(repeating: "versions/a.py", count: 3))
  }

  @Test("rules that ask for the newest migrations leave those alone that twenty followed, and say so")
  func oldMigrations() async throws {
    func index(_ number: Int) -> String { "CREATE INDEX i\(number) ON jobs (id);" }
    var files: [String: String] = [:]
    for number in 1...22 { files["db/\(number)_a.up.sql"] = index(number) }
    for number in 1...22 { files["db/\(number)_a.down.sql"] = "" }
    for number in 1...21 {
      files["versions/\(String(number * 7919, radix: 16))_a.py"] = """
        from alembic import op
        revision: str = "r\(number)"
        down_revision = \(number == 1 ? "None" : "('r\(number - 1)',)")
        def upgrade():
            op.execute("\(index(number))")
        """
    }
    files["other/schema.sql"] = index(0)
    let project = try SmallProject(files)
    let report = try await Auditing.audit(
      project.plan([indexRule + "\nonly-newest-migrations: true\n", rule("TEAM002")]))
    #expect(report.findings.count == 20 + 20 + 1)
    let gone = ["db/1_a.up.sql", "db/2_a.up.sql", "versions/1eef_a.py"]
    #expect(!report.findings.contains { gone.contains($0.path) })
    #expect(
      report.notChecked.map(\.reason) == [
        "3 findings in migrations before the newest 20 of their folder, or a year older than those"
      ])
    let all = try await Auditing.audit(project.plan([indexRule, rule("TEAM002")]))
    #expect(all.findings.count == 44)
  }

  @Test("folders of years below Alembic's versions are one chain")
  func yearsOfMigrations() async throws {
    var files: [String: String] = [:]
    for number in 1...22 {
      files["versions/\(2020 + number / 10)/r\(number)_a.py"] = """
        from alembic import op
        revision = "r\(number)"
        down_revision = \(number == 1 ? "None" : "'r\(number - 1)'")
        def upgrade():
            op.execute("CREATE INDEX i\(number) ON jobs (id)")
        """
    }
    let project = try SmallProject(files)
    let report = try await Auditing.audit(project.plan([indexRule + "\nonly-newest-migrations: true\n"]))
    let told = Set(report.findings.map(\.path))
    #expect(told == Set(files.keys).subtracting(["versions/2020/r1_a.py", "versions/2020/r2_a.py"]))
  }

  @Test("so they do those that are more than a year older than the newest")
  func migrationsOfOtherYears() async throws {
    func django(_ day: String) -> String {
      """
      # Generated by Django 5.2 on \(day) 11:34
      from django.db import migrations

      class Migration(migrations.Migration):
          operations = [migrations.RunSQL("CREATE INDEX a ON b (c);")]
      """
    }
    func alembic(_ name: String, _ after: String, _ day: String) -> String {
      """
      \"\"\"\(name)

      Create Date: \(day) 11:34:00.1
      \"\"\"
      from alembic import op
      revision = "\(name)"
      down_revision = \(after)
      def upgrade():
          op.execute("CREATE INDEX a ON b (c);")
      """
    }
    let index = "CREATE INDEX a ON b (c);"
    let project = try SmallProject([
      "shop/migrations/0001_a.py": django("2019-05-02"), "shop/migrations/0002_a.py": django("2020-01-01"),
      "news/migrations/0001_a.py": django("2023-06-01"), "news/migrations/0002_a.py": django("2024-05-31"),
      "news/migrations/0003_a.py": "from django.db import migrations\n",
      "versions/1a_a.py": alembic("1a", "None", "2021-01-31"), "versions/2b_a.py": alembic("2b", "'1a'", "2022-02-01"),
      "versions/3c_a.py": alembic("3c", "'2b'", "2022-02-02"),
      "db/20200101000000_a/migration.sql": index, "db/20210601000000_a/migration.sql": index,
      "plain/1_a.sql": index, "plain/2_a.sql": index,
    ])
    let report = try await Auditing.audit(project.plan([indexRule + "\nonly-newest-migrations: true\n"]))
    #expect(
      report.findings.map(\.path).sorted() == [
        "db/20210601000000_a/migration.sql", "news/migrations/0001_a.py", "news/migrations/0002_a.py", "plain/1_a.sql",
        "plain/2_a.sql", "versions/2b_a.py", "versions/3c_a.py",
      ])
  }

  @Test("strings of programs that are no migrations are none of SQL's rules' business")
  func otherPrograms() async throws {
    let code = "db.execute('CREATE INDEX a ON b (c)')\n"
    #expect(try await audit(code, at: "app.py", indexRule, rule("TEAM002")).findings.isEmpty)
  }

  @Test("files of a language that no rule of the run is written for are not read")
  func otherLanguage() async throws {
    let project = try SmallProject(["a.sql": "CREATE INDEX a ON b (c);", "a.py": "f(1)\n"])
    let report = try await Auditing.audit(project.plan([rule()]))
    #expect(report.files == 1)
    #expect(report.skipped.contains { $0.reason == "language not audited" && $0.count == 1 })
  }

  @Test("a script of ten thousand rows is read like any other")
  func rows() async throws {
    let rows = (0..<10_000).map { "INSERT INTO b VALUES (\($0), 'it''s', NULL);\n" }.joined()
    #expect(try await places(rows + "CREATE INDEX a ON b (c);\n") == ["10001:1 `a` locks `b`"])
  }
}
