import Chance
import Testing
import Vocabulary

@testable import SourceScan

private let words: SymbolTable = {
  var table = everyWord
  for word in ["CREATE", "INDEX", "TABLE", "ORDERS"] { table.anchor(table.intern(word)!) }
  return table
}()

private func scanned(sql bytes: [UInt8]) -> ScannedFile {
  let padded = bytes + Array(repeating: 0, count: SourceText.padding)
  return scan(SourceText(path: "a.sql", language: .sql, paddedBytes: padded, count: bytes.count), words)!
}

private func scanned(sql: String) -> ScannedFile { scanned(sql: Array(sql.utf8)) }

@Suite("SQL as matching sees it")
struct SQLScanTests {
  @Test("words and names are the same in any letters, with quotes or without")
  func folding() throws {
    let file = scanned(sql: "create Table \"orders\" (id int); INSERT INTO Orders SELECT 'ORDERS'")
    let symbols = file.stream.tokens.map(\.symbol)
    #expect(symbols[0] == words.symbol(of: "CREATE"))
    #expect(symbols[1] == words.symbol(of: "TABLE"))
    let orders = try (file.token("\"orders\""), file.token("Orders"))
    #expect(symbols[Int(orders.0)] == words.symbol(of: "ORDERS"))
    #expect(file.stream.sameText(orders.0, orders.1, file.text.bytes))
    #expect(!file.stream.sameText(orders.0, try file.token("'ORDERS'"), file.text.bytes))
    #expect(file.stream.occurrences.count { file.stream.tokens[Int($0)].kind == .name } == 4)
  }

  @Test("words that are reserved in other languages are names")
  func reserved() {
    let file = scanned(sql: "SELECT a FROM b WHERE NOT c IN (1) AND d IS NOT NULL")
    #expect(file.stream.tokens.allSatisfy { $0.kind != .keyword })
    #expect(file.stream.tokens[0].symbol == .none)
  }

  @Test("statements end at semicolons outside of strings, and empty ones are none")
  func statements() {
    #expect(scanned(sql: "SELECT ';' ;; ; SELECT 2;").statements == ["SELECT ';'", "SELECT 2"])
  }

  @Test("words that change nothing for a rule are passed over")
  func noise() {
    #expect(
      scanned(
        sql: "CREATE TABLE IF NOT EXISTS public.a (id int); ALTER TABLE IF EXISTS ONLY \"public\".a DROP COLUMN b;"
      ).statements == ["CREATE TABLE a ( id int )", "ALTER TABLE a DROP COLUMN b"])
    #expect(scanned(sql: "IF NOT EXISTS (SELECT 1) THEN").statements == ["IF NOT EXISTS ( SELECT 1 ) THEN"])
    #expect(scanned(sql: "SELECT x.public.a FETCH FIRST ROW ONLY").words.count == 10)
  }

  @Test("what takes a migration back is not there")
  func down() {
    for mark in ["-- +goose Down", "-- migrate:down", "-- +migrate Down"] {
      #expect(scanned(sql: "SELECT 1;\n\(mark)\nSELECT 2;").statements == ["SELECT 1"], "\(mark)")
    }
  }

  @Test("the body of a function has a scope and statements of its own, that of DO runs where it stands")
  func bodies() throws {
    let file = scanned(
      sql: "CREATE FUNCTION f() RETURNS void AS $x$ BEGIN PERFORM g(); END $x$ LANGUAGE sql; DO $$ BEGIN h(); END $$;")
    #expect(
      file.statements == [
        "CREATE FUNCTION f ( ) RETURNS void AS", "BEGIN PERFORM g ( )", "END", "LANGUAGE sql", "DO", "BEGIN h ( )",
        "END",
      ])
    #expect(try file.within("g").contains(.function))
    #expect(try !file.within("f").contains(.function))
    #expect(try !file.within("h").contains(.function))
    #expect(file.outline.function(around: file.outline.scope(at: try file.token("h"))) == 0)
    #expect(scanned(sql: "SELECT $$ not; code $$").stream.tokens.map(\.kind) == [.name, .string])
  }

  @Test("the columns behind a table's name are no arguments")
  func columns() throws {
    let file = scanned(sql: "CREATE INDEX i ON a.orders (id); SELECT lower(id) FROM x")
    let orders = try file.token("orders")
    #expect(file.stream.linkEnd(orders + 1, limit: 99) == nil)
    let lower = try file.token("lower")
    #expect(file.stream.primaryEnd(lower, limit: UInt32(file.stream.tokens.count)) == lower + 4)
  }

  @Test("commas between the actions of ALTER TABLE divide it, others do not")
  func parts() {
    func dividers(_ sql: String) -> Int { scanned(sql: sql).stream.tokens.count { $0.symbol == .semicolon } }
    #expect(dividers("ALTER TABLE a ADD b numeric(1, 2), ADD c int, DROP d") == 2)
    #expect(dividers("DO $$ BEGIN IF x THEN ALTER TABLE a ADD b int, ADD c int; END IF; END $$") == 1)
    #expect(dividers("SELECT a, b FROM c") == 0)
  }

  @Test("operators of several characters are one token")
  func operators() {
    let file = scanned(sql: "a <= b >= c <> d != e -> f || g :: h := i = j")
    let symbols = file.stream.tokens.map(\.symbol).filter { $0 != .none }
    #expect(
      symbols == [
        .lessEqual, .greaterEqual, .notEqual, .notEqual, .arrow, .bar, .cast, .walrus, .equal,
      ])
  }

  @Test("comments are kept, those in bodies too, in order")
  func comments() {
    let file = scanned(sql: "-- a\nDO $$ -- b\nBEGIN /* c */ END $$; -- d\nSELECT '-- e'")
    #expect(
      file.stream.comments.map { file.text.string(Int($0.start)..<Int($0.end)) } == ["-- a", "-- b", "/* c */", "-- d"])
  }

  @Test("the rows of a dump are no statements")
  func dump() throws {
    let file = scanned(sql: try specimen("dump.sql"))
    #expect(file.outline.statements.count == 7)
    #expect(file.statements.last == "CREATE INDEX jobs_state ON jobs USING btree ( state )")
  }
}

