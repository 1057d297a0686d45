/// Puts the events of one file together to the trees of its documents. What can be told without losing the rest
/// (a key given twice, a tag) is collected; what cannot (bad syntax, too deep) ends the file, and the documents before
/// it stand.
struct YAMLComposer {
  /// Whose file it is: ours, in which what has no meaning is a fault, or another program's, of which as much is taken
  /// as can be read: tags are passed over, a merge key is a key like others, of two equal keys the first counts. A
  /// configuration is ours and may be empty.
  enum Dialect {
    case rules, configuration, foreign

    var isOurs: Bool { self != .foreign }
    var byteLimit: Int { isOurs ? Limit.bytes : 16 << 20 }
  }

  /// What one file may ask of us. Aliases are counted because each may stand for many others: nine lines of nine
  /// aliases stand for a billion values.
  enum Limit {
    static let bytes = 1 << 20
    static let depth = 64
    static let valuesBehindAliases = 20_000
  }

  let file: String
  private let dialect: Dialect
  private(set) var documents: [YAMLNode] = []
  private(set) var faults: [RuleFault] = []
  /// Complete values by anchor; `nil` while the value is still being put together.
  private var anchors: [String: YAMLNode?] = [:]
  private var valuesBehindAliases = 0

  init(file: String, bytes: [UInt8], dialect: Dialect = .rules) {
    self.file = file
    self.dialect = dialect
    do throws(RuleFault) {
      try compose(bytes)
    } catch {
      faults.append(error)
    }
  }

  private mutating func compose(_ bytes: [UInt8]) throws(RuleFault) {
    guard bytes.count <= dialect.byteLimit else {
      throw fault(.tooLarge(limit: dialect.byteLimit), 1, 1)
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { throw fault(.utf16, 1, 1) }
    let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let outcome = unsafe bytes.withUnsafeBufferPointer { buffer -> RuleFault? in
      let text = unsafe UnsafeBufferPointer(rebasing: buffer[mark...])
      do throws(YAMLFailure) {
        var events = unsafe try YAMLEventReader(text)
        return try composeDocuments(&events)
      } catch {
        return fault(error, in: unsafe Array(text))
      }
    }
    if let outcome { throw outcome }
    if documents.isEmpty, dialect == .rules { throw fault(.noRule, 1, 1) }
  }

  /// All documents of the stream; the fault that ended it early, if any. Empty documents, as a closing `---` makes
  /// them, are passed over.
  private mutating func composeDocuments(_ events: inout YAMLEventReader) throws(YAMLFailure) -> RuleFault? {
    do throws(Stop) {
      while try next(&events).kind == .documentStart {
        anchors.removeAll()
        let node = try node(from: try next(&events), depth: 1, &events)
        _ = try next(&events)
        if !node.isMissing { documents.append(node) }
      }
      return nil
    } catch {
      switch error {
      case .fault(let fault): return fault
      case .failure(let failure): throw failure
      }
    }
  }

  private enum Stop: Error {
    case failure(YAMLFailure)
    case fault(RuleFault)
  }

  private func next(_ events: inout YAMLEventReader) throws(Stop) -> YAMLEvent {
    do throws(YAMLFailure) {
      return try events.next()
    } catch {
      throw .failure(error)
    }
  }

  /// The value that `event` begins; `depth` is its level, from 1.
  private mutating func node(
    from event: YAMLEvent, depth: Int, _ events: inout YAMLEventReader
  ) throws(Stop) -> YAMLNode {
    if event.kind == .alias { return try aliased(event, depth: depth) }
    guard depth <= Limit.depth else { throw .fault(fault(.tooDeep(limit: Limit.depth), event.line, event.column)) }
    if let tag = event.tag, tag != "!", dialect.isOurs { faults.append(fault(.tag(tag), event.line, event.column)) }
    if let anchor = event.anchor { anchors[anchor] = .some(nil) }

    var node = YAMLNode(
      content: .text(event.text, isPlain: event.isPlain), line: event.line, column: event.column, weight: 1, height: 1)
    switch event.kind {
    case .listStart:
      var items: [YAMLNode] = []
      while true {
        let first = try next(&events)
        if first.kind == .listEnd { break }
        let item = try self.node(from: first, depth: depth + 1, &events)
        node.hold(item)
        items.append(item)
      }
      node.content = .list(items)
    case .mappingStart:
      var mapping = MappingInProgress()
      while true {
        let first = try next(&events)
        if first.kind == .mappingEnd { break }
        let key = try self.node(from: first, depth: depth + 1, &events)
        let value = try self.node(from: try next(&events), depth: depth + 1, &events)
        node.hold(key)
        node.hold(value)
        if let complaint = mapping.add(key, value, at: first, in: file, dialect), dialect.isOurs {
          faults.append(fault(complaint, first.line, first.column))
        }
      }
      node.content = .mapping(mapping.entries)
    default: break
    }
    if let anchor = event.anchor { anchors[anchor] = .some(node) }
    return node
  }

  private mutating func aliased(_ event: YAMLEvent, depth: Int) throws(Stop) -> YAMLNode {
    func stop(_ complaint: Complaint) -> Stop { .fault(fault(complaint, event.line, event.column)) }
    guard let anchored = anchors[event.text] else { throw stop(.unknownAnchor(event.text)) }
    guard let node = anchored else { throw stop(.aliasInItself(event.text)) }
    valuesBehindAliases += node.weight
    guard valuesBehindAliases <= Limit.valuesBehindAliases else {
      throw stop(.aliasesTooLarge(limit: Limit.valuesBehindAliases))
    }
    guard depth + node.height - 1 <= Limit.depth else { throw stop(.tooDeep(limit: Limit.depth)) }
    return node
  }

  private func fault(_ complaint: Complaint, _ line: some BinaryInteger, _ column: some BinaryInteger) -> RuleFault {
    RuleFault(
      complaint.message, at: Origin(file: file, line: Int(line), column: Int(column)), hint: complaint.hint)
  }

  private func fault(_ failure: YAMLFailure, in bytes: [UInt8]) -> RuleFault {
    switch failure {
    case .outOfMemory: return fault(.outOfMemory, 1, 1)
    case .syntax(let problem, let context, let contextLine, let line, let column):
      return fault(.notYAML(problem: problem, context: context, contextLine: contextLine), line, column)
    case .forbiddenCharacter(let value, let offset):
      let place = lineAndColumn(ofByte: offset, in: bytes)
      return fault(.forbiddenCharacter(value), place.line, place.column)
    case .notUTF8:
      let offset = firstInvalidByte(in: bytes)
      let place = lineAndColumn(ofByte: offset, in: bytes)
      return fault(.notUTF8(byte: bytes[offset]), place.line, place.column)
    }
  }
}

/// The entries of a mapping while it is read. Keys are compared one by one until there are too many for that.
private struct MappingInProgress {
  var entries: [YAMLEntry] = []
  private var places: [String: Int] = [:]

