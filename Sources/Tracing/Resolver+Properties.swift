import SourceScan

/// Which property runs where an attribute is read.
extension Resolver {
  mutating func getter(of read: CallSummary, in file: Int32) -> Reference? {
    var receiver = read.callee
    if receiver.second != 0 { receiver.second = 0 } else { receiver.first = 0 }
    if case .superclass(let number) = receiver.root, receiver.first == 0 {
      guard number >= 0 else { return nil }
      let own = Reference(file: file, number: number)
      for type in baseTypes(of: own, 0) {
        if let base = base(type, of: own, 0), let found = getter(read.name, of: base, 0) { return found }
      }
      return nil
    }
    // What is read of a class is the property itself.
    guard case .object(let type)? = meaning(of: receiver, in: file, 0) else { return nil }
    return getter(read.name, of: type, 0) ?? nil
  }

  /// The property that a class or the nearest base of it gives a name to: `nil` when none has the name, and nothing when
  /// it is that of something else.
  private mutating func getter(_ name: UInt32, of type: Reference, _ depth: Int) -> Reference?? {
    guard depth < Resolver.depth, type.number >= 0 else { return nil }
    let own = definitions(of: name, in: type)
    if !own.isEmpty { return .some(property(own, of: type)) }
    for number in baseTypes(of: type, depth) {
      if let base = base(number, of: type, depth), let found = getter(name, of: base, depth + 1) {
        return .some(found)
      }
    }
    return nil
  }

  /// The property that a class's own definitions of a name are. What is assigned takes its place, unless it has a setter.
  func property(_ definitions: ArraySlice<MemberSummary>, of type: Reference) -> Reference? {
    var getter: Reference?
    var hasSetter = false
    var isAssigned = false
    for entry in definitions {
      switch entry.definition {
      case .function(let number):
        let reference = Reference(file: type.file, number: number)
        let flags = function(reference).flags
        if flags.contains(.isProperty) {
          guard getter == nil else { return nil }
          getter = reference
        } else if flags.contains(.isAccessor) {
          hasSetter = true
        } else {
          return nil
        }
      case .variable: isAssigned = true
      case .class, .import: return nil
      }
    }
    return isAssigned && !hasSetter ? nil : getter
  }
}
