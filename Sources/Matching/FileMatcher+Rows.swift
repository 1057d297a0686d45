import SourceScan

/// Where rows come from.
struct RowOrigin: Sendable {
  /// The class, as it is written there; empty where only the relations behind it can tell.
  var model: Range<UInt32>
  /// The relations that lead from its rows to these, as they are written.
  var path: [UInt32] = []
  /// What stands in the calls that say which relations come along.
  var loads: [Range<UInt32>] = []
  /// The name in the call that gives them, where only the function of the project that it runs can tell the class.
  var giver: UInt32?
}

/// Follows rows to the query that gives them, by the roles that say whose rows they are.
extension FileMatcher {
  private static let originDepth = 12
  /// Rows that are given in many places would be looked for in all of them.
  private static let originSteps = 100

  /// Counts the steps of one question, which begins at depth 0.
  private func mayGoOn(_ depth: Int) -> Bool {
    if depth == 0 {
      originSteps = 0
      rowOrigins.removeAll(keepingCapacity: true)
    } else {
      originSteps += 1
    }
    return depth < FileMatcher.originDepth && originSteps < FileMatcher.originSteps
  }

  /// The class whose rows, or whose one row, an expression gives, where that is certain.
  func origin(of range: Range<UInt32>, depth: Int = 0) -> RowOrigin? {
    // Most files have no rows at all.
    let hasRows = names.possibleRoles.overlaps(library.rowRoles)
    guard hasRows || asksGivers else { return nil }
    let range = stripped(range)
    guard let first = range.first, mayGoOn(depth) else { return nil }
    if range.count == 1, token(first).kind == .name { return originOfName(first, depth: depth) }
    // Not by the roles of the whole, which a name that is defined by itself does not have: `rows = rows.filter(a=1)`.
    if hasRows {
      for maker in rowMakers(of: range) {
        if let origin = originMade(range, by: maker, depth: depth) { return origin }
      }
    }
    return asksGivers ? originGiven(range) : nil
  }

  /// What a function or a property of the project gives: while nobody knows which one it is, it may be rows.
  private func originGiven(_ range: Range<UInt32>) -> RowOrigin? {
    guard let last = range.last else { return nil }
    // `self.orders`, `shop.orders`
    if token(last).kind == .name, range.count == 3, token(last - 1).symbol == .dot {
      if project == nil, isOne(of: library.words.ownObject, range.lowerBound),
        !attributeBindings(last).allSatisfy({ $0.kind == .function })
      {
        return nil
      }
      return project.map { $0.givenRows[last] != nil } ?? true ? RowOrigin(model: 0..<0, giver: last) : nil
    }
    guard token(last).payload != Token.noMate, token(last).payload > range.lowerBound else {
      return nil
    }
    let open = token(last).payload
    // `orders(customer)[:5]`
    if token(last).symbol == .rightBracket, file.stream.firstOutside(of: open + 1..<last, .colon) != nil {
      return originGiven(stripped(range.lowerBound..<open))
    }
    let name = open - 1
    guard token(last).symbol == .rightParen, token(name).kind == .name,
      file.stream.primaryEnd(range.lowerBound, limit: range.upperBound) == range.upperBound
    else { return nil }
    guard let project else {
      // What has no definition is the language's own.
      let scope = file.outline.scope(at: range.lowerBound)
      let isDefined = file.outline.nearestBinding(of: range.lowerBound, from: scope, in: file).count > 0
      return isDefined ? RowOrigin(model: 0..<0, giver: name) : nil
    }
    return project.givenRows[name] == nil ? nil : RowOrigin(model: 0..<0, giver: name)
  }

  /// The same of an expression that gives one row.
  func originOfOne(_ range: Range<UInt32>) -> RowOrigin? {
    let range = stripped(range)
    guard !range.isEmpty, mayGoOn(0) else { return nil }
    for maker in rowMakers(of: range) where library.oneRowRoles.contains(maker.role) {
      if let origin = originMade(range, by: maker, depth: 1) { return origin }
    }
    return nil
  }

  /// The makers of roles with rows of some class that may describe an expression.
  private func rowMakers(of range: Range<UInt32>) -> [RoleIndex.Maker] {
    let last = token(range.upperBound - 1)
    var makers: [RoleIndex.Maker] = []
    if last.symbol == .rightBracket {
      makers = library.roleIndex.subscripts
    } else {
      var name = last
      if last.symbol == .rightParen, last.payload != Token.noMate, last.payload > range.lowerBound {
        name = token(last.payload - 1)
      }
      guard name.kind == .name, name.symbol != .none else { return [] }
      makers = library.roleIndex.byTail[name.symbol]
    }
    return makers.filter {
      library.roles[$0.role].rowsOf != nil && names.frameworks[library.roles[$0.role].framework]
    }
  }

