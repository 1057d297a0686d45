import SourceScan

/// What the headers of classes and functions name.
extension ScannedFile {
  /// Where the name and attributes that begin at a token stand in the text: `app.get` of `app.get("/")`.
  private func dottedRange(from token: UInt32) -> Range<Int>? {
    guard Int(token) < stream.tokens.count, stream.tokens[Int(token)].kind == .name else { return nil }
    var last = Int(token)
    while last + 2 < stream.tokens.count, stream.tokens[last + 1].symbol == .dot, stream.tokens[last + 2].kind == .name
    {
      last += 2
    }
    return Int(stream.tokens[Int(token)].start)..<Int(stream.tokens[last].end)
  }

  /// The base classes that a `class` statement names.
  func baseRanges(of statement: Int) -> [Range<Int>] {
    let header = outline.statements[statement]
    guard let open = stream.firstOutside(of: header.first..<header.end, .leftParen),
      stream.tokens[Int(open)].payload != Token.noMate
    else { return [] }
    return stream.split(open + 1..<stream.tokens[Int(open)].payload, at: .comma).compactMap {
      dottedRange(from: $0.lowerBound)
    }
  }

  /// The decorators of the function whose header is a statement, without their arguments.
  func decoratorRanges(of statement: Int) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = statement - 1
    let scope = outline.statements[statement].scope
    while index >= 0, outline.statements[index].kind == .at, outline.statements[index].scope == scope {
      if let range = dottedRange(from: outline.statements[index].first + 1) { found.append(range) }
      index -= 1
    }
    return found
  }
}
