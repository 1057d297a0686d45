import Testing
import Vocabulary

@testable import RuleFiles

@Suite("What rules ask of a project")
struct ConditionTests {
  private let technologies = """
    technologies:
      sqlalchemy: {title: SQLAlchemy, kind: orm, words: [x]}
      sqlmodel: {title: SQLModel, kind: orm, words: [x]}
      django: {title: Django, kind: [orm, web-framework], words: [x]}
      postgresql: {title: PostgreSQL, kind: database, words: [x]}
      pgbouncer: {title: PgBouncer, kind: pooler, words: [x]}

    """

  private func library(when: String) -> RuleLibrary {
    loadRuleLibrary([file("t.yaml", technologies), file("team/a.yaml", head + "pattern: x\nwhen: " + when)])
  }

  private func phrases(when: String) -> [String] {
    let library = library(when: when)
    return library.faults.map(\.description) + (library.rules.first?.card.when ?? [])
  }

  @Test(
    "each part is told in words",
    arguments: [
      ("{orm: sqlalchemy}", ["SQLAlchemy"]),
      ("{orm: [sqlmodel, {sqlalchemy: \">=2.0\"}]}", ["SQLModel or SQLAlchemy 2.0 or later"]),
      ("{orm: {sqlalchemy: \">=1.4, <2\", django: \"<5\"}}", ["SQLAlchemy 1.4 up to 2 or Django before 5"]),
      ("{db: postgresql, web-framework: django, pooler: pgbouncer}", ["PostgreSQL", "Django", "PgBouncer"]),
      ("{async: true}", ["asynchronous database code"]), ("{async: false}", ["synchronous database code"]),
      (
        "{expire-on-commit: false, pool-size: \"<5\", max-overflow: 0}",
        ["expire_on_commit false", "pool_size < 5", "max_overflow 0"]
      ),
      (
        "{isolation-level: [serializable, repeatable-read], pool-class: NullPool}",
        ["isolation_level SERIALIZABLE or REPEATABLE READ", "pool_class NullPool"]
      ),
      (
        "{triggers: {on: [jobs, billing.runs], event: update, notifies: true}}",
        ["a trigger for UPDATE on jobs or billing.runs that notifies"]
      ),
      ("{triggers: {notifies: false}}", ["a trigger that notifies nobody"]),
      ("{models: {of: Job, columns: \">15\", relations: 0}}", ["a model Job with > 15 columns and 0 relations"]),
      ("{models: {columns: \">=40\"}}", ["a model with >= 40 columns"]),
      (
        "{async: true, expire-on-commit: false, proven: true}",
        ["asynchronous database code", "expire_on_commit false", "all of that proven"]
      ),
    ])
  func words(_ when: String, _ expected: [String]) {
    #expect(phrases(when: when) == expected)
  }

  @Test("a rule without `when` asks for nothing")
  func none() throws {
    let rule = try #require(load(head + "pattern: x").rules.first)
    #expect(rule.when == nil && rule.card.when.isEmpty)
  }

  @Test("a condition knows whether the stack answers it or only migrations and models do")
  func sources() {
    func asks(_ when: String) -> [Bool?] {
      let condition = library(when: when).rules.first?.when
      return [condition?.asksForStack, condition?.asksForDatabaseFacts]
    }
    #expect(asks("{pool-size: 5}") == [true, false])
    #expect(asks("{triggers: {on: jobs}}") == [false, true])
    #expect(asks("{orm: django, models: {of: Job}}") == [true, true])
  }

