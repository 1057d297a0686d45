import Matching
import SourceScan
import Vocabulary

/// The words of a language as the hashes that its lexer gives them.
struct TracingWords: Sendable {
  let ownObject: [UInt32]
  let ownClass: Set<UInt32>
  let superclass: [UInt32]
  let injectors: Set<UInt32>
  let wrappers: Set<UInt32>
  let unions: Set<UInt32>
  let collectionTypes: Set<UInt32>
  let elementKeepers: Set<UInt32>
  let genericBases: Set<UInt32>
  let typeVariables: Set<UInt32>
  let attributeDecorators: Set<UInt32>
  let keptAttributeDecorators: Set<UInt32>
  let accessorDecorators: Set<UInt32>
  let staticDecorators: Set<UInt32>
  let contextDecorators: Set<UInt32>
  let abstractDecorators: Set<UInt32>
  let plainDecorators: Set<UInt32>
  let runners: Set<UInt32>
  /// In small letters.
  let remembering: [[UInt8]]
  let sending: [[UInt8]]
  let handovers: Handovers
  let localTasks: Set<UInt32>
  let localTaskModules: [[UInt8]]

  init(_ language: Language) {
    let words = LanguageWords.of(language)
    func hashes(_ words: Set<String>) -> Set<UInt32> { Set(words.map { nameHash($0) }) }
    ownObject = words.ownObject.map { nameHash($0) }
    ownClass = hashes(words.ownClass)
    superclass = words.superclass.map { nameHash($0) }
    injectors = hashes(words.injectors)
    wrappers = hashes(words.typeWrappers)
    unions = hashes(words.unions)
    collectionTypes = hashes(words.collectionTypes)
    elementKeepers = hashes(words.elementKeepers)
    genericBases = hashes(words.genericBases)
    typeVariables = hashes(words.typeVariables)
    attributeDecorators = hashes(words.attributeDecorators)
    keptAttributeDecorators = hashes(words.keptAttributeDecorators)
    accessorDecorators = hashes(words.accessorDecorators)
    staticDecorators = hashes(words.staticDecorators)
    contextDecorators = hashes(words.contextDecorators)
    abstractDecorators = hashes(words.abstractDecorators)
    plainDecorators = hashes(words.plainDecorators)
    runners = hashes(words.runners)
    remembering = words.rememberingDecorators.map { Array($0.utf8) }
    sending = words.sendingDecorators.map { Array($0.utf8) }
    handovers = Handovers(words)
    localTasks = hashes(words.localTaskDecorators)
    localTaskModules = words.localTaskModules.map { Array($0.utf8) }
  }
}

/// Makes the summary of one file while it is in hand.
struct Summarizer {
  let file: ScannedFile
  let words: TracingWords
  var reader: FunctionReader
  var summary = SummaryParts()
  /// By scope: its number among `classes` or `functions`, −1 for other scopes.
  var numbers: [Int32]
  /// By class: its scope.
  var classScopes: [Int32] = []
  /// By import: whether it certainly leads out of the project.
  var leadsOut: [Bool] = []
  /// By binding: the definition that it makes; `nil` for variables.
  var definitions: [Definition?]
  /// By binding of a variable: its type, −1 when nothing is known.
  var typeMemo: [Int32?]
  /// Variables whose types are being worked out: what is found out on the way may be less than is known in the end.
  var typesAtWork = 0
  /// What names were found to be, the last of those that share a place in it.
  var rootMemo: [(name: UInt32, scope: Int, root: Root)]
  /// Whether names of classes may be properties, the last of those that share a place in it.
  var propertyMemo: [(owner: Int32, name: UInt32, isLikely: Bool)]
  /// By the hash of a decorator's name.
  private var decoratorMemo: [UInt32: DecoratorEffect] = [:]

  static func summarize(
    _ matched: MatchedFile, _ library: CompiledLibrary, _ queries: [ReachQuery], _ words: TracingWords,
    _ names: ProjectNames?
  ) -> FileSummary {
    guard !matched.file.outline.statements.isEmpty else { return .empty }
    var summarizer = Summarizer(matched.file, words, FunctionReader(matched, library))
    guard summarizer.findDefinitions(names) else { return .empty }
    summarizer.addDeclarations()
    summarizer.addReturns()
    summarizer.addAnswers(matched, library, queries)
    summarizer.addGivenRows()
    summarizer.addCalls()
    summarizer.addNames()
    return FileSummary(summarizer.summary)
  }

  private init(_ file: ScannedFile, _ words: TracingWords, _ reader: FunctionReader) {
    self.file = file
    self.reader = reader
    self.words = words
    propertyMemo = Array(repeating: (-1, 0, false), count: 128)
    rootMemo = Array(repeating: (0, -1, .unknown), count: 128)
    numbers = Array(repeating: -1, count: file.outline.scopes.count)
    definitions = Array(repeating: nil, count: file.outline.bindings.all.count)
    typeMemo = Array(repeating: nil, count: file.outline.bindings.all.count)
  }

  @inline(__always)
  func token(_ index: UInt32) -> Token { file.stream.tokens[Int(index)] }

  // MARK: Definitions

