/// Builds the outline of a Python file from its logical lines and their indentation. Broken indentation never fails:
/// a line belongs to the innermost block that is indented less than it.
struct PythonOutline {
  let stream: TokenStream
  let bytes: [UInt8]
  var outline = OutlineParts()

  /// The blocks around the current line, innermost last.
  var blocks: [Block] = []

  struct Block {
    var scope: Int32
    /// The indentation of the statement that opened it; its body is indented more.
    var indent: Int
    /// The statement whose `next` is set when the block ends, −1 for the module.
    var statement: Int32
  }

  static func build(_ text: SourceText, _ stream: TokenStream) -> Outline {
    var builder = PythonOutline(stream: stream, bytes: text.bytes)
    builder.run()
    return Outline(builder.outline)
  }

  private init(stream: TokenStream, bytes: [UInt8]) {
    self.stream = stream
    self.bytes = bytes
  }

  mutating func run() {
    let total = UInt32(truncatingIfNeeded: stream.tokens.count)
    outline.statements.reserveCapacity(stream.lines.count + 8)
    outline.scopes.reserveCapacity(stream.lines.count / 4 + 4)
    outline.bindings.reserve(stream.lines.count / 2 + 8)
    outline.scopes.append(Scope(parent: -1, own: .module, header: 0..<0, body: 0..<total, statement: -1))
    blocks.append(Block(scope: 0, indent: -1, statement: -1))
    for index in stream.lines.indices {
      let line = stream.lines[index]
      let end = index + 1 < stream.lines.count ? stream.lines[index + 1].first : total
      let indent = Int(line.indent)
      while blocks.count > 1, indent <= blocks[blocks.count - 1].indent { closeBlock(at: line.first) }
      read(line, end)
    }
    while !blocks.isEmpty { closeBlock(at: total) }
    addExpressionScopes()
    outline.bindings.index(stream.tokens)
    classifyLoops()
    outline.propagate()
  }

  mutating func closeBlock(at token: UInt32) {
    let block = blocks.removeLast()
    let scope = Int(block.scope)
    outline.scopes[scope].body =
      outline.scopes[scope].body.lowerBound..<max(token, outline.scopes[scope].body.lowerBound)
    let next = UInt32(truncatingIfNeeded: outline.statements.count)
    outline.scopes[scope].statements = outline.scopes[scope].statements.lowerBound..<next
    if block.statement >= 0 { outline.statements[Int(block.statement)].next = next }
  }

  // MARK: Lines and statements

  func symbol(_ index: UInt32) -> Symbol { stream.tokens[Int(index)].symbol }

  mutating func read(_ line: LogicalLine, _ end: UInt32) {
    var first = line.first
    var isAsync = false
    var kind = symbol(first)
    if kind == .async, first + 1 < end {
      isAsync = true
      first += 1
      kind = symbol(first)
    }
    switch kind {
    case .if, .elif, .else, .for, .while, .try, .except, .finally, .with, .def, .class:
      guard line.colon != LogicalLine.absent, line.colon < end else { break }
      compound(kind, line, end, isAsync: isAsync)
      return
    default:
      if isSoftBlock(line, end) {
        compound(.none, line, end, isAsync: false)
        return
      }
    }
    simple(line, line.first, end)
  }

  /// `match x:` and `case y:`: names at the start of a line that ends in its colon.
  func isSoftBlock(_ line: LogicalLine, _ end: UInt32) -> Bool {
    let token = stream.tokens[Int(line.first)]
    guard token.kind == .name, line.colon != LogicalLine.absent, line.colon > line.first + 1, line.assign > line.colon
    else { return false }
    if stream.isText(line.first, "match", bytes) { return line.colon == end - 1 }
    guard stream.isText(line.first, "case", bytes) else { return false }
    // `case.count: int = 0` is no block; `case 0: count = 0` in a `match` is.
    if line.assign == LogicalLine.absent { return true }
    let around = blocks[blocks.count - 1].statement
    return around >= 0 && stream.isText(outline.statements[Int(around)].first, "match", bytes)
  }

