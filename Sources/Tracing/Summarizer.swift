import Matching
import SourceScan
import Vocabulary

/// The words of a language as the hashes that its lexer gives them.
struct TracingWords: Sendable {
  let ownObject: [UInt32]
  let superclass: [UInt32]
  let injectors: Set<UInt32>
  let wrappers: Set<UInt32>
  let unions: Set<UInt32>
  let attributeDecorators: Set<UInt32>
  let staticDecorators: Set<UInt32>
  let contextDecorators: Set<UInt32>
  let plainDecorators: Set<UInt32>
  let runners: Set<UInt32>
  /// In small letters.
  let remembering: [[UInt8]]
  let sending: [[UInt8]]

  init(_ language: Language) {
    let words = LanguageWords.of(language)
    func hashes(_ words: Set<String>) -> Set<UInt32> { Set(words.map { nameHash($0) }) }
    ownObject = words.ownObject.map { nameHash($0) }
    superclass = words.superclass.map { nameHash($0) }
    injectors = hashes(words.injectors)
    wrappers = hashes(words.typeWrappers)
    unions = hashes(words.unions)
    attributeDecorators = hashes(words.attributeDecorators)
    staticDecorators = hashes(words.staticDecorators)
    contextDecorators = hashes(words.contextDecorators)
    plainDecorators = hashes(words.plainDecorators)
    runners = hashes(words.runners)
    remembering = words.rememberingDecorators.map { Array($0.utf8) }
    sending = words.sendingDecorators.map { Array($0.utf8) }
  }
}

/// Makes the summary of one file while it is in hand.
struct Summarizer {
  let file: ScannedFile
  let words: TracingWords
  var summary = SummaryParts()
  /// By scope: its number among `classes` or `functions`, −1 for other scopes.
  private var numbers: [Int32]
  /// By binding: the definition that it makes; `nil` for variables.
  private var definitions: [Definition?]
  /// By binding of a variable: its type, −1 when nothing is known.
  private var typeMemo: [Int32?]
  /// By the hash of a decorator's name.
  private var decoratorMemo: [UInt32: DecoratorEffect] = [:]

  static func summarize(
    _ matched: MatchedFile, _ library: CompiledLibrary, _ queries: [ReachQuery], _ words: TracingWords
  ) -> FileSummary {
    guard !matched.file.outline.statements.isEmpty else { return .empty }
    var summarizer = Summarizer(matched.file, words)
    guard summarizer.findDefinitions() else { return .empty }
    summarizer.addDeclarations()
    summarizer.addAnswers(matched, library, queries)
    summarizer.addCalls()
    summarizer.addNames()
    return FileSummary(summarizer.summary)
  }

  private init(_ file: ScannedFile, _ words: TracingWords) {
    self.file = file
    self.words = words
    numbers = Array(repeating: -1, count: file.outline.scopes.count)
    definitions = Array(repeating: nil, count: file.outline.bindings.all.count)
    typeMemo = Array(repeating: nil, count: file.outline.bindings.all.count)
  }

  @inline(__always)
  func token(_ index: UInt32) -> Token { file.stream.tokens[Int(index)] }

  // MARK: Definitions

  /// Numbers the functions, classes and imports; `false` when the file has none of them.
  private mutating func findDefinitions() -> Bool {
    let outline = file.outline
    for index in outline.scopes.indices {
      let scope = outline.scopes[index]
      guard scope.statement >= 0, scope.own.overlaps([.function, .class]), !scope.own.contains(.lambda) else {
        continue
      }
      if scope.own.contains(.class) {
        numbers[index] = Int32(truncatingIfNeeded: summary.classes.count)
        summary.classes.append(ClassSummary(bases: 0..<0))
      } else {
        numbers[index] = Int32(truncatingIfNeeded: summary.functions.count)
        let parent = scope.parent >= 0 ? outline.scopes[Int(scope.parent)] : nil
        let isMethod = parent?.own.contains(.class) == true
        var flags: FunctionSummary.Flags = []
        if scope.own.contains(.asyncFunction) { flags.insert(.isAsync) }
        if scope.own.contains(.generator) { flags.insert(.isGenerator) }
        if isMethod { flags.insert(.isMethod) }
        summary.functions.append(
          FunctionSummary(
            name: 0, statement: scope.statement, owner: isMethod ? numbers[Int(scope.parent)] : -1, flags: flags,
            returns: -1, parameters: []))
      }
    }
    for (number, entry) in outline.imports.entries.enumerated() {
      let start = Int32(truncatingIfNeeded: summary.segments.count)
      for segment in entry.path { summary.segments.append(token(outline.imports.segments[Int(segment)]).payload) }
      summary.imports.append(
        ImportSummary(level: entry.level, path: start..<Int32(truncatingIfNeeded: summary.segments.count)))
      definitions[Int(entry.binding)] = .import(Int32(truncatingIfNeeded: number))
    }
    if outline.imports.hasStar { addStars() }
    return !summary.functions.isEmpty || !summary.imports.isEmpty || !summary.classes.isEmpty
  }

