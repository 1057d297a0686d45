import Chance
import Testing

@testable import SourceScan

private func script(_ text: String) -> SQLScript {
  let bytes = Array(text.utf8)
  return SQLScript(bytes, count: bytes.count)
}

/// The statements' tokens, joined with a space.
private func statements(_ text: String) -> [String] {
  let script = script(text)
  return script.statements.map { $0.tokens.map(script.text).joined(separator: " ") }
}

@Suite("SQL, taken apart into statements")
struct SQLScriptTests {
  @Test("semicolons in strings, quoted names, comments and dollar quotes end no statement")
  func quoting() {
    #expect(statements("SELECT ';' ; SELECT \"a;b\"; -- c;d\nSELECT 1").count == 3)
    #expect(statements("DO $$ BEGIN; END; $$; SELECT $x$ $$ ; $x$").count == 2)
    #expect(statements("SELECT 'it''s; one'; SELECT E'a\\';b'; SELECT 2").count == 3)
    #expect(statements("/* a /* nested; */ b; */ SELECT 1; SELECT 2") == ["SELECT 1", "SELECT 2"])
  }

  @Test("a backslash is a letter in a standard string and an escape for MySQL")
  func backslash() {
    #expect(statements("SELECT 'C:\\'; SELECT 1").count == 2)
    #expect(statements("SELECT `a`, 'it\\'s; one'; SELECT 1").count == 2)
  }

  @Test("names fold to lower case unless they are quoted")
  func folding() {
    let script = script("Jobs \"Jobs\" `Jobs` \"a\"\"b\" 'x'")
    #expect((0..<5).map { script.name($0) } == ["jobs", "Jobs", "Jobs", "a\"b", nil])
  }

  @Test("strings give what the database reads")
  func strings() {
    let script = script("'it''s' E'a\\nb' $q$x'y$q$ 'open")
    #expect((0..<4).map { script.string($0) } == ["it's", "a\nb", "x'y", "open"])
  }

  @Test("commands of psql and of the SQLite shell are no statements")
  func shells() {
    #expect(statements("\\connect jobs\nSELECT 1;\n\\i other.sql\n.mode box\nSELECT 2;") == ["SELECT 1", "SELECT 2"])
  }

  @Test("the rows behind COPY FROM stdin are no statements")
  func copy() {
    #expect(
      statements("COPY jobs (id) FROM stdin;\n1;'x\n2\n\\.\nSELECT 1;") == ["COPY jobs ( id ) FROM stdin", "SELECT 1"])
  }

  @Test("a delimiter that MySQL's shell is told ends statements until it is told another")
  func delimiter() {
    let text = """
      DELIMITER //
      CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.x = 1; SET NEW.y = 2; END//
      DELIMITER ;
      SELECT 1; SELECT 2;
      """
    #expect(statements(text).count == 3)
  }

  @Test("the body of a trigger between BEGIN and END is part of its statement")
  func bodies() {
    let text = """
      CREATE TRIGGER a AFTER UPDATE ON t BEGIN
        UPDATE u SET n = CASE WHEN n > 1 THEN 0 ELSE 1 END;
        INSERT INTO log VALUES (1);
      END;
      CREATE TRIGGER b BEFORE INSERT ON t FOR EACH ROW BEGIN
        IF NEW.x THEN SET NEW.y = 1; END IF;
      END;
      BEGIN; SELECT 1; COMMIT;
      """
    #expect(statements(text).count == 5)
  }

  @Test("GO on a line of its own separates, within a line it is a name")
  func batches() {
    #expect(statements("SELECT 1\nGO\nSELECT go FROM t") == ["SELECT 1", "SELECT go FROM t"])
  }

  @Test(
    "what a tool applies to take a migration back is told apart",
    arguments: [
      "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;", "-- +migrate Up\nSELECT 1;\n-- +migrate Down\nSELECT 2;",
      "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;",
      "-- Up Migration\nSELECT 1;\n-- Down Migration\nSELECT 2;", "SELECT 1;\n-- //@UNDO\nSELECT 2;",
      "-- +goose Down\nSELECT 2;\n-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n-- +goose StatementEnd",
    ])
  func directions(_ text: String) {
    let script = script(text)
    let up = script.statements.filter { !$0.isDown }
    #expect(up.map { script.text($0.tokens.upperBound - 1) } == ["1"])
    #expect(script.statements.count == 2)
  }

  @Test("a placeholder is part of a name")
  func placeholders() {
    let script = script("SELECT ${schema}.jobs, a${n}_b")
    #expect(script.name(1) == Hole.text)
    #expect(script.name(5) == "a\(Hole.text)_b")
  }

  @Test("any bytes give tokens in order and statements that cover them")
  func robustness() {
    let pieces = [
      "CREATE TRIGGER t ", "BEGIN ", "END ", ";", "'", "\"", "$$", "$a$", "--", "/*", "*/", "\n", "\\", "DELIMITER //",
      "COPY t FROM stdin;", "`", "(", "[", ")", "::", "||", "E'", "${", "}", "\u{E000}", "\u{0}", "GO\n", "é", "1",
      ".x",
    ]
    var generator = SeededGenerator(seed: 7)
    for round in 0..<400 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<60, using: &generator) {
        if Bool.random(using: &generator) {
          bytes += Array(pieces.randomElement(using: &generator)!.utf8)
        } else {
          bytes.append(UInt8.random(in: 0...255, using: &generator))
        }
      }
      let script = SQLScript(bytes, count: bytes.count)
      var end = 0
      var isInOrder = true
      for token in script.tokens {
        isInOrder =
          isInOrder && token.range.lowerBound >= end && !token.range.isEmpty && token.range.upperBound <= bytes.count
        end = token.range.upperBound
      }
      #expect(isInOrder, "round \(round)")
      #expect(script.statements.map(\.tokens.count).reduce(0, +) == script.tokens.count, "round \(round)")
      for index in script.tokens.indices {
        _ = (script.name(index), script.string(index), script.closing(index, limit: script.tokens.count))
      }
    }
  }
}
