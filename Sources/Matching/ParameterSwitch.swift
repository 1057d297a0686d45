import SourceScan

/// A parameter that decides whether a function does something: `if commit: session.commit()`.
package struct ParameterSwitch: Sendable {
  /// From 0.
  package var parameter: Int
  /// Hash of the keyword among those that the parameter takes, `commit = options.pop("commit", False)`; `nil` when it
  /// decides itself.
  package var keyword: UInt32?
  /// The value with which it is done.
  package var opens: Bool
  /// What the parameter is when it is left out; `nil` when it must be given or is no plain truth value.
  package var byDefault: Bool?

  package init(parameter: Int, keyword: UInt32? = nil, opens: Bool, byDefault: Bool?) {
    self.parameter = parameter
    self.keyword = keyword
    self.opens = opens
    self.byDefault = byDefault
  }
}

/// An argument that a switch can be held against.
package struct PlainArgument: Sendable {
  package enum Value: Sendable {
    case truth(Bool)
    /// That of the function around, from 0, and what it is there when it is left out.
    case parameter(Int, byDefault: Bool?)
  }

  package var slot: PassedArgument.Slot
  package var value: Value
}

extension FunctionReader {
  /// The parameters of which each decides whether all of some tokens of a function are reached.
  func switches(around tokens: [UInt32], in function: Int, parameters: [UInt32]) -> [ParameterSwitch] {
    if parameters.isEmpty { return [] }
    var common: [UInt32: Bool]?
    for token in tokens {
      let conditions = conditions(around: token, in: function)
      common = common.map { known in known.filter { conditions[$0.key] == $0.value } } ?? conditions
      if common?.isEmpty == true { return [] }
    }
    guard let common else { return [] }
    return switches(common, in: function, parameters: parameters)
  }

  /// The parameters that decide whether a token is reached.
  package func deciders(of token: UInt32, in function: Int, parameters: [UInt32]) -> [ParameterSwitch] {
    if parameters.isEmpty { return [] }
    let conditions = conditions(around: token, in: function)
    if conditions.isEmpty { return [] }
    return switches(conditions, in: function, parameters: Array(parameters.prefix(64)))
  }

  private func switches(
    _ conditions: [UInt32: Bool], in function: Int, parameters: [UInt32]
  ) -> [ParameterSwitch] {
    let own: [ParameterSwitch] = parameters.enumerated().compactMap { number, name in
      guard let opens = conditions[name], isNeverMade(opens, name, in: function) else { return nil }
      return ParameterSwitch(parameter: number, opens: opens, byDefault: defaultValue(of: name, in: function))
    }
    let others = conditions.keys.filter { !parameters.contains($0) }.sorted()
    return own + others.compactMap { option($0, opens: conditions[$0]!, in: function, parameters: parameters) }
  }

  /// `commit = options.pop("commit", False)` of `**options`.
  private func option(
    _ name: UInt32, opens: Bool, in function: Int, parameters: [UInt32]
  ) -> ParameterSwitch? {
    let all = file.outline.bindings.all.filter { Int($0.scope) == function && hash($0.name) == name }
    guard all.count == 1, let value = all.first?.value, value.count >= 6, let first = value.first, let last = value.last
    else { return nil }
    let tokens = file.stream.tokens
    // options . pop ( "commit" , False )
    let (method, open) = (tokens[Int(first + 2)], tokens[Int(first + 3)])
    guard let number = parameters.firstIndex(of: hash(first)), isAsItCame(first, in: function),
      takesKeywords(first, in: function),
      tokens[Int(first + 1)].symbol == .dot, method.payload == nameHash("pop") || method.payload == nameHash("get"),
      open.symbol == .leftParen, open.payload == last
    else { return nil }
    let arguments = file.stream.split(first + 4..<last, at: .comma)
    guard let key = arguments.first, key.count == 1, tokens[Int(key.lowerBound)].kind == .string else { return nil }
    let content = file.text.bytes[StringContent.of(tokens[Int(key.lowerBound)], file.text.bytes)]
    let byDefault: Bool? =
      switch arguments.count {
      case 1: method.payload == nameHash("get") ? false : nil
      case 2: truth(arguments[1])
      default: nil
      }
    return ParameterSwitch(
      parameter: number, keyword: nameHash(String(decoding: content, as: UTF8.self)), opens: opens, byDefault: byDefault
    )
  }

