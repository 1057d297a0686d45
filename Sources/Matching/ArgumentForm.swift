import SourceScan

/// How an argument is written: what it is made of, in order.
package enum ArgumentPiece: Sendable, Equatable {
  /// As it stands in the text.
  case text(String)
  /// A parameter of the function around, from 0.
  case parameter(Int)
  /// A session or connection, which two functions need not share to ask the same.
  case connection
}

/// An argument of a call in terms of the function around.
package struct ArgumentForm: Sendable {
  package var slot: PassedArgument.Slot
  /// `nil` where that cannot be said: a call, or a variable of the function.
  package var pieces: [ArgumentPiece]?
}

extension FunctionReader {
  /// The arguments of a call, and whether `*` or `**` hands over others.
  ///
  /// - Parameter parameters: of the function around; `nil` where its variables are known by their names.
  package func forms(
    ofCallAt name: UInt32, in function: Int, parameters: [UInt32]?
  ) -> (forms: [ArgumentForm], isOpen: Bool) {
    var isOpen = false
    let tokens = file.stream.tokens
    let begin = file.outline.scopes[function].body.lowerBound
    var own: Set<UInt32> = []
    if parameters != nil, begin < name {
      for binding in file.outline.bindings.all
      where binding.kind != .parameter && binding.kind != .import && begin <= binding.name && binding.name < name {
        own.insert(tokens[Int(binding.name)].payload)
      }
    }
    let forms = slots(ofCallAt: name).map { slot, range in
      if let first = range.first.map({ tokens[Int($0)].symbol }), first == .star || first == .doubleStar {
        isOpen = true
      }
      return ArgumentForm(slot: slot, pieces: pieces(range, own, parameters))
    }
    return (forms, isOpen)
  }

  private func pieces(_ range: Range<UInt32>, _ own: Set<UInt32>, _ parameters: [UInt32]?) -> [ArgumentPiece]? {
    let tokens = file.stream.tokens
    var pieces: [ArgumentPiece] = []
    for index in range {
      let token = tokens[Int(index)]
      let text = file.text.string(token.range)
      let isRoot = token.kind == .name && (index == range.lowerBound || tokens[Int(index - 1)].symbol != .dot)
      if token.symbol == .leftParen, index > range.lowerBound { return nil }
      if token.symbol == .await || token.symbol == .lambda || token.symbol == .for { return nil }
      guard isRoot else {
        pieces.append(.text(text))
        continue
      }
      if isConnection(index) {
        pieces.append(.connection)
      } else if own.contains(token.payload) {
        return nil
      } else if let number = parameters?.firstIndex(of: token.payload) {
        pieces.append(.parameter(number))
      } else {
        pieces.append(.text(text))
      }
    }
    return pieces
  }

  /// Whether a token is reached wherever its function is run, and the parameters that must be left out for that.
  package func certainty(
    of token: UInt32, in function: Int, parameters: [UInt32]
  ) -> (isCertain: Bool, absent: UInt64) {
    let outline = file.outline
    var absent: UInt64 = 0
    var scope = outline.scope(at: token)
    while scope >= 0, scope != function {
      let here = outline.scopes[scope]
      scope = Int(here.parent)
      guard here.own.overlaps(ReachQuery.branches) || here.own.contains(.comprehension) else { continue }
      guard here.own.contains(.if), here.statement >= 0 else { return (false, absent) }
      let header = outline.statements[Int(here.statement)]
      guard header.kind == .if, header.end == header.first + 5,
        file.stream.tokens[Int(header.first + 2)].symbol == .is,
        file.stream.tokens[Int(header.first + 3)].symbol == .noneWord,
        let gate = gate(by: header.first + 1, in: function)
      else { return (false, absent) }
      absent |= bits(of: gate, among: parameters)
    }
    return (true, absent)
  }

  /// Whether a call may have been made before another one of the same function is, with what has not changed since.
  package func mayPrecede(_ first: UInt32, _ second: UInt32, in function: Int) -> Bool {
    let outline = file.outline
    guard first < second else { return false }
    let home = outline.scope(at: first)
    var scope = outline.scope(at: second)
    while scope != home {
      guard scope >= 0, scope != function else { return false }
      scope = Int(outline.scopes[scope].parent)
    }
    let tokens = file.stream.tokens
    var names: Set<UInt32> = []
    for (_, range) in slots(ofCallAt: first) {
      for index in range where tokens[Int(index)].kind == .name { names.insert(tokens[Int(index)].payload) }
    }
    let isChanged = outline.bindings.all.contains {
      first < $0.name && $0.name < second && names.contains(tokens[Int($0.name)].payload)
    }
    return !isChanged && (isCall(first) || !mayChange(names, between: first, second))
  }

  private func isCall(_ name: UInt32) -> Bool {
    Int(name) + 1 < file.stream.tokens.count && file.stream.tokens[Int(name) + 1].symbol == .leftParen
  }

  /// Whether a statement between two places begins with one of some names, and so may change what it stands for:
  /// `order.status = …`, `order.save()`. A property tells of its object as it is.
  private func mayChange(_ names: Set<UInt32>, between first: UInt32, _ second: UInt32) -> Bool {
    let outline = file.outline
    for statement in outline.statements[outline.statement(at: first)...].dropFirst() {
      guard statement.first < second else { return false }
      guard statement.kind == .none || statement.kind == .await, !(statement.first..<statement.end).contains(second)
      else { continue }
      let start = statement.kind == .await ? statement.first + 1 : statement.first
      if names.contains(file.stream.tokens[Int(start)].payload), file.stream.tokens[Int(start)].kind == .name {
        return true
      }
    }
    return false
  }
}