  mutating func compound(_ kind: Symbol, _ line: LogicalLine, _ end: UInt32, isAsync: Bool) {
    let block = blocks[blocks.count - 1].scope
    let index = Int32(truncatingIfNeeded: outline.statements.count)
    let headerEnd = line.colon + 1
    let scope = Int32(truncatingIfNeeded: outline.scopes.count)
    outline.statements.append(
      Statement(
        first: line.first, end: headerEnd, scope: block, kind: kind, body: scope,
        next: UInt32(truncatingIfNeeded: Int(index) + 1), isAsync: isAsync))
    let own = ownScopes(kind, isAsync: isAsync, line)
    outline.scopes.append(
      Scope(
        parent: block, own: own, header: line.first..<headerEnd, body: headerEnd..<headerEnd, statement: index,
        statements: UInt32(truncatingIfNeeded: Int(index) + 1)..<UInt32(truncatingIfNeeded: Int(index) + 1)))
    bindHeader(kind, line, headerEnd, index, block: block, scope: scope, isAsync: isAsync)
    blocks.append(Block(scope: scope, indent: Int(line.indent), statement: index))
    if line.hasWalrus { bindWalrus(line.first..<headerEnd, index) }
    if headerEnd < end { simple(line, headerEnd, end) }
  }

  func ownScopes(_ kind: Symbol, isAsync: Bool, _ line: LogicalLine) -> ScopeSet {
    switch kind {
    case .if, .elif: .if
    case .else: .else
    case .for: [.forLoop, .anyLoop, .loop]
    case .while: [.whileLoop, .anyLoop, .loop]
    case .try: .try
    case .except: .except
    case .finally: .finally
    case .with: .with
    case .def: isAsync ? [.function, .asyncFunction] : .function
    case .class: .class
    default: stream.isText(line.first, "case", bytes) ? .switch : []
    }
  }

  /// The simple statements of a line, separated by semicolons.
  mutating func simple(_ line: LogicalLine, _ first: UInt32, _ end: UInt32) {
    guard line.hasSemicolon else {
      simple(first, end, assign: line.assign >= first ? line.assign : LogicalLine.absent, line)
      return
    }
    var start = first
    var index = first
    var assign = LogicalLine.absent
    while index < end {
      let token = stream.tokens[Int(index)]
      if token.symbol == .semicolon {
        if start < index { simple(start, index, assign: assign, line) }
        start = index + 1
        assign = LogicalLine.absent
      } else if token.symbol == .assign || token.symbol.isAugmentedAssignment, assign == LogicalLine.absent {
        assign = index
      }
      index = stream.after(index)
    }
    if start < end { simple(start, end, assign: assign, line) }
  }

  mutating func simple(_ first: UInt32, _ end: UInt32, assign: UInt32, _ line: LogicalLine) {
    let block = blocks[blocks.count - 1].scope
    let index = Int32(truncatingIfNeeded: outline.statements.count)
    let token = stream.tokens[Int(first)]
    let kind: Symbol =
      token.kind == .keyword && token.symbol != .await && token.symbol != .not && token.symbol != .lambda
        && token.symbol != .noneWord && token.symbol != .true && token.symbol != .false || token.symbol == .at
      ? token.symbol : .none
    outline.statements.append(
      Statement(
        first: first, end: end, scope: block, kind: kind, next: UInt32(truncatingIfNeeded: Int(index) + 1),
        assign: assign))
    switch kind {
    case .import, .from: bindImport(first..<end, index)
    case .global, .nonlocal: bindDeclared(first + 1..<end, index)
    case .none:
      if assign != LogicalLine.absent {
        bindAssignment(first, assign, end, index)
      } else if line.colon != LogicalLine.absent, line.colon > first, line.colon < end {
        bindTarget(first, value: 0..<0, annotation: line.colon + 1..<end, index, .annotation)
      }
    default: break
    }
    if line.hasWalrus { bindWalrus(first..<end, index) }
  }

  // MARK: Names

  /// The scope that owns names bound in the current block.
  func owner(of scope: Int32) -> Int32 {
    var scope = scope
    while !outline.scopes[Int(scope)].own.overlaps(.walls) { scope = outline.scopes[Int(scope)].parent }
    return scope
  }