  /// By all that a name is given before its place: every one of them must lead to the same class.
  private func originOfName(_ name: UInt32, depth: Int) -> RowOrigin? {
    var found: RowOrigin?
    for binding in nearestBindings(name) where !binding.value.contains(name) {
      // The loops of a comprehension stand behind what they are for.
      let isInExpression = file.outline.scopes[Int(binding.scope)].own.overlaps(.inExpression)
      guard binding.name <= name || isInExpression && binding.kind == .loopTarget else { continue }
      guard !binding.isPart, binding.kind == .assignment || binding.kind == .loopTarget else { return nil }
      let value = stripped(binding.kind == .loopTarget ? iterated(binding.value) : binding.value)
      if isEmptyValue(value) { continue }
      guard let origin = origin(of: value, depth: depth + 1) else { return nil }
      guard let known = found else {
        found = origin
        continue
      }
      guard isSame(known, origin) else { return nil }
      found?.loads += origin.loads
    }
    return found
  }

  private func isSame(_ one: RowOrigin, _ other: RowOrigin) -> Bool {
    same(one.model, other.model) && isSameGiven(one.giver, other.giver) && one.path.count == other.path.count
      && zip(one.path, other.path).allSatisfy { file.stream.sameText($0, $1, file.text.bytes) }
  }

  private func isSameGiven(_ one: UInt32?, _ other: UInt32?) -> Bool {
    guard let one, let other else { return one == other }
    return project.map { $0.givenRows[one] == $0.givenRows[other] } ?? true
  }

  /// The class of one row: by the query that gave it, by its annotation, as `self` in a method of the class, or by the
  /// relations that lead to it, `position.order`.
  func originOfRow(_ range: Range<UInt32>, depth: Int = 0) -> RowOrigin? {
    let range = stripped(range)
    guard mayGoOn(depth) else { return nil }
    // Every maker that fits a chain asks for the same row again.
    if let known = rowOrigins[range] { return known }
    let origin = soughtOriginOfRow(range, depth: depth)
    rowOrigins[range] = .some(origin)
    return origin
  }

  private func soughtOriginOfRow(_ range: Range<UInt32>, depth: Int) -> RowOrigin? {
    guard let first = range.first, let last = range.last else { return nil }
    if let origin = origin(of: range, depth: depth + 1) { return origin }
    guard token(last).kind == .name else { return nil }
    if range.count == 1 {
      if isOne(of: library.words.ownObject, first) { return ownClass(around: first).map { RowOrigin(model: $0) } }
      let bindings = nearestBindings(first).filter { $0.name < first }
      guard let annotation = bindings.first?.annotation, bindings.count == 1 else { return nil }
      return onlyClass(in: annotation).map { RowOrigin(model: $0) }
    }
    guard range.count > 2, token(last - 1).symbol == .dot else { return nil }
    let owner = range.lowerBound..<last - 1
    if owner.count == 1, isOne(of: library.words.ownObject, first) {
      let bindings = attributeBindings(last)
      if bindings.count == 1, let binding = bindings.first {
        if let type = onlyClass(in: binding.annotation) { return RowOrigin(model: type) }
        let value = stripped(binding.value)
        if value.count == 1, token(value.lowerBound).kind == .name { return originOfRow(value, depth: depth + 1) }
      }
    }
    guard var origin = originOfRow(owner, depth: depth + 1) else { return nil }
    origin.path.append(last)
    origin.loads = loads(origin.loads, through: last)
    return origin
  }

  /// The same, or that of something that may be a row for all that is known: what it is, its relations have to tell.
  func originOfAnyRow(_ range: Range<UInt32>, depth: Int = 0) -> RowOrigin? {
    guard library.rowFrameworks.contains(where: { names.frameworks[$0] }) else { return nil }
    if let origin = originOfRow(range, depth: depth) { return origin }
    let range = stripped(range)
    guard let first = range.first, let last = range.last, token(last).kind == .name, token(first).kind == .name,
      !range.dropFirst().contains(where: { token($0).kind != .name && token($0).symbol != .dot }),
      range.count > 1 || !isOne(of: library.words.ownObject, first), !file.isClassName(last),
      nearestBindings(first).allSatisfy({ $0.kind != .import && $0.kind != .class })
    else { return nil }
    return RowOrigin(model: 0..<0)
  }

  /// The name of the class that a method stands in.
  private func ownClass(around name: UInt32) -> Range<UInt32>? {
    let scope = Int32(truncatingIfNeeded: file.outline.scope(at: name))
    guard let owner = file.outline.classScope(around: scope),
      let name = file.outline.scopes[Int(owner)].header.dropFirst().first(where: { token($0).kind == .name })
    else { return nil }
    return name..<name + 1
  }

  /// `None`, `[]`
  func isEmptyValue(_ range: Range<UInt32>) -> Bool {
    guard let first = range.first else { return true }
    return range.count == 1 && token(first).symbol == .noneWord
      || range.count == 2 && token(first).symbol == .leftBracket
  }