  /// Whether nothing in a function may make a parameter true, or false, that did not come as that.
  private func isNeverMade(_ truth: Bool, _ name: UInt32, in function: Int) -> Bool {
    file.outline.bindings.all.allSatisfy {
      $0.kind == .parameter || Int($0.scope) != function || hash($0.name) != name || self.truth($0.value) == !truth
    }
  }

  func hash(_ index: UInt32) -> UInt32 { file.stream.tokens[Int(index)].payload }

  private func defaultValue(of name: UInt32, in function: Int) -> Bool? {
    let binding = file.outline.bindings.all.first {
      $0.kind == .parameter && Int($0.scope) == function && hash($0.name) == name
    }
    return binding.flatMap { truth($0.value) }
  }

  private func truth(_ range: Range<UInt32>) -> Bool? {
    guard range.count == 1 else { return nil }
    switch file.stream.tokens[Int(range.lowerBound)].symbol {
    case .true: return true
    case .false, .noneWord: return false
    default: return nil
    }
  }

  /// The arguments of a call that are plainly true or false, or a parameter of the function around as it came.
  package func plainArguments(ofCallAt name: UInt32, in function: Int, parameters: [UInt32]) -> [PlainArgument] {
    slots(ofCallAt: name).compactMap { slot, range in
      if let truth = truth(range) { return PlainArgument(slot: slot, value: .truth(truth)) }
      guard range.count == 1, let number = parameters.firstIndex(of: hash(range.lowerBound)), number < 64,
        isAsItCame(range.lowerBound, in: function)
      else { return nil }
      return PlainArgument(
        slot: slot, value: .parameter(number, byDefault: defaultValue(of: parameters[number], in: function)))
    }
  }

  /// `**options`
  private func takesKeywords(_ name: UInt32, in function: Int) -> Bool {
    file.outline.bindings.all.contains {
      $0.kind == .parameter && Int($0.scope) == function && hash($0.name) == hash(name)
        && file.stream.tokens[Int($0.name - 1)].symbol == .doubleStar
    }
  }

  /// Whether a name is a parameter of the function that nothing else is assigned to.
  private func isAsItCame(_ name: UInt32, in function: Int) -> Bool {
    let all = file.outline.visibleBindings(of: name, from: file.outline.scope(at: name), in: file)
    guard all.count == 1, let only = all.first else { return false }
    return file.outline.bindings[only].kind == .parameter && Int(file.outline.bindings[only].scope) == function
  }

  /// Whether a call certainly hands over, or leaves out, what keeps the function from doing it.
  package func shuts(_ decider: ParameterSwitch, callAt name: UInt32, name parameter: UInt32, isMethod: Bool) -> Bool {
    var given: Range<UInt32>?
    var isOpen = false
    for (slot, range) in slots(ofCallAt: name) {
      switch slot {
      case .receiver: break
      case .position(let position):
        // `*arguments` may be anything from here on.
        if let first = range.first, file.stream.tokens[Int(first)].symbol == .star { isOpen = true }
        if decider.keyword == nil, position + (isMethod ? 1 : 0) == decider.parameter { given = range }
      case .keyword(let keyword): if keyword == decider.keyword ?? parameter { given = range }
      case .keywords: isOpen = true
      }
    }
    if let given { return truth(given).map { $0 != decider.opens } ?? false }
    guard !isOpen, let value = decider.byDefault else { return false }
    return value != decider.opens
  }
}