  var currentOwner: Int32 { owner(of: blocks[blocks.count - 1].scope) }

  mutating func bindAssignment(_ first: UInt32, _ assign: UInt32, _ end: UInt32, _ statement: Int32) {
    let isAugmented = symbol(assign) != .assign
    if isAugmented {
      bindTarget(first, value: assign + 1..<end, annotation: 0..<0, statement, .augmented)
      return
    }
    // `a = b = value`: every `=` but the last ends a target.
    var targets = [first..<assign]
    var start = assign + 1
    var index = start
    while index < end {
      if symbol(index) == .assign {
        targets.append(start..<index)
        start = index + 1
      }
      index = stream.after(index)
    }
    for target in targets {
      var annotation: Range<UInt32> = 0..<0
      var targetEnd = target.upperBound
      if target.lowerBound == first, let colon = stream.firstOutside(of: target, .colon) {
        annotation = colon + 1..<target.upperBound
        targetEnd = colon
      }
      bindTargets(target.lowerBound..<targetEnd, value: start..<end, annotation: annotation, statement, .assignment)
    }
  }

  /// A target of an assignment: one name, an attribute of `self`, or several with commas or in brackets.
  mutating func bindTargets(
    _ range: Range<UInt32>, value: Range<UInt32>, annotation: Range<UInt32>, _ statement: Int32, _ kind: Binding.Kind,
    owner: Int32? = nil
  ) {
    guard !range.isEmpty else { return }
    if stream.firstOutside(of: range, .comma) == nil, symbol(range.lowerBound) != .leftParen,
      symbol(range.lowerBound) != .leftBracket
    {
      bindTarget(
        range.lowerBound, end: range.upperBound, value: value, annotation: annotation, statement, kind, owner: owner)
      return
    }
    if kind == .assignment, bindEach(range, value: value, statement) { return }
    // Unpacking: every plain name in it, at any depth, is bound to a part of the value.
    for index in range {
      let token = stream.tokens[Int(index)]
      guard token.kind == .name else { continue }
      if index > range.lowerBound, symbol(index - 1) == .dot { continue }
      if index + 1 < range.upperBound {
        let next = symbol(index + 1)
        if next == .dot || next == .leftBracket || next == .leftParen { continue }
      }
      add(
        Binding(
          name: index, scope: owner ?? currentOwner, statement: statement, kind: kind, isPart: true, value: value))
    }
  }

  /// `a, b = f(), g()`: each name is bound to the value in its place. Not where either side has a star or their numbers
  /// differ.
  private mutating func bindEach(_ targets: Range<UInt32>, value: Range<UInt32>, _ statement: Int32) -> Bool {
    let names = stream.split(listed(targets), at: .comma).filter { !$0.isEmpty }
    let values = stream.split(listed(value), at: .comma).filter { !$0.isEmpty }
    guard names.count > 1, names.count == values.count,
      !(names + values).contains(where: { symbol($0.lowerBound) == .star }),
      !values.contains(where: { stream.firstOutside(of: $0, .for) != nil })
    else { return false }
    for (name, value) in zip(names, values) {
      bindTargets(name, value: value, annotation: 0..<0, statement, .assignment)
    }
    return true
  }

  /// Without the brackets around the whole.
  func listed(_ range: Range<UInt32>) -> Range<UInt32> {
    guard range.count > 2, symbol(range.lowerBound) == .leftParen || symbol(range.lowerBound) == .leftBracket,
      stream.tokens[Int(range.lowerBound)].payload == range.upperBound - 1
    else { return range }
    return range.lowerBound + 1..<range.upperBound - 1
  }

