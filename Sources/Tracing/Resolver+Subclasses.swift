/// What generic code calls through an attribute that the classes made of it give a value: `cls.model.query()` of a
/// service, of which each service of its own says `model = Order`.
extension Resolver {
  /// The one function that such a call runs, whichever of the classes it is made for; `nil` where they differ, or where
  /// none says anything.
  mutating func sharedFunction(_ path: NamePath, in file: Int32) -> Reference? {
    guard case .own(let number) = path.root, number >= 0, path.first != 0, path.second != 0 else { return nil }
    let base = Reference(file: file, number: number)
    var found: Reference?
    for type in classes(below: base) {
      guard definitions(of: path.first, in: type).contains(where: { $0.definition != .variable(-1) }) else { continue }
      guard let value = member(path.first, of: .object(type), 0),
        case .function(let function)? = member(path.second, of: value, 0), found ?? function == function
      else { return nil }
      found = function
    }
    return found
  }

  /// What a call of an abstract method runs, where only one of the classes made of its own has one.
  mutating func implementation(of function: Reference) -> Reference? {
    let known = self.function(function)
    guard known.flags.contains(.isAbstract), known.owner >= 0 else { return nil }
    return onlyOverride(of: known.name, below: Reference(file: function.file, number: known.owner))
  }

  /// What `self.name()` runs in a class that has no such method, and whose bases have none: a part of classes that do.
  mutating func missingFunction(_ path: NamePath, in file: Int32) -> Reference? {
    guard case .own(let number) = path.root, number >= 0, path.first != 0, path.second == 0 else { return nil }
    let type = Reference(file: file, number: number)
    guard member(path.first, of: .object(type), 0) == nil else { return nil }
    return onlyOverride(of: path.first, below: type)
  }

  /// The only method of a name that the classes made of one have; `nil` where there are several, or none.
  private mutating func onlyOverride(of name: UInt32, below base: Reference) -> Reference? {
    var found: Reference?
    for type in classes(below: base) {
      for member in definitions(of: name, in: type) {
        guard case .function(let number) = member.definition else { return nil }
        let function = Reference(file: type.file, number: number)
        if self.function(function).flags.contains(.isAbstract) { continue }
        guard found ?? function == function else { return nil }
        found = function
      }
    }
    return found
  }

  /// The classes that are made of one, directly or by way of others, each once.
  private mutating func classes(below base: Reference) -> [Reference] {
    let subclasses = subclasses ?? directSubclasses()
    self.subclasses = subclasses
    var found: [Reference] = []
    var waiting = subclasses[base] ?? []
    var seen: Set<Reference> = [base]
    while let type = waiting.popLast() {
      guard seen.insert(type).inserted else { continue }
      waiting += subclasses[type] ?? []
      found.append(type)
    }
    return found
  }

  private mutating func directSubclasses() -> [Reference: [Reference]] {
    var found: [Reference: [Reference]] = [:]
    for file in summaries.indices {
      for number in summaries[file].classes.indices {
        let type = Reference(file: Int32(truncatingIfNeeded: file), number: Int32(truncatingIfNeeded: number))
        for base in baseTypes(of: type, 0) {
          if let base = self.base(base, of: type, 0) { found[base, default: []].append(type) }
        }
      }
    }
    return found
  }
}
