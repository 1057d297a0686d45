import Testing
import Vocabulary

@testable import Survey

@Suite("The channels of a function")
struct ChannelTests {
  /// The channels of a trigger `t` on `jobs` whose function has this body.
  private func channels(
    _ body: String, on table: String = "jobs", arguments: String = "", events: String = "INSERT", more: String = ""
  ) async throws -> [String] {
    let sql = """
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $fn$ \(body) $fn$;
      CREATE TRIGGER t AFTER \(events) ON \(table) FOR EACH ROW EXECUTE PROCEDURE f(\(arguments));
      \(more)
      """
    return try #require(try await facts(["migrations/1.sql": sql]).triggers.first).channels
  }

  @Test(
    "constants, variables of the trigger, format and concatenation",
    arguments: [
      ("BEGIN PERFORM pg_notify('Jobs', ''); END", ["Jobs"]),
      ("BEGIN NOTIFY Jobs; END", ["jobs"]),
      ("BEGIN NOTIFY \"Jobs\", 'x'; END", ["Jobs"]),
      ("BEGIN PERFORM pg_notify(format('%s_changed', TG_TABLE_NAME), ''); END", ["jobs_changed"]),
      ("BEGIN PERFORM pg_notify(format('%2$I.%1$s', 'a', 'b'), ''); END", ["b.a"]),
      ("BEGIN PERFORM pg_notify(TG_TABLE_NAME || '_' || lower(TG_OP), ''); END", ["jobs_insert"]),
      ("BEGIN PERFORM pg_notify(concat_ws('.', TG_TABLE_SCHEMA, TG_TABLE_NAME), ''); END", ["public.jobs"]),
      ("BEGIN PERFORM pg_notify('job_' || NEW.id, ''); END", ["job_*"]),
      ("BEGIN PERFORM pg_notify(('job' || '_x')::text, ''); END", ["job_x"]),
      ("DECLARE c text := 'from_' || TG_RELNAME; BEGIN PERFORM pg_notify(c, ''); END", ["from_jobs"]),
      (
        "DECLARE c text; BEGIN IF TRUE THEN c := 'a'; ELSE c := 'b'; END IF; PERFORM pg_notify(c, ''); END", ["a", "b"]
      ),
      ("BEGIN PERFORM pg_notify(CASE WHEN NEW.x THEN 'a' ELSE 'b' END, ''); END", ["a", "b"]),
      ("BEGIN EXECUTE 'NOTIFY ' || quote_ident('a_b') || ', ''x'''; END", ["a_b"]),
      ("BEGIN EXECUTE format('NOTIFY %I, %L', TG_TABLE_NAME, 'x'); END", ["jobs"]),
      ("-- PERFORM pg_notify('no', '');\nBEGIN /* NOTIFY no; */ PERFORM 'pg_notify(no)'; END", []),
      (
        "BEGIN PERFORM pg_catalog.pg_notify('a', ''); PERFORM realtime.broadcast_changes('topic:x', 'a', 'b'); END",
        ["a", "topic:x"]
      ),
    ])
  func expressions(_ body: String, _ expected: [String]) async throws {
    #expect(try await channels(body) == expected)
  }

  @Test("the arguments of the trigger")
  func arguments() async throws {
    let body = "BEGIN PERFORM pg_notify(TG_ARGV[1], ''); PERFORM pg_notify(TG_ARGV[7], ''); END"
    #expect(try await channels(body, arguments: "'a', 'b'") == ["*", "b"])
  }

  @Test("each event of the trigger is one that TG_OP can be")
  func events() async throws {
    let body = "BEGIN PERFORM pg_notify('jobs_' || lower(TG_OP), ''); END"
    #expect(try await channels(body, events: "INSERT OR DELETE") == ["jobs_delete", "jobs_insert"])
  }

  @Test("a function that is called notifies too, with what it is passed; calls in a circle end")
  func calls() async throws {
    let more = """
      CREATE FUNCTION tell(channel text, payload text) RETURNS void LANGUAGE sql AS $$ SELECT pg_notify('app_' || channel, payload) $$;
      CREATE FUNCTION f(x int) RETURNS void LANGUAGE plpgsql AS 'BEGIN PERFORM f(x); NOTIFY other; END';
      """
    let body = "BEGIN PERFORM tell(TG_TABLE_NAME::text, ''); PERFORM f(1); END"
    #expect(try await channels(body, more: more) == ["app_jobs", "other"])
  }

  @Test("the table of another schema keeps its schema, that of a template loses it")
  func schemas() async throws {
    let found = try await facts([
      "migrations/1.sql": """
      CREATE TRIGGER a AFTER UPDATE ON billing."Invoices" EXECUTE FUNCTION f();
      CREATE TRIGGER b AFTER UPDATE ON ${schema}.jobs EXECUTE FUNCTION ${schema}.f();
      CREATE TRIGGER c AFTER UPDATE ON :schema.tasks EXECUTE FUNCTION f();
      """
    ])
    #expect(found.triggers.map(\.table) == ["billing.Invoices", "jobs", "tasks"])
  }

  @Test("a block that puts triggers together makes one for each table")
  func block() async throws {
    let sql = """
      DO $$ DECLARE t text; BEGIN
        FOREACH t IN ARRAY ARRAY['jobs', 'tasks'] LOOP
          EXECUTE format('CREATE TRIGGER %I_t AFTER INSERT ON %I FOR EACH ROW EXECUTE FUNCTION f()', t, t);
        END LOOP;
        IF NOT EXISTS (SELECT 1) THEN CREATE TRIGGER x BEFORE DELETE ON runs EXECUTE FUNCTION f(); END IF;
      END $$;
      """
    let found = try await facts(["migrations/1.sql": sql])
    #expect(found.triggers.map(\.table).contains("runs"))
    #expect(found.triggers.contains { $0.table == "jobs" && $0.name == "jobs_t" })
    #expect(found.triggers.contains { $0.table == "tasks" && $0.name == "tasks_t" })
    // In one turn the variable has one value.
    #expect(found.triggers.count == 3)
  }
}
