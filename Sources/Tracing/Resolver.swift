import Matching
import SourceScan

/// Says what the names in a project's calls mean. What it cannot tell for certain means nothing.
struct Resolver {
  let summaries: [FileSummary]
  private let modules: ModuleIndex
  private let packages: [Bool]
  /// By file, where its imports stand in `imported`.
  private let firstImports: [Int]
  /// What imports mean; worked out once.
  private var imported: [Meaning??]
  /// Methods whose name no other function of the project has.
  private let unique: [UInt32: Reference]
  /// The names of all functions and classes, a few bits each: a call of anything else is no call of the project's.
  private let filter: NameFilter
  /// The same of the names of properties.
  private let properties: NameFilter
  /// The classes that are made of others, by these; worked out when they are first asked for.
  var subclasses: [Reference: [Reference]]?

  static let depth = 8

  init(_ summaries: [FileSummary], paths: [String]) {
    self.summaries = summaries
    modules = ModuleIndex(paths)
    packages = paths.map { $0.hasSuffix("/__init__.py") || $0 == "__init__.py" }
    var filter = NameFilter()
    var properties = NameFilter()
    for summary in summaries {
      for function in summary.functions {
        filter.insert(function.name)
        if function.flags.contains(.isProperty) { properties.insert(function.name) }
      }
      for name in summary.names where !summary.classes.isEmpty {
        if case .class = name.definition { filter.insert(name.name) }
      }
    }
    self.filter = filter
    self.properties = properties
    unique = Resolver.uniqueMethods(summaries)
    var firstImports: [Int] = []
    var count = 0
    for summary in summaries {
      firstImports.append(count)
      count += summary.imports.count
    }
    self.firstImports = firstImports
    imported = Array(repeating: nil, count: count)
  }

  func function(_ reference: Reference) -> FunctionSummary {
    summaries[Int(reference.file)].functions[Int(reference.number)]
  }

  // MARK: Calls

  /// The function that a call runs; `isGuess` when only its name says so.
  mutating func target(of call: CallSummary, in file: Int32) -> (function: Reference, isGuess: Bool)? {
    if call.place.manner.contains(.isTelling), isOpen(call.callee, in: file) {
      guard filter.mayContain(call.name) else { return nil }
      return unique[call.name].map { ($0, true) }
    }
    if call.place.isRead {
      guard properties.mayContain(call.name) else { return nil }
      return getter(of: call, in: file).map { ($0, false) }
    }
    // What is called by an imported name may have another one at home.
    if call.callee.first != 0, !filter.mayContain(call.name) { return nil }
    switch meaning(of: call.callee, in: file, 0) {
    case .function(let function)?: return (implementation(of: function) ?? function, false)
    case .class(let type)?:
      // More happens when an object is entered than when it is made.
      for name in call.place.manner.contains(.isEntered)
        ? (call.place.isAwaited ? Resolver.asyncEntry : Resolver.entry) : []
      {
        if let entry = member(name, of: type, 0).flatMap(asFunction) { return entry }
      }
      return member(Resolver.constructor, of: type, 0).flatMap(asFunction)
    case .object, .module, nil:
      if let shared = sharedFunction(call.callee, in: file) { return (shared, false) }
      if let missing = missingFunction(call.callee, in: file) { return (missing, false) }
      // `row.total(…)` of a property calls what reading it gives.
      guard call.callee.first != 0, !call.place.isAwaited, properties.mayContain(call.name) else { return nil }
      return getter(of: call, in: file).map { ($0, false) }
    }
  }

  /// Whether nothing tells what a method is called on.
  private mutating func isOpen(_ callee: NamePath, in file: Int32) -> Bool {
    callee.root == .unknown || meaning(of: NamePath(root: callee.root), in: file, 0) == nil
  }

  private static let constructor = nameHash("__init__")
  private static let entry = [nameHash("__enter__")]
  private static let asyncEntry = [nameHash("__aenter__")]

  private func asFunction(_ meaning: Meaning) -> (function: Reference, isGuess: Bool)? {
    if case .function(let function) = meaning { (function, false) } else { nil }
  }

  // MARK: Paths

