import Chance
import Testing

@testable import SourceScan

/// What holds for every sequence of bytes, valid Python or not.
private func checkInvariants(_ bytes: [UInt8], _ what: @autoclosure () -> String) {
  let file = scanned(bytes: bytes)
  var broken: [String] = []
  func hold(_ condition: Bool, _ rule: String) { if !condition { broken.append(rule) } }
  let tokens = file.stream.tokens
  let count = UInt32(tokens.count)

  var end = 0
  for (index, token) in tokens.enumerated() {
    hold(Int(token.start) >= end && token.end >= token.start && Int(token.end) <= bytes.count, "tokens are in order")
    hold(token.end > token.start || token.kind == .stringEnd, "tokens are not empty")
    end = Int(token.end)
    switch token.kind {
    case .open, .stringStart, .close, .stringEnd:
      guard token.payload != Token.noMate else { continue }
      let opens = token.kind == .open || token.kind == .stringStart
      hold(token.payload < count, "mates exist")
      hold(opens ? Int(token.payload) > index : Int(token.payload) < index, "mates face each other")
      hold(token.payload < count && Int(tokens[Int(token.payload)].payload) == index, "mates are symmetric")
    default: break
    }
  }
  // Closed brackets are nested.
  var open: [UInt32] = []
  for index in 0..<count {
    let token = tokens[Int(index)]
    guard token.payload != Token.noMate else { continue }
    if token.kind == .open || token.kind == .stringStart { open.append(index) }
    if token.kind == .close || token.kind == .stringEnd { hold(open.popLast() == token.payload, "brackets are nested") }
  }

  let lines = file.stream.lines
  hold(lines.first?.first ?? 0 == 0 && lines.isEmpty == tokens.isEmpty, "the first line begins with the first token")
  for (line, next) in zip(lines, lines.dropFirst()) { hold(line.first < next.first, "lines are in order") }
  let starts = tokens.indices.filter { tokens[$0].flags.contains(.startsLine) }
  hold(starts.map(UInt32.init) == lines.map(\.first), "lines begin where tokens say")

  let outline = file.outline
  // Statements cover every token but semicolons.
  var next: UInt32 = 0
  for (index, statement) in outline.statements.enumerated() {
    hold(
      statement.first >= next && statement.end > statement.first && statement.end <= count, "statements are in order")
    for token in next..<max(next, statement.first) { hold(tokens[Int(token)].symbol == .semicolon, "statements cover") }
    next = statement.end
    hold(Int(statement.next) > index && Int(statement.next) <= outline.statements.count, "`next` leads on")
    hold(outline.scopes.indices.contains(Int(statement.scope)), "statements stand in scopes")
    if statement.body >= 0 {
      let body = outline.scopes[Int(statement.body)]
      hold(
        Int(body.statement) == index && body.statements == UInt32(index + 1)..<statement.next,
        "bodies know their statements")
    }
  }
  for token in next..<max(next, count) { hold(tokens[Int(token)].symbol == .semicolon, "statements cover the end") }

  for (index, scope) in outline.scopes.enumerated() {
    hold(scope.body.upperBound <= count, "bodies are inside the file")
    guard scope.parent >= 0 else {
      hold(index == 0, "only the module has no parent")
      continue
    }
    hold(Int(scope.parent) < index, "parents come first")
    let parent = outline.scopes[Int(scope.parent)]
    hold(
      parent.body.lowerBound <= scope.body.lowerBound && scope.body.upperBound <= parent.body.upperBound,
      "scopes are nested")
  }
  for index in 0..<count where outline.scopes.indices.contains(outline.scope(at: index)) == false {
    hold(false, "every token is in a scope")
  }
  for binding in outline.bindings.all {
    hold(
      binding.name < count && binding.value.upperBound <= count && binding.annotation.upperBound <= count,
      "bindings are inside")
  }
  // The helpers that patterns lean on go through it without leaving the tokens.
  let stride = max(1, tokens.count / 40)
  for index in Swift.stride(from: 0, to: tokens.count, by: stride) {
    let index = UInt32(index)
    hold(file.stream.expressionEnd(index, limit: count).map { $0 > index && $0 <= count } ?? true, "expressions end")
    hold(file.stream.chainStart(index) <= index, "chains begin")
    hold(file.stream.openBracket(around: index).map { $0 < index } ?? true, "open brackets stand before")
    hold(file.stream.operandStart(before: index, floor: 0, level: 1).map { $0 < index } ?? true, "operands begin")
  }
  #expect(broken.isEmpty, "\(Set(broken).sorted()) in \(what())")
}

