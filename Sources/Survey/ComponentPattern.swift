/// What one part of a path, between two `/`, must look like. The common shapes have their own case, because they
/// are compared once per entry of every folder.
enum ComponentPattern: Sendable, Hashable {
  case literal([UInt8])
  /// `*.log`: `*` and then these bytes.
  case suffix([UInt8])
  /// `test_*`
  case prefix([UInt8])
  /// `*`
  case anything
  case tokens([Token], wholeCharacters: Bool)
  /// `**`: any number of parts.
  case anyFolders

  enum Token: Sendable, Hashable {
    case byte(UInt8)
    /// `?`
    case any
    case oneOf(ByteSet)
    /// `*`
    case star
  }

  /// The simplest shape that says the same as the tokens.
  ///
  /// - Parameter wholeCharacters: `?` and `[!a]` stand for one UTF-8 character, not for one byte.
  init(_ tokens: [Token], wholeCharacters: Bool) {
    if tokens == [.star] {
      self = .anything
    } else if let bytes = literalBytes(tokens[...]) {
      self = .literal(bytes)
    } else if tokens.first == .star, let bytes = literalBytes(tokens.dropFirst()) {
      self = .suffix(bytes)
    } else if tokens.last == .star, let bytes = literalBytes(tokens.dropLast()) {
      self = .prefix(bytes)
    } else {
      self = .tokens(tokens, wholeCharacters: wholeCharacters)
    }
  }

  /// The byte that every matching name ends with; 0 when names of different endings match.
  var lastByte: UInt8 {
    switch self {
    case .literal(let bytes), .suffix(let bytes): return bytes.last ?? 0
    case .prefix, .anything, .anyFolders: return 0
    case .tokens(let tokens, _):
      if case .byte(let byte) = tokens.last { return byte }
      return 0
    }
  }

  /// Whether the bytes `lower..<upper` of `text` match. Costs at most (bytes of the name) × (tokens).
  func matches(_ text: Span<UInt8>, _ lower: Int, _ upper: Int) -> Bool {
    switch self {
    case .literal(let bytes):
      return upper - lower == bytes.count && holds(bytes, text, at: lower)
    case .suffix(let bytes):
      return upper - lower >= bytes.count && holds(bytes, text, at: upper - bytes.count)
    case .prefix(let bytes):
      return upper - lower >= bytes.count && holds(bytes, text, at: lower)
    case .anything, .anyFolders:
      return true
    case .tokens(let tokens, let wholeCharacters):
      return holds(tokens, text, lower, upper, wholeCharacters: wholeCharacters)
    }
  }
}

private func literalBytes(_ tokens: ArraySlice<ComponentPattern.Token>) -> [UInt8]? {
  var bytes: [UInt8] = []
  for token in tokens {
    guard case .byte(let byte) = token else { return nil }
    bytes.append(byte)
  }
  return bytes
}

private func holds(_ bytes: [UInt8], _ text: Span<UInt8>, at start: Int) -> Bool {
  var index = bytes.count - 1
  while index >= 0 {
    if text[start + index] != bytes[index] { return false }
    index -= 1
  }
  return true
}

/// Only the last `*` passed is ever tried again: what an earlier one could take more of, the last can take too.
private func holds(
  _ tokens: [ComponentPattern.Token], _ text: Span<UInt8>, _ lower: Int, _ upper: Int, wholeCharacters: Bool
) -> Bool {
  var token = 0
  var at = lower
  var retryToken = -1
  var retryAt = lower
  while true {
    if token == tokens.count {
      if at == upper { return true }
    } else if case .star = tokens[token] {
      token += 1
      if token == tokens.count { return true }
      retryToken = token
      retryAt = at
      continue
    } else if at < upper {
      let end = step(tokens[token], text, at, upper, wholeCharacters: wholeCharacters)
      if end > at {
        token += 1
        at = end
        continue
      }
    }
    guard retryToken >= 0, retryAt < upper else { return false }
    retryAt += 1
    token = retryToken
    at = retryAt
  }
}

/// Where the text goes on behind the one character that `token` takes at `at`; `at` itself when it takes none.
private func step(
  _ token: ComponentPattern.Token, _ text: Span<UInt8>, _ at: Int, _ upper: Int, wholeCharacters: Bool
) -> Int {
  let byte = text[at]
  switch token {
  case .byte(let wanted): return byte == wanted ? at + 1 : at
  case .oneOf(let set): if !set.contains(byte) { return at }
  case .any: break
  case .star: return at
  }
  var end = at + 1
  if wholeCharacters, byte >= 0x80 {
    while end < upper, text[end] & 0xC0 == 0x80 { end += 1 }
  }
  return end
}
