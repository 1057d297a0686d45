import SourceScan

/// Goes through statements of Python as running them would, as far as constants lead: assignments, loops over known
/// lists, calls of functions of the same file. Of a condition every branch is taken, in the order of the text. Calls
/// that lead out of the file are listed.
struct PythonEvaluation {
  let source: PythonSource
  var names: [String: PythonValue] = [:]
  /// Constants of other modules of the project.
  var imported: (PythonSource.ImportedName) -> PythonValue? = { _ in nil }
  /// The calls that were made and not followed, in order.
  var calls: [PythonCall] = []
  /// The functions that calls are followed into; `nil` for all.
  var followed: Set<Int>?
  /// What imported names stand for, as far as it was asked.
  var importedValues: [String: PythonValue] = [:]
  /// Values at the level of the module, found when they were first asked for.
  private(set) var globals: [String: PythonValue] = [:]
  /// What the module itself binds, by name; made when first needed.
  private var moduleStatements: [String: [Int]]?
  private var asked: Set<String> = []
  private var returned: PythonValue?
  private var depth = 0
  private var steps = 0

  /// Longer programs are given up: what they make is unknown then.
  private static let stepLimit = 20_000
  private static let depthLimit = 24
  private static let textLimit = 1 << 20

  init(_ source: PythonSource) { self.source = source }

  var stream: TokenStream { source.stream }

  // MARK: Statements

  /// Runs what stands at the level of the module: constants get their values, functions their names. Where only some
  /// are asked for, `global` finds them one by one.
  mutating func runModule() { run(0..<source.statements.count) }

  /// Runs one statement at the level of the module.
  mutating func runModuleStatement(_ index: Int) {
    let outside = names
    names = globals
    _ = run(source.statements[index], index)
    globals = names
    names = outside
  }

  /// The value of a name at the level of the module; `nil` for a name that the module does not bind.
  ///
  /// - Parameter isNewQuestion: all steps may be spent on it, whatever was asked before.
  mutating func global(_ name: String, isNewQuestion: Bool = false) -> PythonValue? {
    if let known = globals[name] { return known }
    if isNewQuestion { steps = 0 }
    guard asked.insert(name).inserted else { return nil }
    let statements = moduleStatements ?? source.moduleStatements()
    moduleStatements = statements
    for index in statements[name] ?? [] { runModuleStatement(index) }
    return globals[name]
  }

  /// Runs statements, those nested in them included.
  mutating func run(_ range: Range<Int>) {
    guard depth < PythonEvaluation.depthLimit else { return }
    depth += 1
    defer { depth -= 1 }
    var index = range.lowerBound
    while index < range.upperBound, steps < PythonEvaluation.stepLimit {
      steps += 1
      let statement = source.statements[index]
      index = run(statement, index)
    }
  }

  /// The index of the statement to go on with.
  private mutating func run(_ statement: Statement, _ index: Int) -> Int {
    let next = max(index + 1, Int(statement.next))
    switch statement.kind {
    case .def:
      if let name = source.definedName(statement) { names[source.word(name)] = .function(index) }
      return next
    case .class:
      runClass(statement, index)
      return next
    case .for:
      runLoop(statement)
      return next
    case .return:
      if statement.first + 1 < statement.end {
        let value = evaluate(statement.first + 1..<statement.end)
        if returned.map({ !$0.isKnown }) ?? true { returned = value }
      }
      return index + 1
    case .with: bindWith(statement)
    case .at: _ = evaluate(statement.first + 1..<statement.end)
    case .if, .elif, .while, .assert, .raise, .del:
      if statement.first + 1 < statement.end { _ = evaluate(statement.first + 1..<statement.end - 1) }
    case .none, .await, .yield:
      if statement.assign != LogicalLine.absent, statement.assign > statement.first, statement.assign < statement.end {
        runAssignment(statement)
      } else {
        _ = evaluate(statement.first..<statement.end)
      }
    default: break
    }
    return index + 1
  }

  private mutating func runAssignment(_ statement: Statement) {
    let value = evaluate(statement.assign + 1..<statement.end)
    let isAddition = source.symbol(statement.assign) == .plusAssign
    var target = statement.first..<statement.assign
    if let colon = stream.firstOutside(of: target, .colon) { target = target.lowerBound..<colon }
    if isAddition, target.count == 1 {
      let name = source.word(target.lowerBound)
      names[name] = joined(names[name] ?? .unknown, value)
      return
    }
    bindTarget(target, to: value)
  }

  mutating func bindTarget(_ target: Range<UInt32>, to value: PythonValue) {
    var target = target
    if target.count > 2, source.symbol(target.lowerBound) == .leftParen,
      stream.after(target.lowerBound) == target.upperBound
    {
      target = target.lowerBound + 1..<target.upperBound - 1
    }
    let parts = stream.split(target, at: .comma)
    if parts.count > 1 {
      let elements = value.elements
      for (number, part) in parts.enumerated() {
        bindTarget(part, to: elements.count == parts.count ? elements[number] : .unknown)
      }
    } else if target.count == 1, stream.tokens[Int(target.lowerBound)].kind == .name {
      names[source.word(target.lowerBound)] = value
    } else if target.count == 3, source.symbol(target.lowerBound + 1) == .dot {
      names[source.word(target.lowerBound) + "." + source.word(target.lowerBound + 2)] = value
    }
  }

