import SourceScan

/// Reads the class statements of a Python file, and the calls at its top that make base classes and tables.
struct ClassReader {
  let source: PythonSource
  private(set) var classes: [ClassDeclaration] = []
  /// Made when a text is not written out.
  private var evaluation: PythonEvaluation?
  private let imported: (PythonSource.ImportedName) -> PythonValue?
  private let mindsCase: Bool

  /// Types and rules of comparison that ignore letter case, what makes an index, and what it may be made on.
  private static let caseWords = WordSearch([
    "citext", "collat", "iexact", "index(", "constraint(", "create index", "unique index", "lower(", "upper(", "trim(",
  ])

  private static let loaders: Set<String> = ["select_related", "prefetch_related"]
  /// Longer lists of members are cut.
  private static let memberLimit = 2000

  init(_ source: PythonSource, imported: @escaping (PythonSource.ImportedName) -> PythonValue?) {
    self.source = source
    self.imported = imported
    let words = ClassReader.caseWords.found(in: source.file.text.bytes, count: source.file.text.count)
    mindsCase =
      (0..<3).contains(where: words.contains)
      || (3..<7).contains(where: words.contains)
        && (7..<10).contains(where: words.contains)
    for (index, statement) in source.statements.enumerated() {
      if statement.kind == .class { readClass(statement, index) }
      if statement.kind == .none, source.isAtModuleLevel(statement) { readModuleCall(statement) }
    }
  }

  private var stream: TokenStream { source.stream }

  // MARK: Classes

  private mutating func readClass(_ statement: Statement, _ index: Int) {
    guard let name = source.definedName(statement), statement.body >= 0 else { return }
    var declaration = ClassDeclaration(
      name: source.word(name), path: source.path, line: source.line(name), bases: [])
    declaration.mindsCase = mindsCase
    if name + 1 < statement.end, source.symbol(name + 1) == .leftParen {
      for argument in source.arguments(name + 1) {
        if let keyword = argument.keyword {
          if source.symbol(argument.value.lowerBound) == .true { declaration.keywords.insert(keyword) }
        } else if let base = base(argument.value) {
          declaration.bases.append(base)
        }
      }
    }
    declaration.bases += decorators(before: index)
    let body = source.body(of: statement)
    var at = body.lowerBound
    while at < body.upperBound {
      let member = source.statements[at]
      if member.scope == statement.body { readMember(member, at, &declaration) }
      at = member.kind == .class || member.kind == .def ? max(at + 1, Int(member.next)) : at + 1
    }
    // A plain class of a module that merely imports a library is of no use.
    if !declaration.bases.isEmpty || !declaration.members.isEmpty || !declaration.computed.isEmpty {
      classes.append(declaration)
    }
  }

  /// `models.Model`, `Generic[T]`, `declarative_base()`, `declarative_base(cls=Base)`.
  private func base(_ range: Range<UInt32>) -> String? {
    guard let (name, end) = source.dottedName(range.lowerBound, limit: range.upperBound) else { return nil }
    let canonical = source.canonical(name)
    return end < range.upperBound && source.symbol(end) == .leftParen ? canonical + "()" : canonical
  }

  private func decorators(before index: Int) -> [String] {
    var decorators: [String] = []
    var index = index - 1
    while index >= 0, source.statements[index].kind == .at {
      let statement = source.statements[index]
      if let (name, _) = source.dottedName(statement.first + 1, limit: statement.end) {
        decorators.append("@" + source.canonical(name))
      }
      index -= 1
    }
    return decorators
  }

  private mutating func readMember(_ statement: Statement, _ index: Int, _ declaration: inout ClassDeclaration) {
    switch statement.kind {
    case .class: readOptions(statement, &declaration)
    case .def: readMethod(statement, index, &declaration)
    case .none: readAttribute(statement, &declaration)
    default: break
    }
  }

