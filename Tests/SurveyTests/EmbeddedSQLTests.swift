import Chance
import SourceScan
import Survey
import Testing
import Vocabulary

/// No words, and an outline of every file.
private let everyOutline: SymbolTable = {
  var table = SymbolTable()
  table.needsEveryOutline = true
  return table
}()

private func scanned(_ bytes: [UInt8]) -> ScannedFile? {
  let padded = bytes + Array(repeating: 0, count: SourceText.padding)
  return scan(SourceText(path: "a.py", language: .python, paddedBytes: padded, count: bytes.count), everyOutline)
}

@Suite("SQL in Python")
struct EmbeddedSQLTests {
  private static let migration = """
    import sqlalchemy as sa
    from alembic import op

    INDEX = ("CREATE INDEX a "
             "ON jobs (id)")
    DOWN = "DROP INDEX a"

    def upgrade():
        "Create what is needed."
        op.create_table("notes", sa.Column("id"))
        op.execute(sa.text(INDEX))
        op.execute(f"ALTER TABLE {schema}.jobs ADD note text DEFAULT '{{}}'")
        op.execute(r'''
            -- é 🧪
            DROP TABLE "old";\\n
        ''')
        op.execute("UPDATE jobs SET id = 1")
        if op.get_bind().dialect.name == "sqlite":
            op.execute("DROP TABLE b")

    def downgrade():
        op.execute(DOWN)
    """

  @Test("what a migration applies is there, in its place, and all else is blank")
  func places() throws {
    let file = try #require(scanned(Array(Self.migration.utf8)))
    let sql = try #require(file.embeddedSQL)
    let script = try #require(scan(sql, everyOutline))
    #expect(
      script.outline.statements.map { statement in
        (statement.first..<statement.end).map { sql.string(script.stream.tokens[Int($0)].range) }
          .joined(separator: " ")
      } == [
        "CREATE INDEX a ON jobs ( id )", "ALTER TABLE ________ . jobs ADD note text DEFAULT '____'",
        "DROP TABLE \"old\"", "CREATE TABLE \"notes\" ( )",
      ])
    let bytes = Array(Self.migration.utf8)
    for token in script.stream.tokens where Int(token.end) <= bytes.count && token.kind == .name {
      let there = String(decoding: bytes[token.range], as: UTF8.self)
      #expect(there == sql.string(token.range) || there == "{schema}")
    }
  }

  @Test("no beginning and no mutation of a migration is too much")
  func robustness() {
    let whole = Array(Self.migration.utf8)
    var random = SeededGenerator(seed: 5000)
    var texts = (0...whole.count).map { Array(whole[..<$0]) }
    for _ in 0..<200 {
      texts.append(random.mutated(whole, marks: "()[]{}'\"\\,=:\n"))
    }
    for text in texts {
      guard let sql = scanned(text)?.embeddedSQL else { continue }
      #expect(sql.count >= text.count)
      #expect(text.indices.allSatisfy { (text[$0] == 0x0A) == (sql.bytes[$0] == 0x0A) })
      #expect(scan(sql, everyOutline).map { $0.stream.tokens.allSatisfy { $0.end <= sql.count } } == true)
    }
  }
}
