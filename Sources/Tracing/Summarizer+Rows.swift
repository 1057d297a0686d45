import Matching
import SourceScan

/// The types of rows: of what loops go through, and of what queries give.
extension Summarizer {
  /// What is known of the elements of what a loop goes through.
  mutating func element(of value: Range<UInt32>) -> Int32 {
    if reader.mayHaveRows, let model = reader.rowClass(ofElementsOf: value) {
      let type = object(of: model)
      if type >= 0 { return type }
    }
    return element(of: value, depth: 0)
  }

  private mutating func element(of value: Range<UInt32>, depth: Int) -> Int32 {
    var value = value
    if let first = value.first, token(first).symbol == .await { value = first + 1..<value.upperBound }
    guard depth < 4, let first = value.first, let last = value.last, token(first).kind == .name else { return -1 }
    let scope = file.outline.scope(at: first)
    if token(last).symbol == .rightParen, token(last).payload != Token.noMate, token(last).payload > first {
      let open = token(last).payload
      // `sorted(rows, key=…)`
      if open == first + 1, words.elementKeepers.contains(token(first).payload) {
        guard let inner = file.stream.split(open + 1..<last, at: .comma).first else { return -1 }
        return element(of: inner, depth: depth + 1)
      }
      return callee(first..<open, from: scope).map { add(.element, $0) } ?? -1
    }
    if value.count == 3, words.ownObject.contains(token(first).payload), token(first + 1).symbol == .dot,
      let owner = file.outline.classScope(around: Int32(truncatingIfNeeded: scope))
    {
      var index = nextBinding(of: token(last).payload, in: numbers[Int(owner)], behind: -1)
      while index >= 0, file.outline.bindings[index].annotation.isEmpty {
        index = nextBinding(of: token(last).payload, in: numbers[Int(owner)], behind: index)
      }
      return index >= 0 ? elements(file.outline.bindings[index].annotation, from: Int(owner)) : -1
    }
    guard value.count == 1 else { return -1 }
    let (before, only, _) = file.outline.nearestBinding(of: first, from: scope, in: file)
    let number = before >= 0 ? before : only
    guard number >= 0, definitions[number] == nil else { return -1 }
    let binding = file.outline.bindings[number]
    if !binding.annotation.isEmpty {
      let isParameter = binding.kind == .parameter
      let home = isParameter ? file.outline.scopes[Int(binding.scope)].parent : binding.scope
      return elements(binding.annotation, from: max(Int(home), 0))
    }
    guard binding.kind == .assignment, !binding.isPart, !binding.value.isEmpty, !binding.value.contains(first) else {
      return -1
    }
    return element(of: binding.value, depth: depth + 1)
  }

  /// The type in the brackets of an annotation that holds only one: `list[Job]`, `tuple[Job, ...]`.
  private mutating func elements(_ range: Range<UInt32>, from scope: Int) -> Int32 {
    let parts = file.stream.split(range, at: .bar).filter { token($0.lowerBound).symbol != .noneWord }
    guard parts.count == 1, let part = parts.first, let first = part.first, let last = part.last else { return -1 }
    if part.count == 1, token(first).kind == .string { return spelledElement(first) }
    guard token(last).symbol == .rightBracket, token(last).payload != Token.noMate, token(last).payload > first,
      token(token(last).payload - 1).kind == .name
    else { return -1 }
    let open = token(last).payload
    let arguments = file.stream.split(open + 1..<last, at: .comma).filter { !$0.isEmpty }
    guard let inner = arguments.first else { return -1 }
    if words.wrappers.contains(token(open - 1).payload) {
      if words.unions.contains(token(open - 1).payload), arguments.count > 1 { return -1 }
      return elements(inner, from: scope)
    }
    let isAlone =
      arguments.count == 1 || arguments.count == 2 && token(arguments[1].lowerBound).symbol == .ellipsis
      || words.collectionTypes.contains(token(open - 1).payload)
    return isAlone ? annotation(inner, from: scope) : -1
  }

  /// `"list[Job]"`
  private mutating func spelledElement(_ string: UInt32) -> Int32 {
    let text = file.text.string(token(string).range)
    guard let open = text.firstIndex(of: "["), let close = text.lastIndex(of: "]"), open < close else { return -1 }
    let word = text[text.index(after: open)..<close]
    guard !word.isEmpty, word.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else { return -1 }
    return add(.type, NamePath(root: .spelled(nameHash(word))))
  }

  /// The class whose one row an expression gives by what the frameworks say.
  mutating func row(of value: Range<UInt32>) -> Int32 {
    guard reader.mayHaveRows, mayName(value), let model = reader.rowClass(of: value) else { return -1 }
    return object(of: model)
  }

  /// Whether a class stands in an expression, or a variable at its beginning may have been made with one.
  private func mayName(_ value: Range<UInt32>) -> Bool {
    if value.count > 3, token(value.lowerBound + 1).symbol == .dot, token(value.lowerBound + 3).symbol == .leftParen {
      return true
    }
    return value.contains { file.isClassName($0) }
  }

  private mutating func object(of model: Range<UInt32>) -> Int32 {
    guard let first = model.first else { return -1 }
    return path(model, from: file.outline.scope(at: first)).map { add(.result, $0) } ?? -1
  }
}