private let specimens = ["syntax.py", "service.py", "broken.py"]

@Suite("Whatever the bytes")
struct RobustnessTests {
  @Test("every beginning of a file keeps the invariants", arguments: specimens)
  func prefixes(name: String) throws {
    let bytes = try specimen(name)
    // The bytes behind a prefix change nothing before it, so a window of the file stands for the whole of it.
    for length in 0...bytes.count {
      let start = length <= 700 ? 0 : lineStart(bytes, before: length - 500)
      checkInvariants(Array(bytes[start..<length]), "bytes \(start)..<\(length) of \(name)")
    }
  }

  private func lineStart(_ bytes: [UInt8], before index: Int) -> Int {
    (bytes[..<index].lastIndex(of: 0x0A) ?? -1) + 1
  }

  @Test("other line ends, a byte order mark, tabs and form feeds keep the invariants", arguments: specimens)
  func disguises(name: String) throws {
    let text = String(decoding: try specimen(name), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for disguised in [
      text, "\u{FEFF}" + text, String(text.dropLast()), lines.joined(separator: "\r\n"), lines.joined(separator: "\r"),
      text.replacing("    ", with: "\t"), text.replacing("\n\n", with: "\n\u{0C}\n"),
      text.replacing("    ", with: "   "),
    ] {
      checkInvariants(Array(disguised.utf8), name)
    }
  }

  @Test("the same statements are found whatever the line ends")
  func lineEnds() throws {
    let text = String(decoding: try specimen("syntax.py"), as: UTF8.self)
    let plain = scanned(text)
    #expect(plain.outline.statements.count > 80)
    for end in ["\r\n", "\r"] {
      let other = scanned(text.replacing("\n", with: end))
      #expect(other.outline.statements.map(\.kind) == plain.outline.statements.map(\.kind))
      #expect(other.outline.scopes.map(\.own) == plain.outline.scopes.map(\.own))
    }
  }

  @Test("random bytes keep the invariants", arguments: 0..<8)
  func randomBytes(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let alphabet =
      Array("(){}[]'\"\\\n\r\t f:=,.#@!$`~;rb0e1_ lambda for in if def class \u{0C}ä🧪".utf8) + [0, 0x80, 0xFF]
    for round in 0..<60 {
      let length = Int.random(in: 0...200, using: &random)
      let bytes = (0..<length).map { _ in
        round % 2 == 0 ? UInt8.random(in: 0...255, using: &random) : alphabet.randomElement(using: &random)!
      }
      checkInvariants(bytes, "round \(round) of seed \(seed): \(bytes)")
    }
  }

  @Test("random tokens keep the invariants", arguments: 0..<8)
  func randomTokens(seed: Int) {
    var random = SeededGenerator(seed: UInt64(1000 + seed))
    let words = [
      "for", "in", "lambda", "if", "else", "def", "class", "try", "except", "with", "as", "yield", "await", "async",
      "match",
      "case", "import", "from", "while", "return", "not", "global", "x", "y", "self", "range", "enumerate", "1", "'a'",
      "f'",
      "f'''", "{", "}", "'''", "(", ")", "[", "]", ":", "=", ":=", ",", ".", "*", "@", ";", "\n", "\n  ", "\n    ",
      "\n", "#",
      "+", "==", "\\\n", "!", "->",
    ]
    for round in 0..<80 {
      let length = Int.random(in: 1...60, using: &random)
      let code = (0..<length).map { _ in words.randomElement(using: &random)! }.joined(separator: " ")
      checkInvariants(Array(code.utf8), "round \(round) of seed \(seed): \(code)")
    }
  }

  @Test("mutated files keep the invariants", arguments: 0..<6)
  func mutations(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(2000 + seed))
    let bytes = try specimen(specimens[seed % specimens.count])
    for round in 0..<12 {
      checkInvariants(random.mutated(bytes, marks: "()[]{}'\"\\:\n"), "round \(round) of seed \(seed)")
    }
  }

  @Test(
    "deep nesting is read without recursion",
    arguments: [
      "(", "[", "f'{", "lambda: ", "[x for x in ", "{", "if a:", "f(lambda x: ", "enumerate(", "not ", "x if ", "(",
    ])
  func deepNesting(opening: String) {
    let code = "for x in " + String(repeating: opening, count: 2000)
    checkInvariants(Array(code.utf8), opening)
    checkInvariants(Array((code + "y" + String(repeating: ")", count: 2000) + ":\n  pass\n").utf8), opening)
  }
}