  private mutating func readAttribute(_ statement: Statement, _ declaration: inout ClassDeclaration) {
    let first = statement.first
    guard stream.tokens[Int(first)].kind == .name, first + 1 < statement.end,
      declaration.members.count < ClassReader.memberLimit
    else { return }
    let hasValue =
      statement.assign != LogicalLine.absent && statement.assign > first && statement.assign + 1 < statement.end
    let isAnnotated = source.symbol(first + 1) == .colon
    guard isAnnotated || (hasValue && statement.assign == first + 1) else { return }
    let name = source.word(first)
    var member = ClassDeclaration.Member(name: name, path: source.path, line: source.line(first))
    if isAnnotated {
      let annotation = first + 2..<(hasValue ? statement.assign : statement.end)
      member.annotation = source.dottedName(annotation.lowerBound, limit: annotation.upperBound)?.name
      member.annotated = innermostName(annotation)
    }
    if hasValue {
      let value = statement.assign + 1..<statement.end
      if readCall(value, &member) {
        declaration.members.append(member)
        return
      }
      if let text = text(value, evaluates: name.hasPrefix("__table")) { declaration.options[name] = text }
      if let schema = schema(value) { declaration.schemas[name] = schema }
      if source.symbol(value.lowerBound) == .true { declaration.options[name] = "True" }
    }
    if isAnnotated, member.annotation != "ClassVar", member.annotation != "typing.ClassVar" {
      declaration.members.append(member)
    }
  }

  /// `relationship("Child", lazy="selectin")`; `false` when the value is no call.
  private func readCall(_ value: Range<UInt32>, _ member: inout ClassDeclaration.Member) -> Bool {
    guard let (name, open) = source.dottedName(value.lowerBound, limit: value.upperBound), open < value.upperBound,
      source.symbol(open) == .leftParen
    else { return false }
    member.call = source.canonical(name)
    for (position, argument) in source.arguments(open).enumerated() {
      if let keyword = argument.keyword {
        if keyword == "lazy" { member.loading = loading(argument.value) }
        if keyword == "primary_key" || keyword == "pk" {
          member.isPrimaryKey = source.symbol(argument.value.lowerBound) == .true
        }
        if keyword == "to" || keyword == "argument" || keyword == "model_name" {
          member.target = className(argument.value)
        }
        if keyword == "index" || keyword == "unique" || keyword == "db_index" {
          member.isIndexed = member.isIndexed || source.symbol(argument.value.lowerBound) == .true
        }
        if keyword == "deferred" { member.isDeferred = source.symbol(argument.value.lowerBound) == .true }
        if keyword == "sa_column" || keyword == "sa_type" || keyword == "type_" { readTypes(argument.value, &member) }
        readWayBack(keyword, argument.value, &member)
      } else {
        if position == 0 { member.target = className(argument.value) }
        if let type = source.dottedName(argument.value.lowerBound, limit: argument.value.upperBound)?.name {
          member.types.append(String(type.split(separator: ".").last ?? ""))
        }
      }
    }
    return true
  }

  /// `sa_column=Column(JSON)`
  private func readTypes(_ value: Range<UInt32>, _ member: inout ClassDeclaration.Member) {
    for index in value where stream.tokens[Int(index)].kind == .name { member.types.append(source.word(index)) }
  }

  /// `related_name="books"`, `backref=backref("books", lazy="joined")`
  private func readWayBack(_ keyword: String, _ value: Range<UInt32>, _ member: inout ClassDeclaration.Member) {
    guard keyword == "related_name" || keyword == "backref" else { return }
    if stream.tokens[Int(value.lowerBound)].kind == .string, value.count == 1 {
      member.texts[keyword] = source.literal(value.lowerBound).text
    } else if let (_, open) = source.dottedName(value.lowerBound, limit: value.upperBound), open < value.upperBound,
      source.symbol(open) == .leftParen, let first = source.arguments(open).first, first.keyword == nil,
      stream.tokens[Int(first.value.lowerBound)].kind == .string
    {
      member.texts[keyword] = source.literal(first.value.lowerBound).text
      member.wayBackLoads = source.arguments(open).contains { $0.keyword == "lazy" }
    } else {
      // A name that is not written out: there is a way back, and nobody knows what it is called.
      member.texts[keyword] = "+"
    }
  }

  private func loading(_ value: Range<UInt32>) -> String? {
    switch source.symbol(value.lowerBound) {
    case .true: return "select"
    case .false: return "joined"
    default:
      guard stream.tokens[Int(value.lowerBound)].kind == .string else { return nil }
      return source.literal(value.lowerBound).text
    }
  }