  mutating func meaning(of path: NamePath, in file: Int32, _ depth: Int) -> Meaning? {
    guard depth < Resolver.depth, var found = meaning(of: path, root: file, depth) else { return nil }
    for name in [path.first, path.second] where name != 0 {
      guard let next = member(name, of: found, depth) else { return nil }
      found = next
    }
    return found
  }

  private mutating func meaning(of path: NamePath, root file: Int32, _ depth: Int) -> Meaning? {
    switch path.root {
    case .own(let number): return number >= 0 ? .object(Reference(file: file, number: number)) : nil
    case .superclass(let number):
      guard number >= 0, path.first != 0 else { return nil }
      // Only the name behind it can be looked up; an object of a base that has it will do.
      let own = Reference(file: file, number: number)
      for type in baseTypes(of: own, depth) {
        if let base = base(type, of: own, depth), member(path.first, of: base, depth) != nil { return .object(base) }
      }
      return nil
    case .defined(let definition): return meaning(of: definition, in: file, depth)
    case .typed(let type): return object(of: Reference(file: file, number: type), depth + 1)
    case .spelled(let name): return named(name, in: file, depth + 1)
    case .unknown: return nil
    }
  }

  private mutating func meaning(of definition: Definition, in file: Int32, _ depth: Int) -> Meaning? {
    switch definition {
    case .function(let number): .function(Reference(file: file, number: number))
    case .class(let number): .class(Reference(file: file, number: number))
    case .import(let number): meaning(ofImport: Reference(file: file, number: number), depth + 1)
    case .variable(let type): value(of: Reference(file: file, number: type), depth + 1)
    }
  }

  private mutating func meaning(ofImport reference: Reference, _ depth: Int) -> Meaning? {
    let place = firstImports[Int(reference.file)] + Int(reference.number)
    if let known = imported[place] { return known }
    guard depth < Resolver.depth else { return nil }
    // An import that leads back to itself means nothing.
    imported[place] = .some(nil)
    let summary = summaries[Int(reference.file)]
    let entry = summary.imports[Int(reference.number)]
    let path = summary.segments[Int(entry.path.lowerBound)..<Int(entry.path.upperBound)]
    let isPackage = packages[Int(reference.file)]
    func module(_ path: ArraySlice<UInt32>) -> Int32? {
      modules.file(path, level: Int(entry.level), from: reference.file, isPackage: isPackage)
    }
    var found: Meaning?
    if let last = path.last, path.count > 1 || entry.level > 0, let home = module(path.dropLast()) {
      found = named(last, in: home, depth + 1)
    }
    if found == nil { found = module(path).map { .module($0) } }
    imported[place] = .some(found)
    return found
  }

  /// What a module calls by a name.
  private mutating func named(_ name: UInt32, in file: Int32, _ depth: Int) -> Meaning? {
    guard depth < Resolver.depth else { return nil }
    let summary = summaries[Int(file)]
    let end = summary.names.partition { $0.name > name }
    if end > 0, summary.names[end - 1].name == name {
      return meaning(of: summary.names[end - 1].definition, in: file, depth)
    }
    for star in summary.stars {
      let entry = summary.imports[Int(star)]
      let path = summary.segments[Int(entry.path.lowerBound)..<Int(entry.path.upperBound)]
      if let home = modules.file(
        path, level: Int(entry.level), from: file, isPackage: packages[Int(file)]), home != file,
        let found = named(name, in: home, depth + 1)
      {
        return found
      }
    }
    return nil
  }

  // MARK: Members and types

  mutating func member(_ name: UInt32, of meaning: Meaning, _ depth: Int) -> Meaning? {
    switch meaning {
    case .module(let file): named(name, in: file, depth + 1)
    case .class(let type), .object(let type): member(name, of: type, depth)
    case .function: nil
    }
  }

