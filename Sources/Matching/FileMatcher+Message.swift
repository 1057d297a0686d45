import SourceScan

/// The words of a finding.
extension FileMatcher {
  /// - Parameters:
  ///   - called: what is called, where the site is the call that is handed it.
  ///   - reached: what the call leads to, where the rule asks for that.
  func message(
    _ parts: [MessagePart], _ site: Site, called: Range<UInt32>? = nil, reached: String? = nil
  ) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .text(let words): text += words
      case .capture(let name): text += site.range(of: name).map { shortened(self.text($0)) } ?? "…"
      case .call: text += called.map { shortened(self.text($0)) } ?? callName(site)
      case .function: text += functionName(site)
      case .loop:
        text += decidingLoop(site).map { "\(lines.line(at: Int(token(loopStart($0)).start)) + 1)" } ?? "?"
      case .loopVariable: text += loopVariable(site)
      case .lines: text += "\(lineCount(site))"
      case .channel, .mismatch: text += "…"
      case .reached: text += reached.map { shortened($0) } ?? "…"
      }
    }
    return text
  }

  /// On one line, and not longer than a reader takes in at a glance.
  private func shortened(_ text: String) -> String {
    var words = ""
    for line in text.split(whereSeparator: \.isNewline) {
      let line = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      // Where brackets are broken into lines, a space would stand where nobody writes one.
      let joins = words.last.map { "([{".contains($0) } ?? true || line.first.map { ")]}.".contains($0) } ?? true
      words += joins ? line : " " + line
    }
    return words.count > 60 ? words.prefix(57) + "…" : words
  }

  /// What is called at the site, without its arguments: `session.execute`, or with them where they are what tells:
  /// `list(job.tasks.all())`.
  func callName(_ site: Site) -> String {
    guard site.statement < 0, let call = callRange(site), call.lowerBound - 1 > site.first else {
      return shortened(text(site.first..<site.end))
    }
    // `list` alone does not say what is listed.
    if call.lowerBound == site.first + 2, token(site.first).kind == .name,
      isOne(of: library.words.elementKeepers, site.first)
    {
      return shortened(text(site.first..<site.end))
    }
    var name = ""
    var index = site.first
    while index < call.lowerBound - 1 {
      let token = token(index)
      // What is awaited first tells more than a dot behind brackets: `(await session.scalars(…)).first`.
      let isAwait = index == site.first && self.token(index + 1).symbol == .await
      if token.kind == .open, !isAwait, token.payload != Token.noMate, token.payload < call.lowerBound {
        name += token.symbol == .leftParen ? "(…)" : "[…]"
        index = token.payload + 1
      } else {
        // Words keep their distance: `with transaction.atomic`.
        let last = index > site.first ? self.token(index - 1) : token
        if isWord(token), isWord(last), token.start > last.end { name += " " }
        name += file.text.string(token.range)
        index += 1
      }
    }
    return shortened(name)
  }

  private func isWord(_ token: Token) -> Bool {
    switch token.kind {
    case .name, .keyword, .number, .string, .stringStart, .stringEnd: true
    case .stringText, .open, .close, .punctuation: false
    }
  }

  private func functionName(_ site: Site) -> String {
    let function = scopeOfFunction(site)
    let scope = file.outline.scopes[function]
    guard scope.own.contains(.function), scope.statement >= 0 else {
      return scope.own.contains(.lambda) ? "lambda" : "module"
    }
    let statement = file.outline.statements[Int(scope.statement)]
    var index = statement.first
    while index + 1 < statement.end, token(index).symbol != .def { index += 1 }
    guard index + 1 < statement.end else { return "function" }
    return file.text.string(token(index + 1).range)
  }

  /// The scope of the function that the site is, or is in.
  private func scopeOfFunction(_ site: Site) -> Int {
    if site.scope >= 0, file.outline.scopes[Int(site.scope)].own.contains(.function) { return Int(site.scope) }
    if site.statement >= 0 {
      let statement = file.outline.statements[Int(site.statement)]
      if statement.kind == .def, statement.body >= 0 { return Int(statement.body) }
    }
    return file.outline.function(around: file.outline.scope(at: site.first))
  }

  private func loopStart(_ loop: Int) -> UInt32 {
    let scope = file.outline.scopes[loop]
    return scope.header.lowerBound
  }

  private func loopVariable(_ site: Site) -> String {
    guard let loop = decidingLoop(site) else { return "…" }
    let scope = file.outline.scopes[loop]
    let names = file.outline.bindings.all.filter { binding in
      binding.kind == .loopTarget
        && (Int(binding.scope) == loop || binding.statement == scope.statement && scope.header.contains(binding.name))
    }
    guard !names.isEmpty else { return "…" }
    return names.map { file.text.string(token($0.name).range) }.joined(separator: ", ")
  }
}