  /// Constants of a class get their names with its own before them.
  private mutating func runClass(_ statement: Statement, _ index: Int) {
    guard let name = source.definedName(statement), statement.body >= 0 else { return }
    let owner = source.word(name)
    let outside = names
    var constants: [String: PythonValue] = [:]
    for inner in source.body(of: statement) {
      let member = source.statements[inner]
      guard member.scope == statement.body, member.kind == .none, member.assign != LogicalLine.absent,
        member.assign > member.first, member.assign < member.end,
        stream.tokens[Int(member.first)].kind == .name, source.symbol(member.assign) == .assign
      else { continue }
      let value = evaluate(member.assign + 1..<member.end)
      names[source.word(member.first)] = value
      constants[owner + "." + source.word(member.first)] = value
    }
    names = outside
    names.merge(constants) { $1 }
  }

  private mutating func bindWith(_ statement: Statement) {
    for part in stream.split(statement.first + 1..<max(statement.first + 1, statement.end - 1), at: .comma) {
      guard let mark = stream.firstOutside(of: part, .as) else {
        _ = evaluate(part)
        continue
      }
      let value = evaluate(part.lowerBound..<mark)
      bindTarget(mark + 1..<part.upperBound, to: value)
    }
  }

  private mutating func runLoop(_ statement: Statement) {
    let start = source.symbol(statement.first) == .async ? statement.first + 2 : statement.first + 1
    let header = start..<max(start, statement.end - 1)
    let body = source.body(of: statement)
    guard let mark = stream.firstOutside(of: header, .in) else { return run(body) }
    let values = evaluate(mark + 1..<header.upperBound)
    let target = header.lowerBound..<mark
    guard case .list(let elements) = values, !elements.isEmpty, elements.count <= 200 else {
      bindTarget(target, to: .unknown)
      return run(body)
    }
    for element in elements where steps < PythonEvaluation.stepLimit {
      bindTarget(target, to: element)
      run(body)
    }
  }

  // MARK: Functions

  /// Runs the body of a function of the file and gives what it returns.
  mutating func call(
    _ function: Int, _ arguments: [PythonValue] = [], _ keywords: [String: PythonValue] = [:]
  ) -> PythonValue {
    guard depth < PythonEvaluation.depthLimit, followed?.contains(function) ?? true else { return .unknown }
    let statement = source.statements[function]
    let outside = names
    let outer = returned
    returned = nil
    bindParameters(of: statement, arguments, keywords)
    run(source.body(of: statement))
    defer {
      names = outside
      returned = outer
    }
    return returned ?? .unknown
  }

  mutating func bindParameters(
    of statement: Statement, _ arguments: [PythonValue], _ keywords: [String: PythonValue]
  ) {
    guard let name = source.definedName(statement),
      let open = stream.firstOutside(of: name + 1..<statement.end, .leftParen)
    else { return }
    let mate = stream.tokens[Int(open)].payload
    guard mate != Token.noMate else { return }
    var position = 0
    for part in stream.split(open + 1..<mate, at: .comma) {
      guard stream.tokens[Int(part.lowerBound)].kind == .name else { continue }
      let parameter = source.word(part.lowerBound)
      if let value = keywords[parameter] {
        names[parameter] = value
      } else if arguments.indices.contains(position) {
        names[parameter] = arguments[position]
      } else if let assign = stream.firstOutside(of: part, .assign), assign + 1 < part.upperBound {
        names[parameter] = evaluate(assign + 1..<part.upperBound)
      } else {
        names[parameter] = parameter == "self" || parameter == "cls" ? .name(parameter) : .unknown
      }
      position += 1
    }
  }

  // MARK: Expressions

  mutating func evaluate(_ range: Range<UInt32>) -> PythonValue {
    guard !range.isEmpty, depth < PythonEvaluation.depthLimit, steps < PythonEvaluation.stepLimit else {
      return .unknown
    }
    steps += 1
    depth += 1
    defer { depth -= 1 }
    let value = operation(range)
    switch value {
    case .text, .list, .file, .function: return value
    default: return fileNamed(in: range).map { .file($0) } ?? value
    }
  }

  /// `(folder / "jobs.sql").read_text()` and its like: the name of a file of SQL in an expression that is not known.
  private func fileNamed(in range: Range<UInt32>) -> String? {
    guard range.count < 64 else { return nil }
    for index in range.reversed() where stream.tokens[Int(index)].kind == .string {
      let token = stream.tokens[Int(index)]
      guard token.end - token.start < 200, endsLikeFile(token.range) else { continue }
      let text = source.literal(index).text
      if text.hasSuffix(".sql"), !text.contains(" ") { return text }
    }
    return nil
  }

