package import SourceScan
import Vocabulary

/// Where a row in a variable comes from, as far as its file tells.
package struct LoadedRow: Sendable {
  /// The class that an annotation or the query names.
  package var model: String?
  /// The calls, by the token of the callee's name, of which one may have loaded it.
  package var calls: [UInt32] = []
  /// What the key was handed over as to the call, where it is by a key that the row is known.
  package var slot: PassedArgument.Slot?
  /// The key's name, and those of what loaded the row and of what holds it, in small letters.
  package var key: String?
  var holders = ""

  var isUnknown: Bool { model == nil && calls.isEmpty }

  /// Whether names say that a key is one of a class: `order_id` for `Order` and `PurchaseOrder`, `id` where the row is
  /// called `order`. A session and the id of a user go from call to call as well, and decide nothing about the row.
  package func names(_ model: String?) -> Bool {
    guard let key else { return true }
    let isPlain = LoadedRow.plainKeys.contains(key)
    guard let model else { return isPlain }
    if isPlain {
      let last = model.lastIndex { $0.isUppercase } ?? model.startIndex
      return holders.contains(model[last...].lowercased())
    }
    guard let end = key.lastIndex(of: "_"), LoadedRow.plainKeys.contains(String(key[end...].dropFirst())) else {
      return false
    }
    return model.lowercased().hasSuffix(key[..<end].lowercased().filter { $0 != "_" })
  }

  static let plainKeys: Set<String> = ["id", "pk", "uuid", "guid", "uid"]
}

extension FileMatcher {
  /// The steps from a variable to what it was assigned from that are followed.
  private static let rowDepth = 4

  /// Where the row comes from that an expression, a plain name mostly, stands for.
  func loadedRow(of range: Range<UInt32>) -> LoadedRow {
    var origin = LoadedRow()
    findLoad(of: range, &origin, depth: 0)
    return origin
  }

  /// Where the row comes from that an object keeps, `self.job`, by the one place at which its class gives it something.
  func loadedRow(keptAs range: Range<UInt32>) -> LoadedRow {
    var origin = LoadedRow()
    guard range.count == 3, isSelf(range.lowerBound), let name = range.last, token(name).kind == .name,
      let owner = file.outline.classScope(around: Int32(truncatingIfNeeded: file.outline.scope(at: name)))
    else { return origin }
    var given: [Binding] = []
    file.outline.bindings.each(hash: token(name).payload) { index in
      let binding = file.outline.bindings[index]
      let isNone = binding.value.count == 1 && token(binding.value.lowerBound).symbol == .noneWord
      if binding.scope == owner, file.stream.sameText(binding.name, name, file.text.bytes),
        !isNone || !binding.annotation.isEmpty
      {
        given.append(binding)
      }
      return true
    }
    guard let found = given.first, given.count == 1 else { return origin }
    if !found.annotation.isEmpty {
      origin.model = onlyClassName(in: found.annotation)
    } else if found.kind == .assignment, !found.isPart, !found.value.isEmpty {
      if found.value.count == 1 {
        findLoad(of: found.value, &origin, depth: 0)
      } else {
        findLoad(made: found.value, &origin, depth: 0)
      }
    }
    return origin
  }

  private func findLoad(of range: Range<UInt32>, _ origin: inout LoadedRow, depth: Int) {
    guard depth < FileMatcher.rowDepth, range.count == 1, let name = range.first, token(name).kind == .name else {
      return
    }
    // What was bound last before the name, or what surrounds it in a comprehension. A function inside of the one that
    // has the row may run long after.
    let home = file.outline.function(around: file.outline.scope(at: name))
    let bindings = nearestBindings(name).filter {
      !$0.value.contains(name) && file.outline.function(around: Int($0.scope)) == home
    }
    guard let binding = bindings.first(where: { $0.name < name }) ?? bindings.first else { return }
    if !binding.annotation.isEmpty {
      origin.model = onlyClassName(in: binding.annotation)
      return
    }
    guard !binding.value.isEmpty, binding.kind != .parameter, binding.kind != .augmented else { return }
    findLoad(made: binding.value, &origin, depth: depth)
  }

