import SourceScan

/// Literals, names, calls and what hangs on them.
extension PythonEvaluation {
  mutating func primary(_ range: Range<UInt32>) -> PythonValue {
    var index = range.lowerBound
    let token = stream.tokens[Int(index)]
    var value: PythonValue
    switch token.kind {
    case .string, .stringStart:
      var text = SQLText(path: source.path, [], line: source.line(index))
      while index < range.upperBound {
        let kind = stream.tokens[Int(index)].kind
        guard kind == .string || kind == .stringStart else { break }
        text.append(kind == .string ? source.literal(index) : interpolated(index))
        index = stream.after(index)
      }
      value = .text(text)
    case .name:
      value = name(index)
      index += 1
    case .open:
      value = bracket(index)
      index = stream.after(index)
    default: return .unknown
    }
    while index < range.upperBound {
      let symbol = source.symbol(index)
      if symbol == .dot, index + 1 < range.upperBound {
        value = attribute(of: value, source.word(index + 1))
        index += 2
      } else if symbol == .leftParen {
        value = call(value, index)
        index = stream.after(index)
      } else if symbol == .leftBracket {
        value = element(of: value, index)
        index = stream.after(index)
      } else {
        return .unknown
      }
    }
    return value
  }

  private mutating func name(_ index: UInt32) -> PythonValue {
    let word = source.word(index)
    if let value = names[word] ?? global(word) { return value }
    guard let path = source.imports[word] else { return .name(word) }
    return known(path.text) { path }
  }

  /// The constant that an imported name stands for, or else the name.
  private mutating func known(_ text: String, _ path: () -> PythonSource.ImportedName) -> PythonValue {
    if let known = importedValues[text] { return known }
    let value = imported(path()) ?? .name(text)
    importedValues[text] = value
    return value
  }

  /// `self.CHANNEL`, `Channels.JOBS`, `module.CHANNEL`.
  private mutating func attribute(of value: PythonValue, _ name: String) -> PythonValue {
    switch value {
    case .name(let owner):
      if owner == "self" || owner == "cls", let known = names["self." + name] { return known }
      if let known = names[owner + "." + name] ?? globals[owner + "." + name] { return known }
      if name == "value", let known = names[owner] { return known }
      let path = PythonSource.ImportedName(dotted: owner + "." + name)
      if source.imports.values.contains(where: { owner.hasPrefix($0.text) }), let known = imported(path) {
        return known
      }
      return .name(owner + "." + name)
    case .text where name == "value":
      // A member of an enumeration of texts.
      return value
    case .unknown: return .attribute(.name("*"), name)
    default: return .attribute(value, name)
    }
  }

  private mutating func bracket(_ open: UInt32) -> PythonValue {
    let mate = stream.tokens[Int(open)].payload
    guard mate != Token.noMate, mate > open else { return .unknown }
    let inner = open + 1..<mate
    guard !inner.isEmpty else { return .list([]) }
    if stream.firstOutside(of: inner, .for) != nil { return comprehension(inner) }
    let parts = stream.split(inner, at: .comma)
    if source.symbol(open) == .leftBrace {
      var entries: [(key: PythonValue, value: PythonValue)] = []
      for part in parts {
        guard let colon = stream.firstOutside(of: part, .colon) else { return .list(parts.map { evaluate($0) }) }
        entries.append((evaluate(part.lowerBound..<colon), evaluate(colon + 1..<part.upperBound)))
      }
      return .dictionary(entries)
    }
    let isTuple = source.symbol(open) == .leftBracket || stream.firstOutside(of: inner, .comma) != nil
    guard isTuple else { return evaluate(inner) }
    var elements: [PythonValue] = []
    for part in parts {
      let isSpread = source.symbol(part.lowerBound) == .star
      let value = evaluate(part)
      if isSpread, case .list(let inner) = value { elements += inner } else { elements.append(value) }
    }
    return .list(elements)
  }

