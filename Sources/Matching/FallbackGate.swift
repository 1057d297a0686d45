import SourceScan

/// Whether what stands at a place is there for callers that give nothing.
enum FallbackGate {
  /// It is no such thing.
  case open
  /// It happens where a parameter, known by its hash, is left out or `None`.
  case parameter(UInt32)
  /// It is what stands in for something else that may be there.
  case closed
}

extension FunctionReader {
  /// `rows if rows is not None else load(key)`, `load(key) if rows is None else rows`, `rows or load(key)`.
  func gate(of site: Site, in function: Int) -> FallbackGate {
    var index = site.first
    if index > 0, symbol(index - 1) == .await { index -= 1 }
    if index > 1, symbol(index - 1) == .else {
      if symbol(index - 2) == .noneWord {
        guard index > 4, symbol(index - 3) == .not, symbol(index - 4) == .is else { return .closed }
        return gate(by: index - 5, in: function) ?? .closed
      }
      if index > 2, symbol(index - 3) == .if { return gate(by: index - 2, in: function) ?? .open }
    }
    if index > 1, symbol(index - 1) == .or { return gate(by: index - 2, in: function) ?? .open }
    let end = site.end
    guard end + 4 < UInt32(file.stream.tokens.count), symbol(end) == .if else { return .open }
    if symbol(end + 2) == .is, symbol(end + 3) == .noneWord, symbol(end + 4) == .else {
      return gate(by: end + 1, in: function) ?? .open
    }
    if symbol(end + 1) == .not, symbol(end + 3) == .else { return gate(by: end + 2, in: function) ?? .open }
    return .open
  }

  /// Whether a query looks at what stands at a place. A condition asks for what certainly happens.
  func stands(_ site: Site, _ query: ReachQuery, in function: Int) -> Bool {
    switch gate(of: site, in: function) {
    case .open: true
    case .parameter: query.asked == nil
    case .closed: false
    }
  }

  func bits(of gate: FallbackGate, among parameters: [UInt32]) -> UInt64 {
    guard case .parameter(let name) = gate, let number = parameters.firstIndex(of: name), number < 64 else { return 0 }
    return 1 << UInt64(number)
  }

  /// The parameters that must be left out for a call to run, one bit each.
  package func absent(forCallAt name: UInt32, in function: Int, parameters: [UInt32]) -> UInt64 {
    (callSpan(at: name).map { bits(of: gate(of: $0, in: function), among: parameters) } ?? 0)
      | absent(around: name, in: function, parameters: parameters)
  }

  /// The same by the `if`s around a token, `if not key:` and `if key is None:`, of parameters that may be `None`.
  func absent(around token: UInt32, in function: Int, parameters: [UInt32]) -> UInt64 {
    if parameters.isEmpty { return 0 }
    let outline = file.outline
    var bits: UInt64 = 0
    var scope = outline.scope(at: token)
    while scope >= 0, scope != function {
      let here = outline.scopes[scope]
      scope = Int(here.parent)
      guard here.own.contains(.if), here.statement >= 0 else { continue }
      let header = outline.statements[Int(here.statement)]
      guard header.kind == .if || header.kind == .elif, let name = missing(header.first + 1..<header.end - 1),
        let number = parameters.prefix(64).firstIndex(of: file.stream.tokens[Int(name)].payload),
        mayBeNone(name, in: function)
      else { continue }
      bits |= 1 << UInt64(number)
    }
    return bits
  }

  /// The name of which a condition asks whether it is missing: `not key`, `key is None`.
  private func missing(_ condition: Range<UInt32>) -> UInt32? {
    let first = condition.lowerBound
    let tokens = file.stream.tokens
    if condition.count == 2, symbol(first) == .not, tokens[Int(first + 1)].kind == .name { return first + 1 }
    if condition.count == 3, tokens[Int(first)].kind == .name, symbol(first + 1) == .is, symbol(first + 2) == .noneWord
    {
      return first
    }
    return nil
  }

  /// Whether a name at its place is still the parameter as it came, and `None` is among what that may be.
  private func mayBeNone(_ name: UInt32, in function: Int) -> Bool {
    var isOptional = false
    for binding in file.outline.bindings.all
    where Int(binding.scope) == function && file.stream.sameText(binding.name, name, file.text.bytes) {
      guard binding.kind == .parameter else {
        if binding.name < name { return false }
        continue
      }
      isOptional =
        binding.value.count == 1 && symbol(binding.value.lowerBound) == .noneWord
        || binding.annotation.contains {
          symbol($0) == .noneWord || file.stream.tokens[Int($0)].payload == Self.optional
        }
    }
    return isOptional
  }

  private static let optional = nameHash("Optional")

  /// What a call hands over that is not plainly `None`; `nil` where `*` or `**` may hand over anything.
  package func given(ofCallAt name: UInt32) -> [PassedArgument.Slot]? {
    var found: [PassedArgument.Slot] = []
    for (slot, range) in slots(ofCallAt: name) {
      guard let first = range.first else { continue }
      if symbol(first) == .star || symbol(first) == .doubleStar { return nil }
      if range.count == 1, symbol(first) == .noneWord { continue }
      found.append(slot)
    }
    return found
  }

  /// A parameter of the function that is `None` when it is left out.
  func gate(by name: UInt32, in function: Int) -> FallbackGate? {
    let tokens = file.stream.tokens
    guard tokens[Int(name)].kind == .name, name == 0 || symbol(name - 1) != .dot else { return nil }
    let binding = file.outline.bindings.all.first {
      $0.kind == .parameter && Int($0.scope) == function && file.stream.sameText($0.name, name, file.text.bytes)
    }
    guard let value = binding?.value, value.count == 1, symbol(value.lowerBound) == .noneWord else { return nil }
    return .parameter(tokens[Int(name)].payload)
  }

  private func symbol(_ index: UInt32) -> Symbol { file.stream.tokens[Int(index)].symbol }
}