  /// Numbers the functions, classes and imports; `false` when the file has none of them.
  private mutating func findDefinitions(_ names: ProjectNames?) -> Bool {
    let outline = file.outline
    for index in outline.scopes.indices {
      let scope = outline.scopes[index]
      guard scope.statement >= 0, scope.own.overlaps([.function, .class]), !scope.own.contains(.lambda) else {
        continue
      }
      if scope.own.contains(.class) {
        numbers[index] = Int32(truncatingIfNeeded: summary.classes.count)
        summary.classes.append(ClassSummary(bases: 0..<0))
        classScopes.append(Int32(truncatingIfNeeded: index))
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
            size: UInt16(clamping: scope.statements.count), returns: -1))
        summary.parameters.append([])
      }
    }
    for (number, entry) in outline.imports.entries.enumerated() {
      let start = Int32(truncatingIfNeeded: summary.segments.count)
      for segment in entry.path { summary.segments.append(token(outline.imports.segments[Int(segment)]).payload) }
      summary.imports.append(
        ImportSummary(level: entry.level, path: start..<Int32(truncatingIfNeeded: summary.segments.count)))
      definitions[Int(entry.binding)] = .import(Int32(truncatingIfNeeded: number))
      leadsOut.append(names?.leadsOut(summary.segments[Int(start)...], level: entry.level) == true)
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
    for (scope, kinds) in likely where numbers[scope] >= 0 {
      let function = summary.functions[Int(numbers[scope])]
      if function.returnsClass == 0, kinds.overlaps(FunctionReader.reads) {
        summary.functions[Int(numbers[scope])].returnsClass = reader.returnedClass(in: scope)
      }
      var last: (sought: Int, answer: Answer)?
      for (number, query) in queries.enumerated() where query.kinds.overlaps(kinds) && function.isOpen(to: query) {
        guard let sought = query.sought else { continue }
        // Alternatives of one rule that seek the same stand one after the other.
        let known = last.flatMap { $0.sought == sought ? $0.answer : nil }
        let answer = known ?? answer(to: query, of: numbers[scope], in: scope)
        last = (sought, answer)
        if answer.hasRunOut || matched.hasRunOut { summary.exhausted.insert(query.rule) }
        guard answer.performs else { continue }
        let query = Int32(truncatingIfNeeded: number)
        summary.answers.append(AnswerSummary(function: numbers[scope], query: query))
        for decider in answer.switches {
          summary.switches.append(SwitchSummary(function: numbers[scope], query: query, decider: decider))
        }
      }
    }
  }

  /// Which functions give rows as they are, so that whoever goes through them loads each relation row by row.
  private mutating func addGivenRows() {
    guard reader.mayHaveRows else { return }
    for scope in numbers.indices where numbers[scope] >= 0 && file.outline.scopes[scope].own.contains(.function) {
      let number = Int(numbers[scope])
      let rows = reader.plainRows(in: scope)
      let known = summary.functions[number].returnsClass
      guard rows != 0, known == 0 || known == rows else { continue }
      summary.functions[number].returnsClass = rows
      summary.functions[number].flags.insert(.givesPlainRows)
    }
  }

  private struct Answer {
    var performs: Bool
    var hasRunOut: Bool
    var switches: [ParameterSwitch] = []
  }

  private mutating func answer(to query: ReachQuery, of function: Int32, in scope: Int) -> Answer {
    let switches = reader.performance(of: query, in: scope, parameters: summary.parameters[Int(function)])
    return Answer(performs: switches != nil, hasRunOut: reader.hasRunOut, switches: switches ?? [])
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
        addParameter(binding.name, to: Int(numbers[scope]))
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
        addReturnedClass(range, Int(numbers[index]))
      }
    }
  }

  private mutating func addParameter(_ name: UInt32, to function: Int) {
    let number = Int16(clamping: summary.parameters[function].count)
    switch token(name - 1).symbol {
    case .star: summary.functions[function].rest = number
    case .doubleStar: summary.functions[function].options = number
    default: break
    }
    summary.parameters[function].append(token(name).payload)
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
    if words.accessorDecorators.contains(hash) { effect.added.insert(.isAccessor) }
    if words.keptAttributeDecorators.contains(hash) {
      effect.added.formUnion([.isKept, .isWrapped])
      return effect
    }
    if words.abstractDecorators.contains(hash) { effect.added.insert(.isAbstract) }
    if words.staticDecorators.contains(hash) { effect.removed.insert(.isMethod) }
    if words.contextDecorators.contains(hash) {
      effect.removed.insert(.isGenerator)
      effect.added.insert(.isWrapped)
      return effect
    }
    if !words.plainDecorators.contains(hash) { effect.added.insert(.isWrapped) }
    let range = token(name).range
    if words.remembering.contains(where: { holds($0, in: range) }) { effect.added.insert(.isRemembered) }
    if words.sending.contains(where: { holds($0, in: range) }), !(words.localTasks.contains(hash) && importsLocalTasks)
    {
      effect.added.insert(.isSentAway)
    }
    return effect
  }

  private var importsLocalTasks: Bool {
    file.outline.imports.segments.contains { segment in
      words.localTaskModules.contains { holds($0, in: token(segment).range) }
    }
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
}