  /// Whether `.sql` stands before the quotes that end a string.
  private func endsLikeFile(_ range: Range<Int>) -> Bool {
    let bytes = source.file.text.bytes
    var end = range.upperBound
    while end > range.lowerBound, bytes[end - 1] == UInt8(ascii: "\"") || bytes[end - 1] == UInt8(ascii: "'") {
      end -= 1
    }
    return end - range.lowerBound > 4 && bytes[end - 4..<end].elementsEqual(".sql".utf8)
  }

  private mutating func operation(_ range: Range<UInt32>) -> PythonValue {
    var range = range
    while let first = range.first,
      [Symbol.await, .star, .doubleStar, .yield, .not, .minus].contains(source.symbol(first))
    {
      range = first + 1..<range.upperBound
    }
    guard !range.isEmpty else { return .unknown }
    // One look for all operators: most expressions have none.
    var found: Set<UInt16> = []
    var index = range.lowerBound
    while index < range.upperBound {
      found.insert(source.symbol(index).rawValue)
      index = stream.after(index)
    }
    func has(_ symbol: Symbol) -> Bool { found.contains(symbol.rawValue) }
    if has(.comma) { return .list(stream.split(range, at: .comma).map { evaluate($0) }) }
    if has(.lambda) { return .unknown }
    if has(.walrus), let mark = stream.firstOutside(of: range, .walrus) {
      return evaluate(mark + 1..<range.upperBound)
    }
    if has(.if), has(.else), let mark = stream.firstOutside(of: range, .if) {
      let value = evaluate(range.lowerBound..<mark)
      if value.isKnown { return value }
      guard let other = stream.firstOutside(of: mark..<range.upperBound, .else) else { return value }
      return evaluate(other + 1..<range.upperBound)
    }
    if has(.or) { return firstKnown(of: range, at: .or) }
    if has(.and) || has(.in) || has(.is) || has(.equal) || has(.notEqual) {
      _ = stream.split(range, at: .and).map { $0 == range ? .unknown : evaluate($0) }
      return .unknown
    }
    if has(.bar) { return .list(stream.split(range, at: .bar).flatMap { evaluate($0).elements }) }
    if has(.plus) {
      let parts = stream.split(range, at: .plus)
      guard var value = parts.first.map({ evaluate($0) }) else { return .unknown }
      for part in parts.dropFirst() { value = joined(value, evaluate(part)) }
      return value
    }
    if has(.percent), let mark = stream.firstOutside(of: range, .percent), mark > range.lowerBound {
      return formatted(evaluate(range.lowerBound..<mark), with: evaluate(mark + 1..<range.upperBound))
    }
    if has(.slash) || has(.star) || has(.minus) || has(.doubleSlash) { return .unknown }
    return primary(range)
  }

  private mutating func firstKnown(of range: Range<UInt32>, at symbol: Symbol) -> PythonValue {
    for part in stream.split(range, at: symbol) {
      let value = evaluate(part)
      if case .text = value { return value }
      if case .list = value { return value }
    }
    return .unknown
  }

  private func joined(_ left: PythonValue, _ right: PythonValue) -> PythonValue {
    if case .list(let first) = left, case .list(let second) = right { return .list(first + second) }
    guard left.text != nil || right.text != nil else { return .unknown }
    var text = left.text ?? hole(beside: right)
    guard text.bytes.count < PythonEvaluation.textLimit else { return .unknown }
    text.append(right.text ?? hole(beside: left))
    return .text(text)
  }

  private func hole(beside value: PythonValue) -> SQLText {
    SQLText(path: source.path, Hole.bytes, line: value.text?.line ?? 1)
  }

  /// `"NOTIFY %s" % channel`.
  private func formatted(_ pattern: PythonValue, with value: PythonValue) -> PythonValue {
    guard let text = pattern.text else { return .unknown }
    var result = SQLText(path: text.path, [], line: text.line)
    var values: [PythonValue] = if case .list(let elements) = value { elements } else { [value] }
    var named: [String: PythonValue] = [:]
    if case .dictionary(let entries) = value {
      for entry in entries { if let key = entry.key.text { named[key.text] = entry.value } }
    }
    var piece: [UInt8] = []
    let bytes = text.bytes
    var pieceStart = 0
    func flush(_ end: Int) {
      result.append(SQLText(path: text.path, piece, line: text.line(at: pieceStart)))
      piece = []
      pieceStart = end
    }
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      guard byte == UInt8(ascii: "%"), index < bytes.count else {
        piece.append(byte)
        continue
      }
      if bytes[index] == byte {
        piece.append(byte)
        index += 1
        continue
      }
      var key: String?
      if bytes[index] == UInt8(ascii: "("), let close = bytes[index...].firstIndex(of: UInt8(ascii: ")")) {
        key = String(decoding: bytes[index + 1..<close], as: UTF8.self)
        index = close + 1
      }
      guard index < bytes.count, [UInt8(ascii: "s"), UInt8(ascii: "d"), UInt8(ascii: "r")].contains(bytes[index]) else {
        piece.append(byte)
        continue
      }
      index += 1
      flush(index)
      let value = key.map { named[$0] ?? .unknown } ?? (values.isEmpty ? .unknown : values.removeFirst())
      result.append(value.text ?? SQLText(path: text.path, Hole.bytes, line: text.line))
    }
    flush(index)
    return .text(result)
  }
}