  /// `[make(t) for t in TABLES]`.
  private mutating func comprehension(_ inner: Range<UInt32>) -> PythonValue {
    guard let mark = stream.firstOutside(of: inner, .for),
      let into = stream.firstOutside(of: mark..<inner.upperBound, .in)
    else { return .unknown }
    let end = stream.firstOutside(of: into..<inner.upperBound, .if) ?? inner.upperBound
    guard case .list(let elements) = evaluate(into + 1..<end), elements.count <= 200 else { return .unknown }
    let outside = names
    defer { names = outside }
    var values: [PythonValue] = []
    for element in elements {
      bindTarget(mark + 1..<into, to: element)
      values.append(evaluate(inner.lowerBound..<mark))
    }
    return .list(values)
  }

  private mutating func interpolated(_ start: UInt32) -> SQLText {
    var text = SQLText(path: source.path, [], line: source.line(start))
    let end = stream.after(start)
    let isRaw = stream.tokens[Int(start)].flags.contains(.raw)
    var index = start + 1
    while index + 1 < end {
      let token = stream.tokens[Int(index)]
      if token.kind == .stringText {
        text.append(withoutDoubledBraces(source.unescaped(token.range, isRaw: isRaw)))
        index += 1
      } else if token.kind == .open, token.payload != Token.noMate, token.payload < end {
        text.append(
          field(index + 1..<token.payload) ?? SQLText(path: source.path, Hole.bytes, line: source.line(index)))
        index = stream.after(index)
      } else {
        index += 1
      }
    }
    return text
  }

  /// A field without its conversion and format.
  private mutating func field(_ range: Range<UInt32>) -> SQLText? {
    var end = range.upperBound
    for symbol in [Symbol.bang, .colon] {
      if let mark = stream.firstOutside(of: range.lowerBound..<end, symbol) { end = mark }
    }
    return evaluate(range.lowerBound..<end).text
  }

