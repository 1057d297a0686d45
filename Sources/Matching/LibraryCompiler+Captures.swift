import RuleFiles
import SourceScan
import Vocabulary

/// Says which conditions of a rule speak of captures that nothing in it binds: they would never hold, and nobody would
/// know.
extension LibraryCompiler {
  mutating func checkCaptures(_ spec: RuleSpec, _ node: CompiledNode) {
    // What one language leaves open, another one may bind.
    guard spec.card.languages.count == 1 else { return }
    let bound = boundAnywhere(in: node)
    for capture in spec.match.everyCapture where !bound.contains(parts.words.names.number(of: capture.value)) {
      faults.append(
        RuleFault(
          "`\(capture.value)` is bound by no pattern of the rule, so what is asked of it can never hold",
          at: capture.origin,
          hint: bound.isEmpty
            ? "write it into a pattern"
            : "captures it can use: "
              + bound.map { parts.words.names.names[Int($0)] }.sorted().joined(separator: ", ")))
    }
  }

  /// All captures that something in a node binds, at whatever depth.
  private func boundAnywhere(in node: CompiledNode) -> Set<CaptureName> {
    var found = captures(of: node)
    var inner = node.conditions.others + node.conditions.hands
    switch node.conditions.source {
    case .any(let nodes): inner += nodes
    case .reaches(let reach): inner.append(reach.operation)
    default: break
    }
    for other in inner { found.formUnion(boundAnywhere(in: other)) }
    return found
  }
}

extension MatchSpec {
  /// The captures that conditions are on, those of inner nodes among them.
  fileprivate var everyCapture: [Located<String>] {
    let headers = (inside + notInside).compactMap { place -> MatchSpec? in
      if case .header(let match) = place { match } else { nil }
    }
    var inner = all + not + follows + precedes + hands + headers + (with + without).compactMap(\.match)
    switch source {
    case .any(let nodes): inner += nodes
    case .reaches(let reach): inner.append(reach.operation)
    default: break
    }
    return captures.map(\.capture) + inner.flatMap(\.everyCapture)
  }
}