/// What holds for every sequence of bytes, valid SQL or not.
private func checkInvariants(_ bytes: [UInt8], _ what: @autoclosure () -> String) {
  let file = scanned(sql: bytes)
  var broken: Set<String> = []
  func hold(_ condition: Bool, _ rule: String) { if !condition { broken.insert(rule) } }
  let tokens = file.stream.tokens
  let count = UInt32(tokens.count)
  var end = 0
  var open: [UInt32] = []
  for (index, token) in tokens.enumerated() {
    hold(Int(token.start) >= end && token.end > token.start && Int(token.end) <= bytes.count, "tokens are in order")
    end = Int(token.end)
    guard token.kind == .open || token.kind == .close, token.payload != Token.noMate else { continue }
    hold(token.payload < count && Int(tokens[Int(token.payload)].payload) == index, "mates are symmetric")
    if token.kind == .open {
      open.append(UInt32(index))
    } else {
      hold(open.popLast() == token.payload, "brackets nest")
    }
  }
  let outline = file.outline
  var next: UInt32 = 0
  for (index, statement) in outline.statements.enumerated() {
    hold(statement.first == next && statement.end > statement.first, "statements cover")
    hold(tokens[Int(statement.first)].flags.contains(.startsLine), "statements begin where tokens say")
    hold(Int(statement.next) == index + 1, "`next` leads on")
    hold(outline.scopes.indices.contains(Int(statement.scope)), "statements stand in scopes")
    next = statement.end
  }
  hold(next == count, "statements cover the end")
  for (index, scope) in outline.scopes.enumerated() {
    hold(scope.body.upperBound <= count && Int(scope.parent) < index, "scopes are nested")
  }
  for place in zip(file.stream.occurrences, file.stream.occurrences.dropFirst()) {
    hold(place.0 < place.1, "occurrences are in order")
  }
  hold(file.stream.occurrences.allSatisfy { $0 < count }, "occurrences exist")
  for comment in file.stream.comments {
    hold(comment.start < comment.end && comment.end <= bytes.count, "comments end")
  }
  for index in stride(from: 0, to: tokens.count, by: max(1, tokens.count / 40)) {
    let index = UInt32(index)
    hold(file.stream.expressionEnd(index, limit: count).map { $0 > index && $0 <= count } ?? true, "expressions end")
    hold(outline.scopes.indices.contains(outline.scope(at: index)), "every token is in a scope")
  }
  #expect(broken.isEmpty, "\(broken.sorted()) in \(what())")
}

@Suite("Whatever the bytes of SQL")
struct SQLRobustnessTests {
  @Test("every beginning of a file keeps the invariants", arguments: ["migration.sql", "dump.sql"])
  func prefixes(name: String) throws {
    let bytes = try specimen(name)
    for length in 0...bytes.count { checkInvariants(Array(bytes[..<length]), "\(length) bytes of \(name)") }
  }

  @Test("random bytes and words keep the invariants", arguments: 0..<8)
  func random(seed: Int) {
    var random = SeededGenerator(seed: UInt64(3000 + seed))
    let parts = [
      "$$", "$a$", "'", "\"", "`", "--", "/*", "*/", "\n", ";", "(", ")", "[", "]", "{", ".", ",", "=", "<", ">", "!",
      "|",
      ":", "E'", "\\", "DO", "CREATE", "FUNCTION", "AS", "BEGIN", "END", "CASE", "ALTER", "TABLE", "ONLY", "IF", "NOT",
      "EXISTS", "public", "$1", "${x}", "-- +goose Down\n", "-- +goose Up\n", "COPY a FROM stdin;", "\\.\n",
      "DELIMITER //\n",
      "é", " ", "\0",
    ]
    for round in 0..<80 {
      let length = Int.random(in: 0...60, using: &random)
      let bytes =
        round % 3 == 0
        ? (0..<length * 3).map { _ in UInt8.random(in: 0...255, using: &random) }
        : (0..<length).flatMap { _ in
          Array(parts.randomElement(using: &random)!.utf8) + (Bool.random(using: &random) ? [0x20] : [])
        }
      checkInvariants(bytes, "round \(round) of seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
    }
  }

  @Test("mutated files keep the invariants", arguments: 0..<6)
  func mutations(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(4000 + seed))
    let bytes = try specimen(seed % 2 == 0 ? "migration.sql" : "dump.sql")
    for round in 0..<20 {
      checkInvariants(random.mutated(bytes, marks: "()[]'\"`$;-\n"), "round \(round) of seed \(seed)")
    }
  }

  @Test("deep nesting is read without recursion without end")
  func nesting() {
    for opening in ["(", "DO $a$ ", "/*", "CREATE FUNCTION f() AS $a$ ", "CASE ", "IF NOT EXISTS "] {
      checkInvariants(Array(String(repeating: opening, count: 2000).utf8), opening)
    }
    let tags = (0..<300).map { "DO $a\($0)$ " }.joined() + (0..<300).reversed().map { "$a\($0)$ " }.joined()
    checkInvariants(Array(tags.utf8), "nested tags")
  }
}