  @Test(
    "a fault is told with its place and what to write instead",
    arguments: [
      ("sqlalchemy", "`when` must be a mapping, but is a text"),
      ("{}", "`when` is an empty mapping (leave the key out)"),
      ("{proven: true}", "`when` asks for nothing (say what a project must have beside `proven`, such as `orm: sql"),
      ("{orm: sqlalchmy}", "unknown technology `sqlalchmy` (did you mean `sqlalchemy`?)"),
      ("{orm: nope}", "unknown technology `nope` (known: django, sqlalchemy, sqlmodel)"),
      ("{orm: postgresql}", "`postgresql` is known under `db`, not under `orm` (move it to `db`)"),
      ("{db: django}", "`django` is known under `orm` and `web-framework`, not under `db` (move it to `orm`)"),
      ("{ormm: django}", "`when` has no key `ormm` (did you mean `orm`?)"),
      ("{expire_on_commit: false}", "`when` has no key `expire_on_commit` (did you mean `expire-on-commit`?)"),
      ("{database: postgresql}", "`when` has no key `database` (known: db, driver, orm, web-framework, queue, cache, "),
      ("{orm: [django, {django: \">=5\"}]}", "`django` stands twice in `orm` (remove one)"),
      ("{orm: []}", "`orm` is an empty list (leave the key out)"),
      ("{orm: [[django]]}", "`orm` must be a text, but is a list"),
      ("{orm: {}}", "`orm` is an empty mapping (leave the key out)"),
      ("{orm: }", "`orm` says nothing (write a value after `orm:` or remove the key)"),
      (
        "{orm: {sqlalchemy: 2.0}}",
        "`2.0` is no range of versions (such as \">=2.0\", \"<3\" or \">=1.4, <2\")"
      ),
      ("{orm: {sqlalchemy: \">=3,<2\"}}", "`>=3,<2` is no range of versions"),
      ("{async: yes}", "`async` must be true or false, but is `yes` (without quotes)"),
      ("{autoflush: 1}", "`autoflush` must be true or false, but is `1`"),
      ("{pool-size: few}", "`pool-size` must be a comparison, but is `few` (such as \">=8\", \"==0\""),
      ("{isolation-level: serialisable}", "unknown isolation level `serialisable` (did you mean `SERIALIZABLE`?)"),
      ("{pool-class: Null}", "`Null` is no class of a pool (its name ends in `Pool`, such as NullPool)"),
      ("{triggers: jobs}", "`triggers` must be a mapping, but is a text"),
      ("{triggers: {table: jobs}}", "`triggers` has no key `table` (known: on, event, notifies)"),
      ("{triggers: {event: updat}}", "unknown event `updat` (did you mean `update`?)"),
      (
        "{triggers: {on: $TABLE}}",
        "`$TABLE` stands for something in code, but `when` asks about the project (name it, or leave the key out to"
      ),
      ("{models: {of: $MODEL, columns: \">15\"}}", "`$MODEL` stands for something in code"),
      ("{models: {coluns: \">15\"}}", "`models` has no key `coluns` (did you mean `columns`?)"),
      ("{models: {columns: many}}", "`columns` must be a comparison, but is `many`"),
    ])
  func faults(_ when: String, _ expected: String) throws {
    let faults = library(when: when).faults
    #expect(faults.count == 1)
    let fault = try #require(faults.first)
    #expect(fault.origin.file == "team/a.yaml" && fault.origin.line == 8 && fault.origin.column >= 7)
    #expect(told([fault])[0].contains(": " + expected), "\(fault)")
  }

  @Test("technologies of the library beside are known, and so are its contexts and practices")
  func beside() throws {
    let other = loadRuleLibrary([
      file("t.yaml", technologies),
      file("k.yaml", "knowledge: k\ntitle: K\ntechnologies: [django]\npractices:\n" + practice),
    ])
    let rule = head + "pattern: x\nwhen: {orm: django}\npractices: KB-K1\n"
    let library = loadRuleLibrary([file("a.yaml", rule)], beside: other)
    #expect(library.faults.isEmpty)
    #expect(library.rules[0].card.when == ["Django"])
    #expect(library.rules[0].card.sources.map(\.url) == ["https://docs.example.org/k"])
    #expect(loadRuleLibrary([file("a.yaml", rule)]).faults.count == 2)
  }

  private let practice = "  - {id: KB-K1, text: Do., page: Page, url: \"https://docs.example.org/k\"}\n"

  @Test("a practice that a rule names is one of its sources, once; an unknown one is told with the nearest")
  func practices() throws {
    let knowledge = file("k.yaml", "knowledge: k\ntitle: K\ntechnologies: [django]\npractices:\n" + practice)
    let own = "sources: [{title: Own, url: \"https://docs.example.org/own\"}]\n"
    let same = "sources: [{title: Own, url: \"https://docs.example.org/k\"}]\n"
    func sources(_ lines: String) -> [String] {
      let library = loadRuleLibrary([knowledge, file("a.yaml", head + "pattern: x\n" + lines)])
      return told(library.faults) + (library.rules.first?.card.sources.map(\.title) ?? [])
    }
    #expect(sources("practices: [KB-K1]\n" + own) == ["Own", "K – Page"])
    #expect(sources("practices: [KB-K1]\n" + same) == ["Own"])
    #expect(sources("practices: [KB-K2]").first == "8:13: unknown practice `KB-K2` (did you mean `KB-K1`?)")
    #expect(sources("practices: kb").first?.hasPrefix("8:12: `kb` is no id of a practice") == true)
  }
}
