import Testing
import Vocabulary

@testable import Survey

@Suite("Triggers, as the migrations leave them")
struct TriggerTests {
  @Test("a migration of Alembic that notifies: table, events, function, channel and place")
  func seed() async throws {
    let found = try await facts([
      "alembic/versions/0001_jobs.py": revision(
        "0001", after: "None",
        upgrade: "op.execute(\"\"\"\n\(notifying())\n\"\"\")", downgrade: "op.execute('DROP TABLE jobs')")
    ])
    let trigger = try #require(found.triggers.first)
    #expect(found.triggers.count == 1)
    #expect(told(trigger) == #"jobs AFTER INSERT,UPDATE ROW job_notify_fn ["job_events"]"#)
    #expect(trigger.path == "alembic/versions/0001_jobs.py")
    #expect(trigger.line == 14)
    #expect(found.publishers.map(told) == ["postgresql job_events alembic/versions/0001_jobs.py:10"])
    #expect(found.problems.isEmpty)
  }

  @Test(
    "SQL reaches Alembic in many ways",
    arguments: [
      "op.execute(SQL)", "op.execute(sa.text(SQL))", "op.execute(sa.DDL(SQL))", "op.get_bind().execute(sa.text(SQL))",
      "conn = op.get_bind()\nconn.execute(sa.text(SQL))", "connection.exec_driver_sql(SQL)",
      "for statement in [SQL]:\n    op.execute(statement)", "for s in SQL.split(';;'):\n    op.execute(s)",
      "sql = textwrap.dedent(SQL)\nop.execute(sql.strip())", "_run(SQL)", "op.execute(f'{SQL}')",
      "op.execute('' + SQL)", "with op.get_context().autocommit_block():\n    op.execute(SQL)",
      "if op.get_bind().dialect.name == 'postgresql':\n    op.execute(SQL)",
    ])
  func alembicForms(_ upgrade: String) async throws {
    let top = "SQL = '''\(notifying())'''\ndef _run(sql):\n    op.execute(sql)\n"
    let found = try await facts(["versions/a.py": revision("a", after: "None", upgrade: upgrade, top: top)])
    #expect(found.triggers.map(\.channels) == [["job_events"]])
  }

  @Test("a loop over tables makes a trigger for each")
  func loop() async throws {
    let upgrade = """
      for table, channel in [("jobs", "a"), ("tasks", "b")]:
          op.execute(f"CREATE TRIGGER {table}_t AFTER UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION say('{channel}')")
      op.execute('CREATE FUNCTION say() RETURNS trigger AS $$ BEGIN PERFORM pg_notify(TG_ARGV[0], NULL); END $$ LANGUAGE plpgsql')
      """
    let found = try await facts(["versions/a.py": revision("a", after: "None", upgrade: upgrade)])
    #expect(found.triggers.map(told) == [#"jobs AFTER UPDATE ROW say ["a"]"#, #"tasks AFTER UPDATE ROW say ["b"]"#])
  }

  @Test("alembic_utils declares functions and triggers")
  func alembicUtils() async throws {
    let upgrade = """
      fn = PGFunction(schema="public", signature="say()", definition="RETURNS trigger AS $$ BEGIN PERFORM pg_notify('c', ''); END $$ LANGUAGE plpgsql")
      op.create_entity(fn)
      op.create_entity(PGTrigger(schema="public", signature="t", on_entity="public.jobs", definition="AFTER DELETE ON public.jobs FOR EACH ROW EXECUTE FUNCTION public.say()"))
      """
    let drop = """
      op.drop_entity(PGTrigger(schema="public", signature="t", on_entity="public.jobs", definition="x"))
      """
    let first = revision("a", after: "None", upgrade: upgrade)
    let found = try await facts(["versions/a.py": first])
    #expect(found.triggers.map(told) == [#"jobs AFTER DELETE ROW say ["c"]"#])
    let dropped = try await facts([
      "versions/a.py": first, "versions/b.py": revision("b", after: "\"a\"", upgrade: drop),
    ])
    #expect(dropped.triggers.isEmpty)
  }

  @Test("SQL in a file beside the migration is read where the migration runs it")
  func includedFile() async throws {
    let found = try await facts([
      "versions/a.py": revision(
        "a", after: "None", upgrade: "path = Path(__file__).parent / 'sql' / 'jobs.sql'\nop.execute(path.read_text())"),
      "versions/b.py": revision("b", after: "'a'", upgrade: "op.execute('DROP TRIGGER other ON jobs')"),
      "versions/sql/jobs.sql": notifying() + "\n" + notifying("x", name: "other"),
    ])
    #expect(found.triggers.map(\.name) == ["job_notify"])
  }

