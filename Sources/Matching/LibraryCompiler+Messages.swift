import RuleFiles
import Vocabulary

extension LibraryCompiler {
  /// The message of a rule, or of an alternative: `node` is what it speaks of.
  mutating func messageParts(
    _ message: Located<String>, of node: CompiledNode, _ what: String
  ) -> [MessagePart] {
    let bound = captures(of: node)
    let reachesSomething = node.sources.contains { source in
      if case .reaches? = source.conditions.source { true } else { false }
    }
    let asksChannels = node.sources.contains { source in
      if case .channel? = source.conditions.source { true } else { false }
    }
    var pieces: [MessagePart] = []
    var text = ""
    var rest = message.value[...]
    while let dollar = rest.firstIndex(of: "$") {
      text += rest[..<dollar]
      let behind = rest[rest.index(after: dollar)...]
      let word = behind.prefix { $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_") }
      rest = behind.dropFirst(word.count)
      guard !word.isEmpty else {
        text += "$"
        continue
      }
      if !text.isEmpty { pieces.append(.text(text)) }
      text = ""
      switch word {
      case "CALL": pieces.append(.call)
      case "FUNCTION": pieces.append(.function)
      case "LOOP": pieces.append(.loop)
      case "LOOP_VARIABLE": pieces.append(.loopVariable)
      case "LINES": pieces.append(.lines)
      case "REACHED" where reachesSomething: pieces.append(.reached)
      case "CHANNEL" where asksChannels: pieces.append(.channel)
      case "MISMATCH" where asksChannels: pieces.append(.mismatch)
      default:
        let name = parts.words.names.number(of: "$" + word)
        if !bound.contains(name) {
          faults.append(
            RuleFault(
              "`$\(word)` in the message is bound by no pattern of \(what)", at: message.origin,
              hint: "captures it can use: "
                + (["$CALL", "$FUNCTION", "$LOOP", "$LOOP_VARIABLE", "$LINES"] + (reachesSomething ? ["$REACHED"] : [])
                + (asksChannels ? ["$CHANNEL", "$MISMATCH"] : [])
                + bound.map { parts.words.names.names[Int($0)] }.sorted()).joined(separator: ", ")))
        } else if let open = alternative(leavingOpen: name, in: node) {
          faults.append(
            RuleFault(
              "`$\(word)` in the message is not bound by \(open): findings would show `…` there",
              at: message.origin, hint: "bind it there, or write a `message` for those places"))
        }
        pieces.append(.capture(name))
      }
    }
    text += rest
    if !text.isEmpty { pieces.append(.text(text)) }
    return pieces
  }

  /// The first alternative that takes a node's message and has places in which nothing binds a capture; `nil` when there
  /// is none. What an operation binds is up to the frameworks.
  private func alternative(leavingOpen name: CaptureName, in node: CompiledNode) -> String? {
    for (number, source) in node.sources.enumerated() {
      let around = node.around(Int(number))
      if node.isAny, source.conditions.message != nil || around.contains(where: { $0.conditions.message != nil }) {
        continue
      }
      if around.contains(where: { capturesOfOthers($0.conditions).contains(name) }) { continue }
      guard captures(of: source).contains(name) else { return "alternative \(number + 1)" }
      if case .patterns(let patterns)? = source.conditions.source,
        !capturesOfOthers(source.conditions).contains(name),
        !patterns.allSatisfy({ parts.patterns[$0].captures.contains(name) })
      {
        return "every pattern" + (node.isAny ? " of alternative \(number + 1)" : "")
      }
    }
    return nil
  }
}