  /// `from x import *`.
  private mutating func addStars() {
    for statement in file.outline.statements where statement.kind == .from {
      guard statement.end > statement.first + 2, token(statement.end - 1).symbol == .star else { continue }
      let start = Int32(truncatingIfNeeded: summary.segments.count)
      var level: UInt16 = 0
      for index in statement.first + 1..<statement.end - 2 {
        let token = token(index)
        if token.kind == .name {
          summary.segments.append(token.payload)
        } else if summary.segments.count == Int(start) {
          level += token.symbol == .ellipsis ? 3 : token.symbol == .dot ? 1 : 0
        }
      }
      summary.stars.append(Int32(truncatingIfNeeded: summary.imports.count))
      summary.imports.append(
        ImportSummary(level: level, path: start..<Int32(truncatingIfNeeded: summary.segments.count)))
    }
  }

  /// Which functions are the end of a way. It is found out here, while the file is in hand: reading it again costs more.
  private mutating func addAnswers(_ matched: MatchedFile, _ library: CompiledLibrary, _ queries: [ReachQuery]) {
    let likely = matched.likelyOperations(
      queries.reduce(into: FunctionReader.reads) { $0.formUnion($1.kinds) }, library)
    guard !likely.isEmpty else { return }
    var reader = FunctionReader(matched, library)
    for (scope, kinds) in likely where numbers[scope] >= 0 {
      let function = summary.functions[Int(numbers[scope])]
      if function.returnsClass == 0, kinds.overlaps(FunctionReader.reads) {
        summary.functions[Int(numbers[scope])].returnsClass = reader.returnedClass(in: scope)
      }
      for (number, query) in queries.enumerated() where query.kinds.overlaps(kinds) && function.isOpen(to: query) {
        let performs = reader.performs(query, in: scope, parameters: function.parameters)
        if reader.hasRunOut || matched.hasRunOut { summary.exhausted.insert(query.rule) }
        guard performs else { continue }
        summary.functions[Int(numbers[scope])].answers |= FunctionSummary.bit(of: number)
        for decider in reader.parameterSwitches(query, in: scope, parameters: function.parameters) {
          summary.functions[Int(numbers[scope])].switches.append((number, decider))
        }
      }
    }
  }

  /// What headers and decorators say.
  private mutating func addDeclarations() {
    let outline = file.outline
    for (index, binding) in outline.bindings.all.enumerated() {
      switch binding.kind {
      case .function, .class:
        let body = outline.statements[Int(binding.statement)].body
        guard body >= 0, numbers[Int(body)] >= 0 else { continue }
        let number = numbers[Int(body)]
        if binding.kind == .class {
          definitions[index] = .class(number)
        } else {
          definitions[index] = .function(number)
          summary.functions[Int(number)].name = token(binding.name).payload
          readDecorators(of: Int(binding.statement), number)
        }
      case .parameter:
        let scope = Int(binding.scope)
        guard numbers[scope] >= 0, outline.scopes[scope].own.contains(.function) else { continue }
        summary.functions[Int(numbers[scope])].parameters.append(token(binding.name).payload)
      default: break
      }
    }
    for index in outline.scopes.indices where numbers[index] >= 0 {
      let scope = outline.scopes[index]
      let header = outline.statements[Int(scope.statement)]
      if scope.own.contains(.class) {
        addBases(header, Int(numbers[index]), from: Int(scope.parent))
      } else if let arrow = file.stream.firstOutside(of: header.first..<header.end, .arrow), arrow + 1 < header.end {
        let range = arrow + 1..<header.end - 1
        summary.functions[Int(numbers[index])].returns = annotation(range, from: Int(scope.parent))
        let named = range.filter { file.isClassName($0) && !words.wrappers.contains(token($0).payload) }
        if named.count == 1 { summary.functions[Int(numbers[index])].returnsClass = token(named[0]).payload }
      }
    }
  }