  mutating func bindTarget(
    _ first: UInt32, end: UInt32? = nil, value: Range<UInt32>, annotation: Range<UInt32>, _ statement: Int32,
    _ kind: Binding.Kind, owner given: Int32? = nil
  ) {
    let token = stream.tokens[Int(first)]
    guard token.kind == .name else { return }
    let end = end ?? UInt32(truncatingIfNeeded: stream.tokens.count)
    let next = first + 1 < end ? symbol(first + 1) : .none
    if next == .leftBracket || next == .leftParen { return }
    guard next == .dot else {
      add(
        Binding(
          name: first, scope: given ?? currentOwner, statement: statement, kind: kind, value: value,
          annotation: annotation))
      return
    }
    // `self.name = …`: a binding of the class around the method.
    guard first + 2 < end, stream.tokens[Int(first + 2)].kind == .name,
      stream.isText(first, "self", bytes) || stream.isText(first, "cls", bytes)
    else { return }
    if first + 3 < end,
      symbol(first + 3) == .dot || symbol(first + 3) == .leftBracket || symbol(first + 3) == .leftParen
    {
      return
    }
    guard let owner = outline.scopes.classScope(around: currentOwner) else { return }
    add(
      Binding(
        name: first + 2, scope: owner, statement: statement, kind: kind, isAttribute: true, value: value,
        annotation: annotation))
  }

  mutating func add(_ binding: Binding) { outline.bindings.append(binding) }

  mutating func bindHeader(
    _ kind: Symbol, _ line: LogicalLine, _ headerEnd: UInt32, _ statement: Int32, block: Int32, scope: Int32,
    isAsync: Bool
  ) {
    let first = line.first + (isAsync ? 1 : 0)
    let colon = headerEnd - 1
    switch kind {
    case .for:
      guard let keyword = stream.firstOutside(of: first + 1..<colon, .in) else { return }
      bindLoop(first + 1..<keyword, keyword + 1..<colon, statement, owner: nil)
      if let loop = unwrapped(first + 1..<keyword, keyword + 1..<colon) {
        outline.wrappedLoops.append(
          WrappedLoop(statement: statement, targets: loop.targets, iterable: loop.iterable))
      }
    case .with: bindWith(first + 1..<colon, statement)
    case .if, .elif:
      if isDebugTest(first + 1..<colon) { outline.debugScopes.append(headerEnd) }
    case .except:
      guard let keyword = stream.firstOutside(of: first + 1..<colon, .as), keyword + 1 < colon else { return }
      bindTarget(
        keyword + 1, end: colon, value: first + 1..<keyword, annotation: 0..<0, statement, .exceptTarget)
    case .def:
      guard first + 1 < colon, stream.tokens[Int(first + 1)].kind == .name else { return }
      add(Binding(name: first + 1, scope: owner(of: block), statement: statement, kind: .function))
      if let open = stream.firstOutside(of: first + 2..<colon, .leftParen), stream.tokens[Int(open)].payload < colon {
        bindParameters(open + 1..<stream.tokens[Int(open)].payload, statement, scope)
      }
    case .class:
      guard first + 1 < colon, stream.tokens[Int(first + 1)].kind == .name else { return }
      add(Binding(name: first + 1, scope: owner(of: block), statement: statement, kind: .class))
    default: break
    }
  }

  /// `if DEBUG`, `if settings.DEBUG`, `if __debug__`, `if TYPE_CHECKING`.
  func isDebugTest(_ range: Range<UInt32>) -> Bool {
    guard range.count <= 3, let last = range.last else { return false }
    return ["DEBUG", "__debug__", "TYPE_CHECKING"].contains { stream.isText(last, $0, bytes) }
  }

  mutating func bindWith(_ range: Range<UInt32>, _ statement: Int32) {
    var range = range
    if let first = range.first, symbol(first) == .leftParen, stream.tokens[Int(first)].payload == range.upperBound - 1,
      stream.firstOutside(of: first + 1..<range.upperBound - 1, .as) != nil
    {
      range = first + 1..<range.upperBound - 1
    }
    stream.eachPart(of: range, between: .comma) { item in
      guard let keyword = stream.firstOutside(of: item, .as), keyword + 1 < item.upperBound else { return }
      bindTargets(
        keyword + 1..<item.upperBound, value: item.lowerBound..<keyword, annotation: 0..<0, statement, .withTarget)
    }
  }