  @Test("migrations of Django: RunSQL, RunPython and renamed models")
  func django() async throws {
    let first = """
      from django.db import migrations
      def forward(apps, schema_editor):
          schema_editor.execute("CREATE TRIGGER b AFTER DELETE ON shop_order FOR EACH ROW EXECUTE FUNCTION t_fn()")
      class Migration(migrations.Migration):
          dependencies = []
          operations = [
              migrations.RunSQL(\"\"\"\(notifying("orders", table: "shop_order", name: "t"))\"\"\", reverse_sql="DROP TRIGGER t ON shop_order"),
              migrations.RunPython(forward, migrations.RunPython.noop),
              migrations.RunSQL([("CREATE TRIGGER c AFTER INSERT ON shop_order EXECUTE FUNCTION t_fn()", None)]),
          ]
      """
    let second = """
      from django.db import migrations
      class Migration(migrations.Migration):
          dependencies = [("shop", "0001_initial")]
          operations = [migrations.RunSQL("DROP TRIGGER c ON shop_order"), migrations.RenameModel("Order", "Purchase")]
      """
    let found = try await facts([
      "shop/migrations/0001_initial.py": first, "shop/migrations/0002_rename.py": second,
    ])
    #expect(
      found.triggers.map(told) == [
        #"shop_purchase AFTER DELETE ROW t_fn ["orders"]"#, #"shop_purchase AFTER INSERT,UPDATE ROW t_fn ["orders"]"#,
      ])
  }

  @Test("triggers that a Django model declares, with and without the migration that makes them")
  func pgtrigger() async throws {
    let model = """
      import pgtrigger
      from django.db import models
      class Job(models.Model):
          status = models.CharField()
          class Meta:
              triggers = [
                  pgtrigger.Trigger(name="tell", when=pgtrigger.After, operation=pgtrigger.Insert | pgtrigger.UpdateOf("status"),
                      func="PERFORM pg_notify('jobs', ''); RETURN NEW;"),
              ]
      """
    let migration = """
      from django.db import migrations
      import pgtrigger.compiler
      class Migration(migrations.Migration):
          operations = [pgtrigger.migrations.AddTrigger(model_name="job", trigger=pgtrigger.compiler.Trigger(name="tell",
              sql=pgtrigger.compiler.UpsertTriggerSql(func="PERFORM pg_notify('jobs', ''); RETURN NEW;", operation='INSERT OR UPDATE OF "status"', table="work_job", when="AFTER")))]
      """
    let declared = try await facts(["work/models.py": model])
    #expect(declared.triggers.map(\.table) == ["work_job"])
    #expect(declared.triggers.map(\.columns) == [["status"]])
    #expect(declared.triggers.map(\.channels) == [["jobs"]])
    let both = try await facts(["work/models.py": model, "work/migrations/0001_a.py": migration])
    #expect(both.triggers.map(\.path) == ["work/migrations/0001_a.py"])
    #expect(both.triggers.map(\.events) == [["INSERT", "UPDATE"]])
  }

  @Test(
    "a folder of SQL, as each tool lays it out",
    arguments: [
      ["migrations/001_jobs.up.sql": notifying(), "migrations/001_jobs.down.sql": "DROP TABLE jobs;"],
      [
        "migrations/001.sql":
          "-- +goose Up\n-- +goose StatementBegin\n\(notifying())\n-- +goose StatementEnd\n-- +goose Down\nDROP TABLE jobs;"
      ],
      ["db/migrations/2024_jobs.sql": "-- migrate:up\n\(notifying())\n-- migrate:down\nDROP TABLE jobs;"],
      ["sql/V1_2__jobs.sql": notifying(), "sql/U1_2__jobs.sql": "DROP TABLE jobs;"],
      ["prisma/migrations/2024_jobs/migration.sql": notifying()],
      ["migrations/2024_jobs/up.sql": notifying(), "migrations/2024_jobs/down.sql": "DROP TABLE jobs;"],
      ["drizzle/0000_jobs.sql": notifying().replacing("plpgsql;", with: "plpgsql;\n--> statement-breakpoint")],
      ["supabase/migrations/2024_jobs.sql": notifying()],
      ["deploy/jobs.sql": notifying(), "revert/jobs.sql": "DROP TABLE jobs;"],
      ["schema.sql": notifying()], ["docker-entrypoint-initdb.d/init.sql": "\\connect app\n" + notifying()],
    ])
  func sqlFolders(_ files: [String: String]) async throws {
    #expect(try await facts(files).triggers.map(\.channels) == [["job_events"]])
  }

  @Test(
    "the strings of scripts: Knex, TypeORM, Sequelize, node-pg-migrate, goose in Go",
    arguments: [
      (
        "migrations/1_jobs.js",
        "exports.up = k => k.raw(`\(notifying())`);\nexports.down = k => k.raw('DROP TRIGGER job_notify ON jobs');"
      ),
      (
        "migrations/1_jobs.ts",
        "export async function up(knex: Knex) { await knex.schema.raw(`\(notifying())`); }\nexport async function down(knex: Knex) { await knex.raw('DROP TABLE jobs'); }"
      ),
      (
        "src/1-Jobs.ts",
        "export class Jobs1 { public async up(queryRunner: QueryRunner): Promise<void> { await queryRunner.query(`\(notifying())`) }\n public async down(queryRunner: QueryRunner): Promise<void> { await queryRunner.query(`DROP TRIGGER job_notify ON jobs`) } }"
      ),
      (
        "migrations/1.js",
        "module.exports = { up: (q) => q.sequelize.query(`\(notifying())`), down: (q) => q.dropTable('jobs') };"
      ),
      (
        "migrations/1.js",
        "exports.up = pgm => { pgm.sql(`\(notifying(name: "x").replacing("CREATE TRIGGER", with: "-- "))`); pgm.createTrigger('jobs', 'job_notify', {when: 'AFTER', operation: ['INSERT', 'UPDATE'], level: 'ROW', function: 'x_fn'}); };"
      ),
      (
        "migrations/1_jobs.go",
        "package m\nfunc up1(tx *sql.Tx) error { _, err := tx.Exec(`\(notifying())`); return err }\nfunc down1(tx *sql.Tx) error { _, err := tx.Exec(\"DROP TABLE jobs\"); return err }"
      ),
    ])
  func scripts(_ path: String, _ code: String) async throws {
    let found = try await facts([path: code])
    #expect(found.triggers.map(\.table) == ["jobs"])
    #expect(found.triggers.map(\.channels) == [["job_events"]])
    #expect(found.triggers.map(\.timing) == ["AFTER"])
  }

  @Test("SQL beside the models is a declaration")
  func declared() async throws {
    let found = try await facts([
      "app/models.py":
        "from sqlalchemy import DDL, event\nevent.listen(Job.__table__, 'after_create', DDL(\"\"\"\(notifying())\"\"\"))\n"
    ])
    #expect(found.triggers.map(\.channels) == [["job_events"]])
  }

  @Test(
    "what is run when a table is made leaves its name open",
    arguments: [
      "event.listen(Job.__table__, 'after_create', DDL(SQL))",
      "ddl = DDL(SQL)\nevent.listen(Job.__table__, 'after_create', ddl.execute_if(dialect='postgresql'))",
      "for model in [Job]:\n    event.listen(model.__table__, 'after_create', DDL(SQL))",
      "rows = Table('jobs', Base.metadata)\nevent.listen(rows, 'after_create', DDL(SQL))",
    ])
  func openTable(code: String) async throws {
    let trigger = "CREATE TRIGGER job_notify AFTER INSERT ON %(table)s FOR EACH ROW EXECUTE FUNCTION tell()"
    let tell =
      "CREATE FUNCTION tell() RETURNS trigger AS $$ BEGIN PERFORM pg_notify('job_events', ''); RETURN NEW; END $$ LANGUAGE plpgsql"
    let models = "from app.base import Base\nclass Job(Base):\n    __tablename__ = 'jobs'\n    id = Column(Integer)\n"
    let found = try await facts([
      "app/base.py": "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): pass\n",
      "app/models.py": "from sqlalchemy import Column, Integer\n" + models,
      "app/triggers.py": """
      from sqlalchemy import DDL, Table, event
      from app.models import Base, Job
      TELL = DDL("\(tell)")
      SQL = "\(trigger)"
      event.listen(Base.metadata, 'before_create', TELL)
      \(code)
      """,
    ])
    #expect(found.triggers.map(\.table) == ["jobs"])
    #expect(found.triggers.map(\.channels) == [["job_events"]])
    #expect(found.triggers.map(\.path) == ["app/triggers.py"])
    #expect(found.triggers.map(\.line) == [4])
  }

  @Test(
    "triggers of MySQL and SQLite have a body of their own",
    arguments: [
      (
        "DELIMITER //\nCREATE DEFINER=`a`@`b` TRIGGER `t` AFTER INSERT ON `jobs` FOR EACH ROW BEGIN INSERT INTO `log` VALUES (1); END//",
        "AFTER", "ROW"
      ),
      (
        "CREATE TRIGGER IF NOT EXISTS t INSERT ON jobs BEGIN UPDATE n SET c = c + 1; DELETE FROM x; END;", "BEFORE",
        "STATEMENT"
      ),
      (
        "/*!50003 CREATE*/ /*!50003 TRIGGER `t` BEFORE INSERT ON `jobs` FOR EACH ROW SET NEW.x = 1 */;", "BEFORE", "ROW"
      ),
    ])
  func otherDatabases(_ sql: String, _ timing: String, _ level: String) async throws {
    let found = try await facts(["migrations/1.sql": sql])
    #expect(found.triggers.map(told) == ["jobs \(timing) INSERT \(level) t []"])
  }

  @Test("a rule of PostgreSQL that notifies counts as a trigger")
  func rule() async throws {
    let found = try await facts(["m/1.sql": "CREATE RULE r AS ON UPDATE TO jobs DO ALSO NOTIFY Job_Events;"])
    #expect(found.triggers.map(told) == [#"jobs RULE UPDATE STATEMENT r ["job_events"]"#])
  }
}
