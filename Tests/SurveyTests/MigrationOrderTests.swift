import Testing
import Vocabulary

@testable import Survey

@Suite("The order of migrations")
struct MigrationOrderTests {
  /// The triggers that some files of one folder leave.
  private func left(_ statements: [String], first: String = notifying()) async throws -> [String] {
    var files = ["migrations/0001.sql": first]
    for (number, statement) in statements.enumerated() { files["migrations/\(number + 10).sql"] = statement }
    return try await facts(files).triggers.map { "\($0.table) \($0.channels.joined(separator: ","))" }
  }

  @Test(
    "what is dropped later is gone",
    arguments: [
      "DROP TRIGGER job_notify ON jobs;", "DROP TRIGGER IF EXISTS job_notify ON public.jobs CASCADE;",
      "DROP TABLE jobs;", "DROP TABLE IF EXISTS other, jobs CASCADE;", "DROP FUNCTION job_notify_fn() CASCADE;",
      "ALTER TABLE jobs DISABLE TRIGGER job_notify;", "ALTER TABLE jobs DISABLE TRIGGER ALL;",
      "DO $$ BEGIN DROP TRIGGER job_notify ON jobs; END $$;",
    ])
  func dropped(_ statement: String) async throws { #expect(try await left([statement]) == []) }

  @Test(
    "what changes later is changed",
    arguments: [
      ("ALTER TABLE jobs RENAME TO tasks;", "tasks job_events"),
      ("ALTER TABLE jobs SET SCHEMA work;", "work.jobs job_events"),
      ("DROP TABLE other; DROP TRIGGER other ON jobs;", "jobs job_events"),
      ("ALTER TRIGGER job_notify ON jobs RENAME TO x; DROP TRIGGER IF EXISTS job_notify ON jobs;", "jobs job_events"),
      ("ALTER TABLE jobs DISABLE TRIGGER ALL; ALTER TABLE jobs ENABLE TRIGGER ALL;", "jobs job_events"),
      (
        "CREATE OR REPLACE FUNCTION job_notify_fn() RETURNS trigger AS $$ BEGIN NOTIFY later; END $$ LANGUAGE plpgsql;",
        "jobs later"
      ),
      (
        "CREATE OR REPLACE FUNCTION job_notify_fn(x int) RETURNS int AS $$ SELECT 1 $$ LANGUAGE sql;", "jobs job_events"
      ),
      (
        "ALTER FUNCTION job_notify_fn() RENAME TO f; CREATE OR REPLACE FUNCTION f() RETURNS trigger AS $$ BEGIN NOTIFY n; END $$ LANGUAGE plpgsql;",
        "jobs n"
      ),
      (
        "DROP TRIGGER job_notify ON jobs; CREATE TRIGGER job_notify AFTER DELETE ON jobs EXECUTE FUNCTION job_notify_fn();",
        "jobs job_events"
      ),
    ])
  func changed(_ statement: String, _ expected: String) async throws {
    #expect(try await left([statement]) == [expected])
  }

  @Test("versions compare as numbers, whatever their length")
  func versions() {
    let names = [
      "10_a.sql", "9_b.sql", "009_a.sql", "V1.10__x.sql", "V1.9__x.sql", "20240101_x.sql", "a2.sql", "a10.sql",
    ]
    let sorted = names.sorted { MigrationVersion($0) < MigrationVersion($1) }
    #expect(
      sorted == [
        "009_a.sql", "9_b.sql", "10_a.sql", "20240101_x.sql", "V1.9__x.sql", "V1.10__x.sql", "a2.sql", "a10.sql",
      ])
  }

  @Test("Flyway's repeatable migrations come last")
  func repeatable() async throws {
    let found = try await facts([
      "sql/R__triggers.sql": notifying(), "sql/V2__drop.sql": "DROP TRIGGER IF EXISTS job_notify ON jobs;",
    ])
    #expect(found.triggers.count == 1)
  }

  @Test("Alembic's graph decides, not the names of the files; branches and merges are followed")
  func alembic() async throws {
    let create = revision("c1", after: "None", upgrade: "op.execute('''\(notifying())''')")
    let left = revision("b1", after: "'c1'", upgrade: "op.rename_table('jobs', 'tasks')")
    let right = revision("b2", after: "'c1'", upgrade: "pass")
    let merge = revision("a1", after: "('b1', 'b2')", upgrade: "op.execute('DROP TRIGGER job_notify ON tasks')")
    let files = ["versions/z.py": create, "versions/y.py": left, "versions/x.py": right]
    #expect(try await facts(files).triggers.map(\.table) == ["tasks"])
    #expect(try await facts(files.merging(["versions/a.py": merge]) { $1 }).triggers.isEmpty)
  }

  @Test("a migration without a word that matters still orders the others")
  func between() async throws {
    let found = try await facts([
      "versions/a.py": revision("a", after: "'m'", upgrade: "op.execute('DROP TRIGGER job_notify ON jobs')"),
      "versions/m.py": revision("m", after: "'z'", upgrade: "op.add_column('jobs', sa.Column('x'))"),
      "versions/z.py": revision("z", after: "None", upgrade: "op.execute('''\(notifying())''')"),
    ])
    #expect(found.triggers.isEmpty)
  }

  @Test("revisions in a circle and two of one name are problems that name the files")
  func contradictions() async throws {
    let circle = try await facts([
      "versions/a.py": revision("a", after: "'b'", upgrade: "op.execute('''\(notifying())''')"),
      "versions/b.py": revision("b", after: "'a'", upgrade: "pass"),
    ])
    #expect(circle.triggers.count == 1)
    #expect(circle.problems.map(\.path) == ["versions/a.py"])
    #expect(circle.problems.first?.message.contains("circle") ?? false)
    let twice = try await facts([
      "versions/a.py": revision("a", after: "None", upgrade: "op.execute('''\(notifying())''')"),
      "versions/b.py": revision("a", after: "None", upgrade: "pass"),
    ])
    #expect(twice.problems.map(\.path) == ["versions/b.py"])
  }

  @Test("Django's dependencies decide across applications; a squashed migration does not count twice")
  func django() async throws {
    func migration(_ dependencies: String, _ sql: String, _ more: String = "") -> String {
      """
      from django.db import migrations
      class Migration(migrations.Migration):
          \(more)
          dependencies = [\(dependencies)]
          operations = [migrations.RunSQL('''\(sql)''')]
      """
    }
    let found = try await facts([
      "b/migrations/0001_make.py": migration("", notifying()),
      "a/migrations/0001_drop.py": migration("('b', '0001_make')", "DROP TRIGGER job_notify ON jobs"),
      "b/migrations/0001_squashed.py": migration("", notifying(), "replaces = [('b', '0001_make')]"),
    ])
    #expect(found.triggers.isEmpty)
  }

  @Test("a schema file does not bring back what the migrations dropped")
  func staleSchema() async throws {
    let found = try await facts([
      "migrations/1.sql": notifying(), "migrations/2.sql": "DROP TRIGGER job_notify ON jobs;",
      "schema.sql": notifying() + notifying("x", name: "kept"),
    ])
    #expect(found.triggers.map(\.name) == ["kept"])
  }
}