  /// Adds the entry, or says why not.
  mutating func add(
    _ key: YAMLNode, _ value: YAMLNode, at event: YAMLEvent, in file: String, _ dialect: YAMLComposer.Dialect
  ) -> Complaint? {
    guard case .text(let word, let isPlain) = key.content else { return .keyNotText(found: key.kindInWords) }
    if word == "<<" && isPlain && dialect.isOurs { return .mergeKey }
    if let first = place(of: word) {
      let entry = entries[first]
      return .duplicateKey(word, first: Origin(file: file, line: Int(entry.line), column: Int(entry.column)))
    }
    entries.append(YAMLEntry(key: word, line: event.line, column: event.column, value: value))
    if entries.count > 24 { places[word] = entries.count - 1 }
    return nil
  }

  private mutating func place(of word: String) -> Int? {
    if entries.count < 24 { return entries.firstIndex { $0.key == word } }
    if places.isEmpty { for (index, entry) in entries.enumerated() { places[entry.key] = index } }
    return places[word]
  }
}

extension YAMLNode {
  fileprivate mutating func hold(_ inner: YAMLNode) {
    weight += inner.weight
    height = max(height, inner.height + 1)
  }
}

/// The place of a byte, from 1, columns in Unicode scalars as libyaml counts them.
private func lineAndColumn(ofByte offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
  var (line, column) = (1, 1)
  for (index, byte) in bytes.prefix(offset).enumerated() {
    if byte == 0x0A || byte == 0x0D && (index + 1 >= bytes.count || bytes[index + 1] != 0x0A) {
      (line, column) = (line + 1, 1)
    } else if byte & 0xC0 != 0x80 && byte != 0x0D {
      column += 1
    }
  }
  return (line, column)
}

/// Where the first sequence of bytes starts that is not UTF-8; there is one.
private func firstInvalidByte(in bytes: [UInt8]) -> Int {
  var parser = Unicode.UTF8.ForwardParser()
  var input = bytes.makeIterator()
  var offset = 0
  while case .valid(let scalar) = parser.parseScalar(from: &input) { offset += scalar.count }
  return min(offset, bytes.count - 1)
}