  mutating func bindParameters(_ range: Range<UInt32>, _ statement: Int32, _ scope: Int32) {
    stream.eachPart(of: range, between: .comma) { item in
      var first = item.lowerBound
      while first < item.upperBound, symbol(first) == .star || symbol(first) == .doubleStar { first += 1 }
      guard first < item.upperBound, stream.tokens[Int(first)].kind == .name else { return }
      let assign = stream.firstOutside(of: first..<item.upperBound, .assign)
      let colon = stream.firstOutside(of: first..<(assign ?? item.upperBound), .colon)
      add(
        Binding(
          name: first, scope: scope, statement: statement, kind: .parameter,
          value: assign.map { $0 + 1..<item.upperBound } ?? 0..<0,
          annotation: colon.map { $0 + 1..<(assign ?? item.upperBound) } ?? 0..<0))
    }
  }

  mutating func bindWalrus(_ range: Range<UInt32>, _ statement: Int32) {
    for index in range where symbol(index) == .walrus && index > range.lowerBound {
      var end = index + 1
      while end < range.upperBound {
        let token = stream.tokens[Int(end)]
        if token.kind == .close || token.symbol == .comma || token.symbol == .colon { break }
        end = stream.after(end)
      }
      end = min(end, range.upperBound)
      outline.namedExpressions.append(index - 1..<end)
      bindTarget(index - 1, end: index, value: index + 1..<end, annotation: 0..<0, statement, .assignment)
    }
  }

  mutating func bindDeclared(_ range: Range<UInt32>, _ statement: Int32) {
    for index in range where stream.tokens[Int(index)].kind == .name {
      add(Binding(name: index, scope: currentOwner, statement: statement, kind: .declaredElsewhere))
    }
  }

  mutating func bindImport(_ range: Range<UInt32>, _ statement: Int32) {
    if symbol(range.lowerBound) == .import {
      for item in stream.split(range.lowerBound + 1..<range.upperBound, at: .comma) {
        importModule(item, statement)
      }
      return
    }
    var index = range.lowerBound + 1
    var level: UInt16 = 0
    while index < range.upperBound, symbol(index) == .dot || symbol(index) == .ellipsis {
      level &+= symbol(index) == .ellipsis ? 3 : 1
      index += 1
    }
    guard let keyword = stream.firstOutside(of: index..<range.upperBound, .import) else { return }
    let module = index..<keyword
    if level == 0, let root = module.first(where: isName) { outline.imports.roots.append(root) }
    var names = keyword + 1..<range.upperBound
    if let open = names.first, symbol(open) == .leftParen {
      names = open + 1..<min(stream.tokens[Int(open)].payload, range.upperBound)
    }
    stream.eachPart(of: names, between: .comma) { item in
      guard let first = item.first else { return }
      if symbol(first) == .star {
        outline.imports.hasStar = true
        return
      }
      guard isName(first) else { return }
      let local = item.count >= 3 && symbol(first + 1) == .as ? first + 2 : first
      addImport(local: local, level: level, module, first, statement)
    }
  }

  mutating func importModule(_ item: Range<UInt32>, _ statement: Int32) {
    let keyword = stream.firstOutside(of: item, .as)
    let path = item.lowerBound..<(keyword ?? item.upperBound)
    guard let root = path.first(where: isName) else { return }
    outline.imports.roots.append(root)
    if let keyword, keyword + 1 < item.upperBound {
      addImport(local: keyword + 1, level: 0, path, nil, statement)
    } else {
      addImport(local: root, level: 0, root..<root + 1, nil, statement)
    }
  }

  private func isName(_ token: UInt32) -> Bool { stream.tokens[Int(token)].kind == .name }

  /// - Parameters:
  ///   - module: the tokens whose names are the path.
  ///   - name: the last name of the path, where it does not stand among those.
  mutating func addImport(
    local: UInt32, level: UInt16, _ module: Range<UInt32>, _ name: UInt32?, _ statement: Int32
  ) {
    let start = UInt32(truncatingIfNeeded: outline.imports.segments.count)
    for token in module where isName(token) { outline.imports.segments.append(token) }
    if let name { outline.imports.segments.append(name) }
    outline.imports.entries.append(
      Imports.Entry(
        binding: UInt32(truncatingIfNeeded: outline.bindings.all.count), level: level,
        path: start..<UInt32(truncatingIfNeeded: outline.imports.segments.count)))
    add(Binding(name: local, scope: currentOwner, statement: statement, kind: .import))
  }
}