  /// The maker names the class, or something else whose rows these are.
  private func originMade(_ range: Range<UInt32>, by maker: RoleIndex.Maker, depth: Int) -> RowOrigin? {
    let role = library.roles[maker.role]
    let pattern = library.patterns[maker.pattern]
    guard let site = madeSite(range, pattern, maker.node) else { return nil }
    let loads = loads(of: range, role)
    if let name = role.rowsOf, let owner = site.range(of: name) {
      guard let through = role.through else { return RowOrigin(model: owner, loads: loads) }
      guard let relation = site.range(of: through), relation.count == 1,
        var origin = originOfAnyRow(owner, depth: depth + 1)
      else { return nil }
      origin.path.append(relation.lowerBound)
      origin.loads = self.loads(origin.loads, through: relation.lowerBound) + loads
      return origin
    }
    for constraint in pattern.roles where constraint.roles.contains(where: { library.roles[$0].rowsOf != nil }) {
      guard let inner = site.range(of: constraint.capture), inner != range,
        var origin = origin(of: inner, depth: depth + 1)
      else { continue }
      origin.loads += loads
      return origin
    }
    return nil
  }

  private func madeSite(_ range: Range<UInt32>, _ pattern: Pattern, _ node: CompiledNode) -> Site? {
    let saved = (captures, currentFramework, isArgument, blocks)
    defer { (captures, currentFramework, isArgument, blocks) = saved }
    isArgument = false
    guard var site = site(of: pattern, at: .expression(range), for: node), holds(node, &site) else { return nil }
    return site
  }

  /// The arguments of the last call, when it says what comes along.
  private func loads(of range: Range<UInt32>, _ role: CompiledRole) -> [Range<UInt32>] {
    guard let last = range.last, token(last).symbol == .rightParen, token(last).payload != Token.noMate,
      token(last).payload > range.lowerBound, role.loadsWith.contains(token(token(last).payload - 1).symbol)
    else { return [] }
    return [token(last).payload + 1..<last]
  }

  /// Those of the calls that say what comes along which reach through a relation, and may bring what is behind it: as
  /// `prefetch_related("members__user")`, `Prefetch("members", …)` and `selectinload(Team.members).joinedload(…)` do.
  private func loads(_ loads: [Range<UInt32>], through relation: UInt32) -> [Range<UInt32>] {
    let name = file.text.bytes[token(relation).range]
    return loads.filter { load in
      load.contains { index in
        let token = token(index)
        switch token.kind {
        case .name: return file.text.bytes[token.range] == name
        case .string:
          let path = StringContent.of(token, file.text.bytes)
          let isWhole = path.count == name.count
          // The plain name is told further of where it is the first of several arguments.
          let isToldFurther = self.token(index - 1).symbol == .leftParen && index > load.lowerBound
          return mentions(name, path) && (!isWhole || isToldFurther)
        default: return false
        }
      }
    }
  }

  // MARK: What comes along

  /// Whether a relation certainly does not come along with rows.
  func isLeft(_ relation: UInt32, by origin: RowOrigin) -> Bool {
    let name = file.text.bytes[token(relation).range]
    return origin.loads.allSatisfy { loads in
      !loads.isEmpty
        && file.stream.split(loads, at: .comma).allSatisfy { part in
          guard let first = part.first else { return true }
          // `*options`, `options`: nobody knows what is in it.
          var isTold = false
          for index in part {
            let token = token(index)
            if token.kind == .name, index > first, self.token(index - 1).symbol == .dot {
              isTold = true
              if file.text.bytes[token.range] == name { return false }
            } else if token.kind == .string {
              isTold = true
              let words = file.text.bytes[StringContent.of(token, file.text.bytes)]
                .split { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") }
              if words.contains([UInt8(ascii: "*")]) || mentions(name, StringContent.of(token, file.text.bytes)) {
                return false
              }
            }
          }
          return isTold && token(first).symbol != .star && token(first).symbol != .doubleStar
        }
    }
  }

  /// Whether a text names something as a whole or as one of the parts of a path: `author__books`, `author.books`.
  private func mentions(_ name: ArraySlice<UInt8>, _ text: Range<Int>) -> Bool {
    let bytes = Array(file.text.bytes[text])
    let name = Array(name)
    guard !name.isEmpty, bytes.count >= name.count else { return false }
    for start in 0...(bytes.count - name.count) where bytes[start..<start + name.count].elementsEqual(name) {
      let end = start + name.count
      let begins = start == 0 || bytes[start - 1] == UInt8(ascii: ".") || endsInUnderscores(bytes[..<start])
      let ends =
        end == bytes.count || bytes[end] == UInt8(ascii: ".")
        || bytes[end...].starts(with: [UInt8(ascii: "_"), UInt8(ascii: "_")])
      if begins, ends { return true }
    }
    return false
  }

  private func endsInUnderscores(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.count > 1 && bytes.suffix(2).allSatisfy { $0 == UInt8(ascii: "_") }
  }
}