  /// The class of the row that a function gives back, where a query in what it returns, or in what that was assigned,
  /// names one.
  func returnedModel(_ range: Range<UInt32>) -> String? {
    var origin = LoadedRow()
    let range = stripped(range)
    if range.count == 1 {
      findLoad(of: range, &origin, depth: 0)
    } else if !range.isEmpty {
      findLoad(made: range, &origin, depth: 0)
    }
    return origin.model
  }

  private func findLoad(made value: Range<UInt32>, _ origin: inout LoadedRow, depth: Int) {
    let reads = FunctionReader.reads
    if operations(reads, in: value).contains(where: { $0.operations.overlaps(reads) }) {
      origin.model = className(in: value)
      // A query by its name alone, `repo.get_by_id(key)`, may be a function of the project that names the class.
      origin.calls += value.filter { index in
        index + 1 < value.upperBound && token(index).kind == .name && token(index + 1).symbol == .leftParen
      }
      return
    }
    var index = value.lowerBound
    var root: UInt32?
    while index < value.upperBound {
      let current = token(index)
      if current.kind == .name {
        if root == nil { root = index }
        if index + 1 < value.upperBound, token(index + 1).symbol == .leftParen { origin.calls.append(index) }
      }
      // What is handed over was not made here.
      if current.kind == .open, current.payload != Token.noMate, current.payload > index { index = current.payload }
      index += 1
    }
    // `result.scalar_one()`, `rows[0]`, `for row in rows`: part of what was loaded.
    if let root, !isSelf(root) { findLoad(of: root..<root + 1, &origin, depth: depth + 1) }
  }

  /// The first name in some tokens that is written like a class; else that in what names in them were assigned.
  func className(in range: Range<UInt32>, depth: Int = 0) -> String? {
    for index in range where isClassName(index) { return file.text.string(token(index).range) }
    guard depth < 2 else { return nil }
    for index in range where token(index).kind == .name {
      if index > 0, token(index - 1).symbol == .dot { continue }
      guard let binding = nearestBindings(index).first(where: { $0.name < index }), binding.kind == .assignment,
        !binding.value.isEmpty, !binding.value.contains(index)
      else { continue }
      if let found = className(in: binding.value, depth: depth + 1) { return found }
    }
    return nil
  }

  /// The only class that an annotation names, whatever wraps it.
  private func onlyClassName(in range: Range<UInt32>) -> String? {
    onlyClass(in: range).map { file.text.string(token($0.lowerBound).range) }
  }

  func onlyClass(in range: Range<UInt32>) -> Range<UInt32>? {
    let names = range.filter { isClassName($0) && !isOne(of: library.words.typeWrappers, $0) }
    return names.count == 1 ? names[0]..<names[0] + 1 : nil
  }

  private func isClassName(_ index: UInt32) -> Bool { file.isClassName(index) }
}

extension ScannedFile {
  /// `JobRun`: an upper-case letter first, and a lower-case one somewhere.
  package func isClassName(_ index: UInt32) -> Bool {
    let token = stream.tokens[Int(index)]
    guard token.kind == .name else { return false }
    let word = text.bytes[token.range]
    guard let first = word.first, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) else { return false }
    return word.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
  }

  /// `model` in `cls.model` or `self.model`, by which generic code keeps the class that it is for.
  func isKeptClass(_ index: UInt32) -> Bool {
    guard index > 1, stream.tokens[Int(index) - 1].symbol == .dot else { return false }
    return ["model", "model_class"].contains { stream.isText(index, $0, text.bytes) }
      && ["cls", "self"].contains { stream.isText(index - 2, $0, text.bytes) }
  }
}