  private mutating func addBases(_ header: Statement, _ number: Int, from scope: Int) {
    let first = Int32(truncatingIfNeeded: summary.types.count)
    var found: [TypeSummary] = []
    if let open = file.stream.firstOutside(of: header.first..<header.end, .leftParen),
      token(open).payload != Token.noMate, token(open).payload > open
    {
      for part in file.stream.split(open + 1..<token(open).payload, at: .comma) {
        if part.count > 1, token(part.lowerBound + 1).symbol == .assign { continue }
        if let path = path(part, from: scope) { found.append(TypeSummary(form: .type, path: path)) }
      }
    }
    summary.types += found
    summary.classes[number].bases = first..<Int32(truncatingIfNeeded: summary.types.count)
  }

  private mutating func readDecorators(of statement: Int, _ number: Int32) {
    var index = statement - 1
    let header = file.outline.statements[statement]
    while index >= 0, file.outline.statements[index].kind == .at, file.outline.statements[index].scope == header.scope {
      let decorator = file.outline.statements[index]
      index -= 1
      var last = decorator.first + 1
      while last + 2 < decorator.end, token(last + 1).symbol == .dot { last += 2 }
      guard last < decorator.end, token(last).kind == .name else { continue }
      let effect = decoratorMemo[token(last).payload] ?? effect(ofDecorator: last)
      decoratorMemo[token(last).payload] = effect
      summary.functions[Int(number)].flags.formUnion(effect.added)
      summary.functions[Int(number)].flags.subtract(effect.removed)
    }
  }

  private func effect(ofDecorator name: UInt32) -> DecoratorEffect {
    var effect = DecoratorEffect()
    let hash = token(name).payload
    if words.attributeDecorators.contains(hash) { effect.added.insert(.isProperty) }
    if words.staticDecorators.contains(hash) { effect.removed.insert(.isMethod) }
    if words.contextDecorators.contains(hash) {
      effect.removed.insert(.isGenerator)
      effect.added.insert(.isWrapped)
      return effect
    }
    if !words.plainDecorators.contains(hash) { effect.added.insert(.isWrapped) }
    let range = token(name).range
    if words.remembering.contains(where: { holds($0, in: range) }) { effect.added.insert(.isRemembered) }
    if words.sending.contains(where: { holds($0, in: range) }) { effect.added.insert(.isSentAway) }
    return effect
  }

  /// Whether a word in small letters stands in some bytes, whatever their case. Every file has decorators of its own,
  /// and the library's search in collections costs a hundred times as much.
  private func holds(_ word: [UInt8], in range: Range<Int>) -> Bool {
    var start = range.lowerBound
    while start + word.count <= range.upperBound {
      var length = 0
      while length < word.count, file.text.bytes[start + length] | 0x20 == word[length] { length += 1 }
      if length == word.count { return true }
      start += 1
    }
    return false
  }

  private struct DecoratorEffect {
    var added: FunctionSummary.Flags = []
    var removed: FunctionSummary.Flags = []
  }

  // MARK: Names

