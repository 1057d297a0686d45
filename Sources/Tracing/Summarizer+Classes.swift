import Matching
import SourceScan

/// The bases of classes, what they are given for their type parameters, and which class functions return.
extension Summarizer {
  mutating func addBases(_ header: Statement, _ number: Int, from scope: Int) {
    let first = Int32(truncatingIfNeeded: summary.types.count)
    var found: [TypeSummary] = []
    var arguments: [(base: Int32, range: Range<UInt32>)] = []
    if let open = file.stream.firstOutside(of: header.first..<header.end, .leftParen),
      token(open).payload != Token.noMate, token(open).payload > open
    {
      for part in file.stream.split(open + 1..<token(open).payload, at: .comma) {
        if part.count > 1, token(part.lowerBound + 1).symbol == .assign { continue }
        guard let path = path(part, from: scope) else { continue }
        if let last = part.last, token(last).symbol == .rightBracket, token(last).payload != Token.noMate,
          token(last).payload > part.lowerBound
        {
          arguments.append((first + Int32(truncatingIfNeeded: found.count), token(last).payload + 1..<last))
        }
        found.append(TypeSummary(form: .type, path: path))
      }
    }
    summary.types += found
    summary.classes[number].bases = first..<Int32(truncatingIfNeeded: summary.types.count)
    addArguments(arguments, Int32(truncatingIfNeeded: number), from: scope)
    addParameters(header, arguments.map(\.range), Int32(truncatingIfNeeded: number))
  }

  /// `class Jobs(Repository[Job, int])`
  private mutating func addArguments(
    _ arguments: [(base: Int32, range: Range<UInt32>)], _ owner: Int32, from scope: Int
  ) {
    for (base, range) in arguments {
      let parts = file.stream.split(range, at: .comma)
      for (position, part) in parts.enumerated() where !part.isEmpty {
        let type = annotation(part, from: scope)
        summary.typeArguments.append(
          TypeArgument(
            owner: owner, base: base, position: Int32(truncatingIfNeeded: position),
            name: part.count == 1 ? token(part.lowerBound).payload : 0, type: type))
      }
    }
  }

  /// `class Repository(Generic[Row])`, `class Repository[Row]`, or else the type variables that its bases are given.
  private mutating func addParameters(_ header: Statement, _ arguments: [Range<UInt32>], _ owner: Int32) {
    var names: [UInt32] = []
    if header.first + 2 < header.end, token(header.first + 2).symbol == .leftBracket,
      token(header.first + 2).payload != Token.noMate, token(header.first + 2).payload > header.first + 2
    {
      for part in file.stream.split(header.first + 3..<token(header.first + 2).payload, at: .comma) {
        if let name = part.first(where: { token($0).kind == .name }) { names.append(token(name).payload) }
      }
    } else {
      func written(_ range: Range<UInt32>) -> [UInt32] { range.filter { token($0).kind == .name } }
      // Where it stands before them, the base that is only there for it has all of them in their order.
      let own = arguments.first { words.genericBases.contains(token($0.lowerBound - 2).payload) }
      for name in own.map(written) ?? arguments.flatMap(written).filter(isTypeVariable)
      where !names.contains(token(name).payload) {
        names.append(token(name).payload)
      }
    }
    for name in names { summary.typeParameters.append(TypeParameter(owner: owner, name: name)) }
  }

  /// `Row = TypeVar("Row")`, or an imported name that is not written like a class.
  private func isTypeVariable(_ name: UInt32) -> Bool {
    let (before, first, _) = file.outline.nearestBinding(of: name, from: 0, in: file)
    let number = before >= 0 ? before : first
    guard number >= 0 else { return false }
    let binding = file.outline.bindings[number]
    if binding.kind == .import { return !file.isClassName(name) }
    return binding.kind == .assignment
      && binding.value.prefix(3).contains { words.typeVariables.contains(token($0).payload) }
  }

  /// The only class that the annotation of what a function returns names, whatever wraps it, or the type parameter of the
  /// function's class that stands there for it.
  mutating func addReturnedClass(_ annotation: Range<UInt32>, _ number: Int) {
    let owner = summary.functions[number].owner
    func isParameter(_ index: UInt32) -> Bool {
      owner >= 0 && token(index).kind == .name
        && summary.typeParameters.contains { $0.owner == owner && $0.name == token(index).payload }
    }
    let named = annotation.filter {
      (file.isClassName($0) || isParameter($0)) && !words.wrappers.contains(token($0).payload)
        && !words.collectionTypes.contains(token($0).payload)
    }
    guard named.count == 1 else { return }
    summary.functions[number].returnsClass = token(named[0]).payload
    if isParameter(named[0]) { summary.functions[number].flags.insert(.returnsParameter) }
  }
}