  private func withoutDoubledBraces(_ text: SQLText) -> SQLText {
    guard text.text.contains("{{") || text.text.contains("}}") else { return text }
    var bytes: [UInt8] = []
    var index = 0
    while index < text.bytes.count {
      let byte = text.bytes[index]
      bytes.append(byte)
      let isBrace = byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}")
      index += isBrace && index + 1 < text.bytes.count && text.bytes[index + 1] == byte ? 2 : 1
    }
    return SQLText(path: text.path, bytes, line: text.line)
  }

  private mutating func element(of value: PythonValue, _ open: UInt32) -> PythonValue {
    let mate = stream.tokens[Int(open)].payload
    guard mate != Token.noMate, mate > open + 1 else { return .unknown }
    if case .list(let elements) = value, mate == open + 2, let number = Int(source.word(open + 1)) {
      return elements.indices.contains(number) ? elements[number] : .unknown
    }
    let key = evaluate(open + 1..<mate)
    if case .dictionary(let entries) = value, let key = key.text {
      return entries.first { $0.key.text?.text == key.text }?.value ?? .unknown
    }
    return .unknown
  }

  // MARK: Calls

  private mutating func call(_ callee: PythonValue, _ open: UInt32) -> PythonValue {
    var positional: [PythonValue] = []
    var keywords: [String: PythonValue] = [:]
    for argument in source.arguments(open) {
      let value = evaluate(argument.value)
      if let keyword = argument.keyword {
        keywords[keyword] = value
      } else if source.symbol(argument.value.lowerBound) == .star, case .list(let elements) = value {
        positional += elements
      } else {
        positional.append(value)
      }
    }
    var callee = callee
    var isMethod = open > 1 && source.symbol(open - 2) == .dot
    if let adapter = callee.call, adapter.method == "async_to_sync", let adapted = adapter.arguments.first {
      // `async_to_sync(layer.group_send)("jobs", …)`
      callee = adapted
      isMethod = true
    }
    if case .function(let function) = callee { return call(function, positional, keywords) }
    if case .attribute(let object, let method) = callee,
      let value = result(of: method, on: object, positional, keywords)
    {
      return value
    }
    let call = PythonCall(
      name: callee.spelling, arguments: positional, keywords: keywords, line: source.line(open),
      isMethod: isMethod)
    calls.append(call)
    return wrapped(call) ?? .call(call)
  }

  /// Functions that give their text back, as a query or without its indentation.
  private func wrapped(_ call: PythonCall) -> PythonValue? {
    switch call.method {
    case "text", "DDL", "SQL", "dedent", "cleandoc", "str", "LiteralString", "cast", "sql", "TextClause", "_":
      if case .file = call.argument(0) { return call.argument(0) }
      let value = call.arguments.last { $0.text != nil } ?? call.keywords["statement"]
      return value?.text.map { .text($0) }
    case "Identifier", "quoted_name":
      return call.argument(0).text.map { .text($0.replaced(by: "\"" + $0.text + "\"")) }
    case "Literal": return call.argument(0).text.map { .text($0.replaced(by: "'" + $0.text + "'")) }
    case "open", "Path", "text_type":
      if case .file = call.argument(0) { return call.argument(0) }
      return nil
    case "list", "tuple", "sorted", "set", "reversed":
      if case .list = call.argument(0) { return call.argument(0) }
      return nil
    default: return nil
    }
  }

  /// Methods of texts, lists and dictionaries.
  private func result(
    of method: String, on object: PythonValue, _ arguments: [PythonValue], _ keywords: [String: PythonValue]
  ) -> PythonValue? {
    if case .dictionary(let entries) = object {
      switch method {
      case "items": return .list(entries.map { .list([$0.key, $0.value]) })
      case "values": return .list(entries.map(\.value))
      case "keys": return .list(entries.map(\.key))
      default: return nil
      }
    }
    // Reading a file of SQL gives its text; a path within it leads to it.
    if case .file = object { return object }
    guard let text = object.text else { return nil }
    switch method {
    case "strip", "lstrip", "rstrip", "encode", "execution_options", "bindparams", "columns", "execute_if":
      return object
    case "lower": return .text(text.replaced(by: text.text.lowercased()))
    case "upper": return .text(text.replaced(by: text.text.uppercased()))
    case "format": return .text(filled(text, arguments, keywords))
    case "replace":
      guard let old = arguments.first?.text?.text, !old.isEmpty, arguments.count > 1 else { return object }
      return .text(text.replaced(by: text.text.replacing(old, with: arguments[1].text?.text ?? Hole.text)))
    case "join":
      guard case .list(let elements)? = arguments.first else { return .unknown }
      return .text(text.replaced(by: elements.map { $0.text?.text ?? Hole.text }.joined(separator: text.text)))
    case "split", "splitlines":
      guard let separator = arguments.first?.text?.text, !separator.isEmpty else { return .list([object]) }
      return .list(text.text.split(separator: separator).map { .text(text.replaced(by: String($0))) })
    case "as_string": return object
    default: return nil
    }
  }

  /// `"NOTIFY {}".format(channel)`.
  private func filled(_ text: SQLText, _ arguments: [PythonValue], _ keywords: [String: PythonValue]) -> SQLText {
    var result = SQLText(path: text.path, [], line: text.line)
    var piece: [UInt8] = []
    var pieceStart = 0
    var next = 0
    let bytes = text.bytes
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      let isBrace = byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}")
      if isBrace, index < bytes.count, bytes[index] == byte {
        piece.append(byte)
        index += 1
        continue
      }
      guard byte == UInt8(ascii: "{"), let close = bytes[index...].firstIndex(of: UInt8(ascii: "}")) else {
        piece.append(byte)
        continue
      }
      let field = bytes[index..<close].prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "!") }
      let name = String(decoding: field, as: UTF8.self)
      index = close + 1
      result.append(SQLText(path: text.path, piece, line: text.line(at: pieceStart)))
      piece = []
      pieceStart = index
      let number = name.isEmpty ? next : Int(name)
      if name.isEmpty { next += 1 }
      let value = number.map { arguments.indices.contains($0) ? arguments[$0] : .unknown } ?? keywords[name]
      result.append(value?.text ?? SQLText(path: text.path, Hole.bytes, line: text.line))
    }
    result.append(SQLText(path: text.path, piece, line: text.line(at: pieceStart)))
    return result
  }
}

extension PythonSource.ImportedName {
  /// A path as `text` writes it.
  init(dotted: String) {
    let dots = dotted.prefix { $0 == "." }.count
    self.init(level: dots, path: dotted.dropFirst(dots).split(separator: ".").map(String.init))
  }
}
