import SourceScan

/// Reads expressions of SQL and PL/pgSQL that make a text: literals, `||`, `format`, `concat`, the variables of a
/// trigger, the variables and parameters of a function.
struct ExpressionReader {
  let script: SQLScript
  /// Of the function around, by name in lower case.
  var parameters: [String] = []
  var variables: [String: ChannelExpression] = [:]

  /// Deeper nesting is taken for unknown.
  private static let depthLimit = 12

  func read(_ range: Range<Int>, depth: Int = 0) -> ChannelExpression {
    guard depth < ExpressionReader.depthLimit, !range.isEmpty else { return .unknown }
    var result: ChannelExpression?
    var start = range.lowerBound
    var index = start
    while index <= range.upperBound {
      if index == range.upperBound || script.isSymbol(index, "||") {
        let term = term(start..<index, depth: depth)
        result = result.map { $0.followed(by: term) } ?? term
        start = index + 1
      } else if script.isSymbol(index, "(") || script.isSymbol(index, "[") {
        index = script.closing(index, limit: range.upperBound)
        continue
      } else if script.isWord(index, "case") {
        // CASE … END is one term.
        index = endOfCase(index, limit: range.upperBound)
        continue
      }
      index += 1
    }
    return result ?? .unknown
  }

  private func endOfCase(_ start: Int, limit: Int) -> Int {
    var depth = 0
    for index in start..<limit {
      if script.isWord(index, "case") { depth += 1 }
      if script.isWord(index, "end") {
        depth -= 1
        if depth == 0 { return index + 1 }
      }
    }
    return limit
  }

  private func term(_ range: Range<Int>, depth: Int) -> ChannelExpression {
    var range = range
    // A cast changes no text: `x::text`, `x::varchar(20)`.
    if let cast = range.first(where: { script.isSymbol($0, "::") }), isOutside(cast, of: range) {
      range = range.lowerBound..<cast
    }
    guard let first = range.first else { return .unknown }
    if script.isSymbol(first, "("), script.closing(first, limit: range.upperBound) == range.upperBound {
      return read(first + 1..<range.upperBound - 1, depth: depth + 1)
    }
    if let text = script.string(first) { return range.count == 1 ? ChannelExpression(text) : .unknown }
    if script.isWord(first, "case") { return cases(range, depth: depth) }
    guard let name = script.name(first) else { return .unknown }
    if range.count == 1 { return variable(name) }
    if script.isSymbol(first + 1, "["), range.count == 4, script.isSymbol(range.upperBound - 1, "]") {
      guard name == "tg_argv", let number = Int(script.text(first + 2)) else { return .unknown }
      return ChannelExpression(alternatives: [[.triggerArgument(number, .kept)]])
    }
    if script.isSymbol(first + 1, "."), let open = range.first(where: { script.isSymbol($0, "(") }),
      open == first + 3, let function = script.name(first + 2)
    {
      return call(function, open, range, depth: depth)
    }
    guard script.isSymbol(first + 1, "("), script.closing(first + 1, limit: range.upperBound) == range.upperBound
    else { return .unknown }
    return call(name, first + 1, range, depth: depth)
  }

  private func isOutside(_ index: Int, of range: Range<Int>) -> Bool {
    var at = range.lowerBound
    while at < index {
      at = script.isSymbol(at, "(") || script.isSymbol(at, "[") ? script.closing(at, limit: range.upperBound) : at + 1
    }
    return at == index
  }

  private func variable(_ name: String) -> ChannelExpression {
    switch name {
    case "tg_table_name", "tg_relname": return ChannelExpression(alternatives: [[.table(.kept)]])
    case "tg_table_schema": return ChannelExpression(alternatives: [[.schema(.kept)]])
    case "tg_op": return ChannelExpression(alternatives: [[.event(.kept)]])
    case "tg_name": return ChannelExpression(alternatives: [[.triggerName(.kept)]])
    default: break
    }
    if let value = variables[name] { return value }
    if let number = parameters.firstIndex(of: name) {
      return ChannelExpression(alternatives: [[.parameter(number, .kept)]])
    }
    return .unknown
  }