  /// What the module and its classes call their own.
  private mutating func addNames() {
    var names: [NameSummary] = []
    var members: [MemberSummary] = []
    for (index, binding) in file.outline.bindings.all.enumerated() {
      let isModule = binding.scope == 0 && !binding.isAttribute
      let isMember = file.outline.scopes[Int(binding.scope)].own.contains(.class)
      guard isModule || isMember else { continue }
      let definition: Definition
      if let known = definitions[index] {
        definition = known
      } else {
        let type = knownType(of: index)
        guard type >= 0 else { continue }
        definition = .variable(type)
      }
      let name = token(binding.name).payload
      if isModule {
        names.append(NameSummary(name: name, definition: definition))
      } else {
        members.append(MemberSummary(owner: numbers[Int(binding.scope)], name: name, definition: definition))
      }
    }
    // Stable: of several definitions of one name the last one holds, and is looked up as the last of its run.
    summary.names = names.enumerated().sorted { ($0.element.name, $0.offset) < ($1.element.name, $1.offset) }
      .map(\.element)
    summary.members = members.enumerated().sorted {
      ($0.element.owner, $0.element.name, $0.offset) < ($1.element.owner, $1.element.name, $1.offset)
    }.map(\.element)
  }

  /// What a name at a token is, seen from a scope.
  private mutating func root(_ name: UInt32, from scope: Int) -> Root {
    let hash = token(name).payload
    if words.ownObject.contains(hash) {
      guard let owner = file.outline.classScope(around: Int32(truncatingIfNeeded: scope)) else { return .unknown }
      return .own(numbers[Int(owner)])
    }
    let (before, first, _) = file.outline.nearestBinding(of: name, from: scope, in: file)
    let binding = before >= 0 ? before : first
    guard binding >= 0 else { return file.outline.imports.hasStar ? .spelled(hash) : .unknown }
    if let definition = definitions[binding] { return .defined(definition) }
    let type = knownType(of: binding)
    return type >= 0 ? .typed(type) : .unknown
  }

  /// A dotted name of at most three parts, what stands in brackets behind it left out.
  private mutating func path(_ range: Range<UInt32>, from scope: Int) -> NamePath? {
    guard let first = range.first, token(first).kind == .name else { return nil }
    var names: [UInt32] = [first]
    var index = first + 1
    while index + 1 < range.upperBound, token(index).symbol == .dot, token(index + 1).kind == .name {
      names.append(index + 1)
      index += 2
    }
    guard names.count <= 3, index == range.upperBound || token(index).symbol == .leftBracket else { return nil }
    return NamePath(
      root: root(first, from: scope), first: names.count > 1 ? token(names[1]).payload : 0,
      second: names.count > 2 ? token(names[2]).payload : 0)
  }

  // MARK: Types

  /// What is known of the type of a variable; −1 when nothing is.
  private mutating func knownType(of index: Int) -> Int32 {
    if let known = typeMemo[index] { return known }
    // A name defined by itself has no type.
    typeMemo[index] = -1
    let binding = file.outline.bindings[index]
    var type: Int32 = -1
    let scope = binding.kind == .parameter ? Int(file.outline.scopes[Int(binding.scope)].parent) : Int(binding.scope)
    if !binding.annotation.isEmpty { type = annotation(binding.annotation, from: max(scope, 0)) }
    if type < 0, !binding.value.isEmpty, !binding.isPart {
      switch binding.kind {
      case .assignment, .withTarget:
        // Names in the value are those of the function around, not of the class that owns the attribute.
        let place = file.outline.scope(at: binding.value.lowerBound)
        type = value(binding.value, from: place)
      case .parameter: type = injected(binding.value, from: max(scope, 0))
      default: break
      }
    }
    typeMemo[index] = type
    return type
  }

  private mutating func add(_ form: TypeSummary.Form, _ path: NamePath) -> Int32 {
    if path.root == .unknown { return -1 }
    summary.types.append(TypeSummary(form: form, path: path))
    return Int32(truncatingIfNeeded: summary.types.count - 1)
  }

