import Matching

/// What is known of a function's parameters on a way, one bit each: which took anything, and which are plainly true or
/// false.
struct KnownParameters: Hashable {
  /// `nil` where that is not known yet, and any may have.
  var given: UInt64?
  private var isTrue: UInt64 = 0
  private var isFalse: UInt64 = 0

  init(given: UInt64? = nil) { self.given = given }

  mutating func add(_ value: PlainArgument.Value, to parameters: UInt64) {
    guard case .truth(let truth) = value else { return }
    if truth { isTrue |= parameters } else { isFalse |= parameters }
  }

  /// Whether what is done without some parameters, and as others decide, may be done.
  func mayHold(without absent: UInt64, _ deciders: [ParameterSwitch]) -> Bool {
    absent & (given ?? 0) == 0
      && deciders.allSatisfy { (truth(of: $0) ?? $0.opens) == $0.opens }
  }

  /// What is known of the parameters of the function that a call runs.
  func handedOn(by step: FunctionFacts.Step) -> KnownParameters {
    var known = KnownParameters(given: step.given)
    for (value, parameters) in step.plain {
      switch value {
      case .truth: known.add(value, to: parameters)
      case .parameter(let number, let byDefault):
        if let truth = truth(of: number, byDefault: byDefault) { known.add(.truth(truth), to: parameters) }
      }
    }
    return known
  }

  private func truth(of decider: ParameterSwitch) -> Bool? {
    if decider.keyword == nil { return truth(of: decider.parameter, byDefault: decider.byDefault) }
    // What the parameter takes is not told apart here.
    return given.map { $0 & (1 << UInt64(decider.parameter)) == 0 } == true ? decider.byDefault : nil
  }

  private func truth(of parameter: Int, byDefault: Bool?) -> Bool? {
    let bit = UInt64(1) << UInt64(parameter)
    if isTrue & bit != 0 { return true }
    if isFalse & bit != 0 { return false }
    return given.map { $0 & bit == 0 } == true ? byDefault : nil
  }
}
