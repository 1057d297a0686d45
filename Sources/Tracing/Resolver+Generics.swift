import SourceScan

/// What type parameters stand for: `class Jobs(Repository[Job])` makes `Job` of what a method of `Repository` returns.
extension Resolver {
  /// What a type parameter of a class is, seen from another one.
  private enum Standing {
    case `class`(Reference)
    case parameter(UInt32)
  }

  /// The class of what a function returns, or of its elements, when it is called by a path; `nil` where that is not what a
  /// type parameter says, or the parameter is open.
  mutating func returnedParameter(
    _ function: Reference, calledBy path: NamePath, in file: Int32, _ depth: Int
  ) -> Reference? {
    guard summaries[Int(function.file)].functions[Int(function.number)].flags.contains(.returnsParameter),
      path.first != 0, depth < Resolver.depth
    else { return nil }
    let summary = self.function(function)
    var receiver = path
    if receiver.second != 0 { receiver.second = 0 } else { receiver.first = 0 }
    let type: Reference
    if case .superclass(let number) = receiver.root, receiver.first == 0 {
      type = Reference(file: file, number: number)
    } else {
      switch meaning(of: receiver, in: file, depth + 1) {
      case .object(let found)?, .class(let found)?: type = found
      default: return nil
      }
    }
    let owner = Reference(file: function.file, number: summary.owner)
    guard type.number >= 0, case .class(let found)? = standing(summary.returnsClass, of: owner, in: type, 0) else {
      return nil
    }
    return found
  }

  private mutating func standing(
    _ parameter: UInt32, of owner: Reference, in type: Reference, _ depth: Int
  ) -> Standing? {
    if type == owner { return .parameter(parameter) }
    guard depth < Resolver.depth else { return nil }
    let summary = summaries[Int(type.file)]
    for number in summary.classes[Int(type.number)].bases {
      let path = summary.types[Int(number)].path
      guard case .class(let base)? = meaning(of: path, in: type.file, depth + 1), base != type,
        let standing = standing(parameter, of: owner, in: base, depth + 1)
      else { continue }
      guard case .parameter(let name) = standing else { return standing }
      let position = summaries[Int(base.file)].typeParameters.filter { $0.owner == base.number }.firstIndex {
        $0.name == name
      }
      guard let position,
        let argument = summary.typeArguments.first(where: {
          $0.owner == type.number && $0.base == number && Int($0.position) == position
        })
      else { return nil }
      if summary.typeParameters.contains(where: { $0.owner == type.number && $0.name == argument.name }) {
        return .parameter(argument.name)
      }
      guard argument.type >= 0,
        case .object(let given)? = object(of: Reference(file: type.file, number: argument.type), depth + 1)
      else { return nil }
      return .class(given)
    }
    return nil
  }

  /// The name of a class in its own file.
  func name(of type: Reference) -> UInt32? {
    summaries[Int(type.file)].names.first { $0.definition == .class(type.number) }?.name
  }
}
