import SourceScan

/// Where rows come from.
struct RowOrigin: Sendable {
  /// The class, as it is written there.
  var model: Range<UInt32>
  /// What stands in the calls that say which relations come along.
  var loads: [Range<UInt32>] = []
}

/// Follows rows to the query that gives them, by the roles that say whose rows they are.
extension FileMatcher {
  private static let originDepth = 12

  /// The class whose rows, or whose one row, an expression gives, where that is certain.
  mutating func origin(of range: Range<UInt32>, depth: Int = 0) -> RowOrigin? {
    let range = stripped(range)
    guard let first = range.first, depth < FileMatcher.originDepth else { return nil }
    if range.count == 1, token(first).kind == .name { return originOfName(first, depth: depth) }
    for part in roles(of: range).parts where library.roles[part.role].rowsOf != nil {
      if let origin = originMade(range, library.roles[part.role], depth: depth) { return origin }
    }
    return nil
  }

  /// By all that a name is given before its place: every one of them must lead to the same class.
  private mutating func originOfName(_ name: UInt32, depth: Int) -> RowOrigin? {
    var found: RowOrigin?
    for binding in nearestBindings(name) where binding.name <= name && !binding.value.contains(name) {
      guard !binding.isPart, binding.kind == .assignment || binding.kind == .loopTarget else { return nil }
      let value = stripped(binding.kind == .loopTarget ? iterated(binding.value) : binding.value)
      if isEmptyValue(value) { continue }
      guard let origin = origin(of: value, depth: depth + 1) else { return nil }
      guard let known = found else {
        found = origin
        continue
      }
      guard same(known.model, origin.model) else { return nil }
      found?.loads += origin.loads
    }
    return found
  }

  /// `None`, `[]`
  private func isEmptyValue(_ range: Range<UInt32>) -> Bool {
    guard let first = range.first else { return true }
    return range.count == 1 && token(first).symbol == .noneWord
      || range.count == 2 && token(first).symbol == .leftBracket
  }

  /// By the makers of a role: they name the class, or something else whose rows these are.
  private mutating func originMade(_ range: Range<UInt32>, _ role: CompiledRole, depth: Int) -> RowOrigin? {
    for node in role.madeBy.flatMap(\.sources) {
      guard case .patterns(let patterns)? = node.conditions.source else { continue }
      for number in patterns {
        guard let site = madeSite(range, library.patterns[number], node) else { continue }
        let loads = loads(of: range, role)
        if let name = role.rowsOf, let model = site.range(of: name) { return RowOrigin(model: model, loads: loads) }
        for constraint in library.patterns[number].roles {
          guard constraint.roles.contains(where: { library.roles[$0].rowsOf != nil }),
            let inner = site.range(of: constraint.capture), inner != range,
            var origin = origin(of: inner, depth: depth + 1)
          else { continue }
          origin.loads += loads
          return origin
        }
      }
    }
    return nil
  }

  private mutating func madeSite(_ range: Range<UInt32>, _ pattern: Pattern, _ node: CompiledNode) -> Site? {
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
