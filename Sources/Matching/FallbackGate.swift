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
    callSpan(at: name).map { bits(of: gate(of: $0, in: function), among: parameters) } ?? 0
  }

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