  /// `"Child"`, `"app.Child"`, `models.Child`, `lambda: Child`.
  private func className(_ value: Range<UInt32>) -> String? {
    var start = value.lowerBound
    if source.symbol(start) == .lambda, start + 2 < value.upperBound { start += 2 }
    if stream.tokens[Int(start)].kind == .string {
      let text = source.literal(start).text
      let name = text.split(separator: ".").last.map(String.init)
      return name.flatMap { $0.utf8.allSatisfy { $0 == 0x5F || $0 > 0x2F } ? $0 : nil }
    }
    guard let (name, _) = source.dottedName(start, limit: value.upperBound) else { return nil }
    return name.split(separator: ".").last.map(String.init)
  }

  /// `Mapped[list["Child"]]` → `Child`.
  private func innermostName(_ range: Range<UInt32>) -> String? {
    var found: String?
    for index in range {
      switch stream.tokens[Int(index)].kind {
      case .string:
        let text = source.literal(index).text
        let inner = text.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "." }.last { $0 != "None" }
        return inner?.split(separator: ".").last.map(String.init)
      case .name: found = source.word(index)
      default: break
      }
    }
    return found
  }

  /// `class Meta:` and its like.
  private mutating func readOptions(_ statement: Statement, _ declaration: inout ClassDeclaration) {
    guard let name = source.definedName(statement) else { return }
    let owner = source.word(name) + "."
    for index in source.body(of: statement) {
      let option = source.statements[index]
      guard option.scope == statement.body, option.kind == .none, option.assign == option.first + 1,
        option.assign + 1 < option.end
      else { continue }
      let value = option.assign + 1..<option.end
      let key = owner + source.word(option.first)
      if source.symbol(value.lowerBound) == .true { declaration.options[key] = "True" }
      if let text = text(value, evaluates: key.contains("table")) { declaration.options[key] = text }
    }
  }

  /// `def __tablename__(cls): return cls.__name__.lower()`.
  private func readMethod(_ statement: Statement, _ index: Int, _ declaration: inout ClassDeclaration) {
    guard let name = source.definedName(statement) else { return }
    let word = source.word(name)
    if word == "get_queryset" || word == "get_query_set" {
      declaration.loadsRelations = source.body(of: statement).contains { inner in
        let inside = source.statements[inner]
        return (inside.first..<inside.end).contains { token in
          stream.tokens[Int(token)].kind == .name && ClassReader.loaders.contains(source.word(token))
        }
      }
    }
    if word == "save" || word == "asave" { declaration.savesItself = true }
    if index > 0, source.statements[index - 1].kind == .at, let shown = shownAttribute(statement, index) {
      declaration.views[word] = shown
    }
    guard word.hasPrefix("__"), word != "__init__", word.hasSuffix("__") else { return }
    var text = ""
    var suffix = ""
    for inner in source.body(of: statement) {
      let inside = source.statements[inner]
      for token in inside.first..<inside.end {
        text += source.word(token) + " "
        let isLast = inside.kind == .return && token + 1 == inside.end && stream.tokens[Int(token)].kind == .string
        if isLast, token > inside.first, source.symbol(token - 1) == .plus { suffix = source.literal(token).text }
        if inside.kind == .return, token == inside.first + 1, token + 1 == inside.end,
          stream.tokens[Int(token)].kind == .string
        {
          declaration.options[word] = source.literal(token).text
          return
        }
      }
    }
    guard text.contains("__name__") else { return }
    let isSnake =
      text.contains("snake") || text.contains("sub") || text.contains("underscore") || text.contains("camel")
    let style: ComputedName.Style = isSnake ? .snake : text.contains("lower") ? .lower : .asWritten
    declaration.computed[word] = ComputedName(style: style, suffix: suffix)
  }

  private static let properties: Set<String> = ["property", "cached_property"]
  /// What narrows or sorts rows and loads nothing along with them.
  private static let narrowing: Set<String> = ["all", "filter", "exclude", "order_by", "distinct"]

  /// The attribute whose rows a property gives: `@property def open_lines(self): return self.lines.filter(open=True)`.
  private func shownAttribute(_ statement: Statement, _ index: Int) -> String? {
    let decorator = source.statements[index - 1]
    guard let (name, end) = source.dottedName(decorator.first + 1, limit: decorator.end), end == decorator.end,
      ClassReader.properties.contains(String(name.split(separator: ".").last ?? ""))
    else { return nil }
    let body = source.body(of: statement)
    // Nothing else but what it says of itself stands there.
    guard let last = body.last, source.statements[last].kind == .return,
      body.dropLast().allSatisfy({
        let first = source.statements[$0].first
        return stream.tokens[Int(first)].kind == .string && source.statements[$0].end == first + 1
      })
    else { return nil }
    let given = source.statements[last]
    guard given.first + 4 < given.end, source.word(given.first + 1) == "self", source.symbol(given.first + 2) == .dot
    else { return nil }
    // `self.lines(manager="open")`, `self.lines.filter(…).order_by(…)`
    var at = given.first + 4
    while at < given.end {
      if source.symbol(at) == .dot, at + 2 < given.end, ClassReader.narrowing.contains(source.word(at + 1)) { at += 2 }
      guard source.symbol(at) == .leftParen, stream.tokens[Int(at)].payload != Token.noMate else { return nil }
      if at == given.first + 4, source.arguments(at).map(\.keyword) != ["manager"] { return nil }
      at = stream.tokens[Int(at)].payload + 1
    }
    return source.word(given.first + 3)
  }

  /// A text that is written out, or that constants lead to when they are followed.
  private mutating func text(_ value: Range<UInt32>, evaluates: Bool = true) -> String? {
    let first = stream.tokens[Int(value.lowerBound)]
    if first.kind == .string, value.count == 1 { return source.literal(value.lowerBound).text }
    guard evaluates, first.kind == .string || first.kind == .stringStart || (first.kind == .name && value.count <= 8)
    else {
      return nil
    }
    if first.kind == .name, value.count > 1, source.symbol(value.lowerBound + 1) == .leftParen { return nil }
    return evaluated(value).text?.text
  }

  private mutating func evaluated(_ value: Range<UInt32>) -> PythonValue {
    var evaluation = self.evaluation ?? moduleEvaluation()
    let result = evaluation.evaluate(value)
    self.evaluation = evaluation
    return result
  }

  private func moduleEvaluation() -> PythonEvaluation {
    var evaluation = PythonEvaluation(source)
    evaluation.imported = imported
    return evaluation
  }

  /// `{"schema": "billing"}`, alone or last in a tuple.
  private mutating func schema(_ value: Range<UInt32>) -> String? {
    guard value.count < 400,
      let key = value.first(where: {
        stream.tokens[Int($0)].kind == .string && stream.tokens[Int($0)].range.count == 8
          && source.literal($0).text == "schema"
      }), key + 2 < value.upperBound, source.symbol(key + 1) == .colon
    else { return nil }
    return evaluated(key + 2..<key + 3).text?.text
  }

  // MARK: Calls at the top

  /// `Base = declarative_base()`, `jobs = Table("jobs", metadata, Column("id", Integer))`.
  private mutating func readModuleCall(_ statement: Statement) {
    let first = statement.first
    guard statement.assign != LogicalLine.absent, statement.assign < statement.end,
      stream.tokens[Int(first)].kind == .name,
      statement.assign == first + 1 || source.symbol(first + 1) == .colon,
      let (name, open) = source.dottedName(statement.assign + 1, limit: statement.end), open < statement.end,
      source.symbol(open) == .leftParen
    else { return }
    let call = source.canonical(name)
    let last = call.split(separator: ".").last ?? ""
    guard last.contains("base") || last.contains("Base") || last.contains("Table") || last == "FlaskDB" else { return }
    var declaration = ClassDeclaration(
      name: source.word(first), path: source.path, line: source.line(first), bases: [call + "()"])
    declaration.isTable = last == "Table"
    for (position, argument) in source.arguments(open).enumerated() {
      if argument.keyword == "schema", let text = text(argument.value) { declaration.schemas["schema"] = text }
      if argument.keyword == "cls", let base = base(argument.value) { declaration.bases.append(base) }
      guard argument.keyword == nil else { continue }
      if position == 0 {
        if let text = text(argument.value) { declaration.options["name"] = text }
      } else if let (column, bracket) = source.dottedName(argument.value.lowerBound, limit: argument.value.upperBound),
        bracket < argument.value.upperBound, source.symbol(bracket) == .leftParen,
        let name = source.arguments(bracket).first, stream.tokens[Int(name.value.lowerBound)].kind == .string
      {
        declaration.members.append(
          ClassDeclaration.Member(
            name: source.literal(name.value.lowerBound).text, call: source.canonical(column),
            path: source.path, line: source.line(name.value.lowerBound)))
      }
    }
    classes.append(declaration)
  }
}