  /// The type that an annotation says: optional, wrapped or written as text, too.
  private mutating func annotation(_ range: Range<UInt32>, from scope: Int) -> Int32 {
    // One of several types is none for certain; `None` beside one does not matter.
    let parts = file.stream.split(range, at: .bar).filter { token($0.lowerBound).symbol != .noneWord }
    guard parts.count == 1 else { return -1 }
    for part in parts {
      guard let first = part.first else { continue }
      if token(first).kind == .string, part.count == 1 { return spelled(first) }
      if part.count > 3, token(first).kind == .name, words.wrappers.contains(token(first).payload),
        token(first + 1).symbol == .leftBracket, token(first + 1).payload == part.upperBound - 1
      {
        let arguments = file.stream.split(first + 2..<part.upperBound - 1, at: .comma)
        guard let inner = arguments.first else { return -1 }
        if words.unions.contains(token(first).payload), arguments.count > 1 { return -1 }
        return annotation(inner, from: scope)
      }
      return path(part, from: scope).map { add(.type, $0) } ?? -1
    }
    return -1
  }

  /// `"JobRepository"`, `"JobRepository | None"`: a plain name in quotes.
  private mutating func spelled(_ string: UInt32) -> Int32 {
    let text = file.text.string(token(string).range)
    let word = text.drop { $0 == "\"" || $0 == "'" }.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    guard !word.isEmpty else { return -1 }
    return add(.type, NamePath(root: .spelled(nameHash(word))))
  }

  /// `X(…)`, `make_x(…)`, `self.make_x(…)`, `other`, `self.other`; an `await` before it means nothing here.
  private mutating func value(_ range: Range<UInt32>, from scope: Int) -> Int32 {
    var range = range
    if let first = range.first, token(first).symbol == .await { range = first + 1..<range.upperBound }
    guard let first = range.first, let last = range.last, token(first).kind == .name else { return -1 }
    if token(last).symbol == .rightParen, token(last).payload != Token.noMate, token(last).payload > first {
      return path(first..<token(last).payload, from: scope).map { add(.result, $0) } ?? -1
    }
    if token(last).symbol == .rightBracket {
      // `RepositoryDep = Annotated[Repository, Depends(…)]`: another name for a type.
      guard words.wrappers.contains(token(first).payload) else { return -1 }
      return annotation(range, from: scope)
    }
    return path(range, from: scope).map { add(.value, $0) } ?? -1
  }

  /// `= Depends(get_repository)`.
  private mutating func injected(_ range: Range<UInt32>, from scope: Int) -> Int32 {
    guard range.count > 3, let first = range.first, words.injectors.contains(token(first).payload),
      token(first + 1).symbol == .leftParen, token(first + 1).payload == range.upperBound - 1,
      let argument = file.stream.split(first + 2..<range.upperBound - 1, at: .comma).first
    else { return -1 }
    return path(argument, from: scope).map { add(.result, $0) } ?? -1
  }

  // MARK: Calls

  private mutating func addCalls() {
    let outline = file.outline
    var current: Int32 = -1
    var order: [(function: Int32, call: CallSummary)] = []
    for (number, statement) in outline.statements.enumerated() where statement.kind != .at {
      let block = outline.scopes[Int(statement.scope)]
      guard outline.scopes[Int(block.function)].own.contains(.function) else { continue }
      current = numbers[Int(block.function)]
      guard current >= 0, statement.end > statement.first + 1 else { continue }
      for index in statement.first + 1..<statement.end where token(index).symbol == .leftParen {
        guard token(index - 1).kind == .name, index >= 2, token(index - 2).symbol != .def else { continue }
        guard let call = call(index - 1, statement: number) else { continue }
        order.append((current, call))
      }
    }
    // Nested functions stand between the statements of the one around them: sorted by function, text order kept.
    var next = [Int32](repeating: 0, count: summary.functions.count + 1)
    for entry in order { next[Int(entry.function) + 1] += 1 }
    for index in next.indices.dropFirst() { next[index] += next[index - 1] }
    for function in summary.functions.indices {
      summary.functions[function].calls = next[function]..<next[function + 1]
    }
    guard let first = order.first else { return }
    summary.calls = Array(repeating: first.call, count: order.count)
    for entry in order {
      summary.calls[Int(next[Int(entry.function)])] = entry.call
      next[Int(entry.function)] += 1
    }
  }