  /// What objects of a class call by a name: its own, or that of the nearest base that has it.
  private mutating func member(_ name: UInt32, of type: Reference, _ depth: Int) -> Meaning? {
    guard depth < Resolver.depth, type.number >= 0 else { return nil }
    let own = definitions(of: name, in: type)
    if let last = own.last(where: { $0.definition != .variable(-1) }) {
      switch last.definition {
      case .function(let number):
        let function = Reference(file: type.file, number: number)
        guard !self.function(function).flags.isDisjoint(with: [.isProperty, .isAccessor]) else {
          return .function(function)
        }
        // Reading it gives an object.
        return property(own, of: type).flatMap { returned(by: $0, depth + 1) }
      case .variable(let number): return object(of: Reference(file: type.file, number: number), depth + 1)
      case .class(let number): return .class(Reference(file: type.file, number: number))
      case .import(let number): return meaning(ofImport: Reference(file: type.file, number: number), depth + 1)
      }
    }
    for number in baseTypes(of: type, depth) {
      if let base = base(number, of: type, depth), let found = member(name, of: base, depth + 1) { return found }
    }
    return nil
  }

  /// What a class itself says of a name, in the order of the text.
  func definitions(of name: UInt32, in type: Reference) -> ArraySlice<MemberSummary> {
    let members = summaries[Int(type.file)].members
    let end = members.partition { ($0.owner, $0.name) > (type.number, name) }
    var start = end
    while start > 0, members[start - 1].owner == type.number, members[start - 1].name == name { start -= 1 }
    return members[start..<end]
  }

  /// What a class gives as its bases, in its file's `types`; nothing where it was looked for too far already.
  func baseTypes(of type: Reference, _ depth: Int) -> Range<Int32> {
    depth < Resolver.depth ? summaries[Int(type.file)].classes[Int(type.number)].bases : 0..<0
  }

  /// The class that one of `baseTypes` stands for.
  mutating func base(_ number: Int32, of type: Reference, _ depth: Int) -> Reference? {
    let path = summaries[Int(type.file)].types[Int(number)].path
    guard case .class(let base)? = meaning(of: path, in: type.file, depth + 1), base != type else { return nil }
    return base
  }

  /// What a variable stands for: another name for a class, or an object.
  private mutating func value(of type: Reference, _ depth: Int) -> Meaning? {
    guard depth < Resolver.depth else { return nil }
    let known = summaries[Int(type.file)].types[Int(type.number)]
    guard let found = meaning(of: known.path, in: type.file, depth) else { return nil }
    switch (known.form, found) {
    case (.type, .class), (.value, _): return found
    case (.result, .class(let made)): return .object(made)
    case (.result, .function(let function)):
      if let type = returnedParameter(function, calledBy: known.path, in: type.file, depth + 1) {
        return .object(type)
      }
      return returned(by: function, depth + 1)
    case (.element, .function(let function)):
      if let type = returnedParameter(function, calledBy: known.path, in: type.file, depth + 1) {
        return .object(type)
      }
      let name = self.function(function).returnsClass
      guard name != 0, case .class(let type)? = named(name, in: function.file, depth + 1) else { return nil }
      return .object(type)
    case (.type, _), (.result, _), (.element, _): return nil
    }
  }

  /// The same for a variable that holds an object, whose type an annotation may say.
  mutating func object(of type: Reference, _ depth: Int) -> Meaning? {
    guard depth < Resolver.depth else { return nil }
    if case .type = summaries[Int(type.file)].types[Int(type.number)].form {
      guard case .class(let named)? = value(of: type, depth) else { return nil }
      return .object(named)
    }
    return value(of: type, depth)
  }

  private mutating func returned(by function: Reference, _ depth: Int) -> Meaning? {
    let type = self.function(function).returns
    return type >= 0 ? object(of: Reference(file: function.file, number: type), depth) : nil
  }

  private static func uniqueMethods(_ summaries: [FileSummary]) -> [UInt32: Reference] {
    var found: [UInt32: Reference] = [:]
    var repeated: Set<UInt32> = []
    for (file, summary) in summaries.enumerated() {
      for (number, function) in summary.functions.enumerated() {
        let reference = Reference(file: Int32(truncatingIfNeeded: file), number: Int32(truncatingIfNeeded: number))
        if found.updateValue(reference, forKey: function.name) != nil { repeated.insert(function.name) }
      }
    }
    return found.filter { name, reference in
      !repeated.contains(name) && summaries[Int(reference.file)].functions[Int(reference.number)].owner >= 0
    }
  }
}

extension Array {
  /// The first index from which on all elements are in the second half; the array must be so divided.
  fileprivate func partition(where belongsToSecond: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if belongsToSecond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