  private func cases(_ range: Range<Int>, depth: Int) -> ChannelExpression {
    var result: ChannelExpression?
    var start: Int?
    for index in range.dropFirst() {
      let ends = script.isWord(index, "when") || script.isWord(index, "else") || script.isWord(index, "end")
      if let from = start, ends {
        let value = read(from..<index, depth: depth + 1)
        result = result.map { $0.or(value) } ?? value
        start = nil
      }
      if script.isWord(index, "then") || script.isWord(index, "else") { start = index + 1 }
    }
    return result ?? .unknown
  }

  private func call(_ name: String, _ open: Int, _ range: Range<Int>, depth: Int) -> ChannelExpression {
    let arguments = script.arguments(open + 1..<max(open + 1, range.upperBound - 1))
    func argument(_ number: Int) -> ChannelExpression {
      arguments.indices.contains(number) ? read(arguments[number], depth: depth + 1) : .unknown
    }
    switch name {
    case "lower": return argument(0).cased(.lower)
    case "upper": return argument(0).cased(.upper)
    case "quote_ident", "quote_literal", "trim", "btrim", "initcap", "text", "left": return argument(0)
    case "coalesce":
      let known = arguments.indices.map(argument).filter { !$0.isUnknown }
      return known.dropFirst().reduce(known.first ?? .unknown) { $0.or($1) }
    case "cast":
      guard let first = arguments.first else { return .unknown }
      let end = first.first { script.isWord($0, "as") } ?? first.upperBound
      return read(first.lowerBound..<end, depth: depth + 1)
    case "concat":
      return arguments.indices.reduce(ChannelExpression("")) { $0.followed(by: argument($1)) }
    case "concat_ws":
      let separator = argument(0)
      return arguments.indices.dropFirst().reduce(ChannelExpression("")) { result, number in
        (number == 1 ? result : result.followed(by: separator)).followed(by: argument(number))
      }
    case "format": return format(arguments, depth: depth)
    default: return .unknown
    }
  }

  /// `format('%s_changed', TG_TABLE_NAME)`, with `%I`, `%L`, `%%` and positions (`%1$s`).
  private func format(_ arguments: [Range<Int>], depth: Int) -> ChannelExpression {
    guard let first = arguments.first else { return .unknown }
    let pattern = read(first, depth: depth + 1)
    guard case .text(let text)? = pattern.alternatives.first?.first, pattern.alternatives.count == 1,
      pattern.alternatives[0].count == 1
    else { return .unknown }
    var result = ChannelExpression("")
    var literal: [UInt8] = []
    let bytes = Array(text.utf8)
    var index = 0
    var next = 1
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      guard byte == UInt8(ascii: "%"), index < bytes.count else {
        literal.append(byte)
        continue
      }
      if bytes[index] == UInt8(ascii: "%") {
        literal.append(byte)
        index += 1
        continue
      }
      var number = 0
      var end = index
      while end < bytes.count, (0x30...0x39).contains(bytes[end]), number < 1000 {
        number = number * 10 + Int(bytes[end] - 0x30)
        end += 1
      }
      if end < bytes.count, end > index, bytes[end] == UInt8(ascii: "$") {
        index = end + 1
        next = number
      }
      // Flags and width change nothing that a name could show.
      while index < bytes.count, !isLetter(bytes[index]) { index += 1 }
      let letter = index < bytes.count ? bytes[index] : 0
      index += 1
      let value = arguments.indices.contains(next) ? read(arguments[next], depth: depth + 1) : .unknown
      next += 1
      let quote = letter == UInt8(ascii: "L") ? "'" : ""
      result = result.followed(by: ChannelExpression(String(decoding: literal, as: UTF8.self) + quote)).followed(
        by: value)
      literal = Array(quote.utf8)
    }
    return result.followed(by: ChannelExpression(String(decoding: literal, as: UTF8.self)))
  }

  private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}

extension ChannelExpression {
  /// The text, when it is one and all of it is known or `holes` may stand for the rest.
  var texts: [String] { channels(in: nil) }
}