  private mutating func call(_ name: UInt32, statement: Int) -> CallSummary? {
    var start = name
    var names = 1
    while start >= 2, token(start - 1).symbol == .dot, !token(start).flags.contains(.startsLine),
      token(start - 2).kind == .name
    {
      start -= 2
      names += 1
      if names > 3 { return nil }
    }
    let scope = file.outline.scope(at: name, statement: statement)
    let here = file.outline.scopes[scope]
    guard file.outline.scopes[Int(here.function)].own.contains(.function) else { return nil }
    var callee: NamePath
    if start > 0, token(start - 1).symbol == .dot, !token(start).flags.contains(.startsLine) {
      guard names == 1, start > 1, token(start - 2).symbol == .rightParen,
        let receiver = receiver(token(start - 2).payload, from: scope, &start)
      else { return nil }
      callee = NamePath(root: receiver, first: token(name).payload)
    } else {
      callee = NamePath(root: root(start, from: scope))
      if names > 1 { callee.first = token(start + 2).payload }
      if names > 2 { callee.second = token(name).payload }
      if names == 1 {
        switch callee.root {
        case .defined, .spelled: break
        case .own, .superclass, .typed, .unknown: return nil
        }
      }
    }
    let isEntered = isEntered(start, name, file.outline.statements[statement])
    let isTelling = callee.root == .unknown && isTelling(name)
    if callee.root == .unknown, !isTelling { return nil }
    return CallSummary(
      callee: callee, name: token(name).payload, token: name, scopes: here.within.rawValue,
      isAwaited: start > 0 && token(start - 1).symbol == .await || isRun(at: start)
        || isEntered && file.outline.statements[statement].isAsync,
      isStatement: start == file.outline.statements[statement].first
        && token(name + 1).payload == file.outline.statements[statement].end - 1,
      isEntered: isEntered, isTelling: isTelling)
  }

  /// `with Lock(key) as lock`: what a call gives is entered there and then.
  private func isEntered(_ start: UInt32, _ name: UInt32, _ statement: Statement) -> Bool {
    guard statement.kind == .with, start > 0, token(name + 1).payload != Token.noMate,
      token(name + 1).payload + 1 < statement.end
    else { return false }
    let before = token(start - 1).symbol
    let behind = token(token(name + 1).payload + 1).symbol
    return (before == .with || before == .comma || before == .leftParen)
      && (behind == .as || behind == .comma || behind == .colon || behind == .rightParen)
      && (file.stream.openBracket(around: start).map { $0 <= statement.first + 2 } ?? true)
  }

  /// `asyncio.gather(f(), g())`, `gather(*[f(x) for x in y])`: what is handed to such a function is run by it.
  private func isRun(at start: UInt32) -> Bool {
    guard start > 0, token(start - 1).kind == .open || token(start - 1).symbol == .comma else { return false }
    var inner = start
    for _ in 0..<2 {
      guard let open = file.stream.openBracket(around: inner), open > 0 else { return false }
      let before = token(open - 1)
      if before.kind == .name {
        return token(open).symbol == .leftParen && words.runners.contains(before.payload)
      }
      guard before.symbol == .star else { return false }
      inner = open
    }
    return false
  }

  /// `super()`, `Repository(…)`, `get_repository()`: what a method is called on.
  private mutating func receiver(_ open: UInt32, from scope: Int, _ start: inout UInt32) -> Root? {
    guard open != Token.noMate, open >= 1, open < start, token(open - 1).kind == .name else { return nil }
    start = open - 1
    if words.superclass.contains(token(start).payload) {
      return file.outline.classScope(around: Int32(truncatingIfNeeded: scope)).map { .superclass(numbers[Int($0)]) }
    }
    while start >= 2, token(start - 1).symbol == .dot, token(start - 2).kind == .name { start -= 2 }
    if start > 0, token(start - 1).symbol == .dot { return nil }
    let type = path(start..<open, from: scope).map { add(.result, $0) } ?? -1
    return type >= 0 ? .typed(type) : nil
  }

  /// Whether a method's name is likely to be nobody else's: long, and of several words.
  private func isTelling(_ name: UInt32) -> Bool {
    let range = token(name).range
    return range.count >= 10 && file.text.bytes[range].contains(UInt8(ascii: "_"))
      && file.text.bytes[range.lowerBound] != UInt8(ascii: "_")
  }
}
