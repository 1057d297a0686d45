import RuleFiles
import SourceScan
import Vocabulary

/// Judges what conditions on captures ask about the models and tables of the project. While the project is not known
/// yet, such a condition is taken to hold where it could: a row must come from a query of some class. Of attributes that
/// may be relations there are many, and few are: they are noted, and do not hold.
extension FileMatcher {
  func holdsFacts(_ condition: CompiledCapture, _ range: Range<UInt32>, _ site: Site) -> Bool {
    // What must not be there does not rule out what nobody knows yet.
    if condition.asksFacts, project == nil, acceptsGuesses { return false }
    if let question = condition.relation, !holds(question, range, site) { return false }
    if let question = condition.model, !holds(question, range, site) { return false }
    if let question = condition.table, !holds(question, range) { return false }
    if let question = condition.column, !holds(question, range, site) { return false }
    return true
  }

  // MARK: Models

  private func holds(_ question: ModelQuestion, _ range: Range<UInt32>, _ site: Site) -> Bool {
    guard let origin = modelRange(of: range, calls: question.followsCalls) else { return false }
    var fields: [UInt32] = []
    if question.reads != nil || question.leavesLarge != nil {
      guard let read = fieldTokens(range), !read.isEmpty else { return false }
      fields = read
    }
    guard let facts = project?.facts else { return project == nil }
    guard let model = self.model(origin, facts) else { return false }
    let names = Set(fields.map { file.text.string(token($0).range) })
    if !question.names.isEmpty, !question.names.contains(model.name) { return false }
    if let columns = question.columns, !columns.holds(model.columns.count) { return false }
    if let relations = question.relations, !relations.holds(model.relations.count) { return false }
    if let savesItself = question.savesItself, savesItself != model.savesItself { return false }
    if question.reads == .columns, !names.isSubset(of: model.columns + ["pk"]) { return false }
    if let leaves = question.leavesLarge, leaves == Set(model.largeColumns).isSubset(of: names) { return false }
    return true
  }

  /// The class that an expression is, or whose rows it gives.
  ///
  /// - Parameter calls: what functions of the project give counts, too.
  private func modelRange(of range: Range<UInt32>, calls: Bool = false) -> RowOrigin? {
    // All attributes of a row are asked about one after the other.
    if let known = modelMemo, known.range == range, known.calls == calls { return known.origin }
    // The patterns of roles may have questions of their own.
    let outer = asksGivers
    asksGivers = calls
    let found = isClassName(range) ? RowOrigin(model: stripped(range)) : origin(of: range)
    asksGivers = outer
    modelMemo = (range, calls, found)
    return found
  }

  /// `Book`, `models.Book`: not a name for something made here.
  private func isClassName(_ range: Range<UInt32>) -> Bool {
    let range = stripped(range)
    guard let first = range.first, let last = range.last, token(last).kind == .name,
      let letter = file.text.bytes[token(last).range].first, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(letter)
    else { return false }
    return nearestBindings(first).allSatisfy { $0.kind == .import || $0.kind == .class }
  }

  /// The own name of the class that a range of tokens names.
  private func className(_ range: Range<UInt32>) -> String? {
    guard let first = range.first, let last = range.last else { return nil }
    let all = file.outline.visibleBindings(of: first, from: file.outline.scope(at: first), in: file)
    guard range.count == 1, let number = all.last,
      let entry = file.outline.imports.entries.first(where: { $0.binding == UInt32(number) }),
      let name = entry.path.last
    else { return file.text.string(token(last).range) }
    return file.text.string(token(file.outline.imports.segments[Int(name)]).range)
  }

  /// What is known of the class that a range of tokens names.
  func model(_ range: Range<UInt32>, _ facts: ProjectFacts) -> Model? {
    guard let first = range.first, let last = range.last, token(last).kind == .name else { return nil }
    let name = file.text.string(token(last).range)
    let all = file.outline.visibleBindings(of: first, from: file.outline.scope(at: first), in: file)
    guard let number = all.last else { return facts.model(name, from: nil, level: 0, in: file.text.path) }
    switch file.outline.bindings[number].kind {
    case .class: return range.count == 1 ? facts.model(name, from: nil, level: 0, in: file.text.path) : nil
    case .import:
      guard let entry = file.outline.imports.entries.first(where: { $0.binding == UInt32(number) }) else { return nil }
      var path = entry.path.map { file.text.string(token(file.outline.imports.segments[Int($0)]).range) }
      path += stride(from: first + 2, to: range.upperBound, by: 2).map { file.text.string(token($0).range) }
      guard let name = path.popLast() else { return nil }
      return facts.model(name, from: path, level: Int(entry.level), in: file.text.path)
    default: return nil
    }
  }

  /// The same of the class that rows are of.
  private func model(_ origin: RowOrigin, _ facts: ProjectFacts) -> Model? { modelAndWay(origin, facts)?.model }

  /// The class that rows are of, and the last relation that leads to them.
  private func modelAndWay(_ origin: RowOrigin, _ facts: ProjectFacts) -> (model: Model, way: Relation?)? {
    var model = origin.giver.map { given($0, facts) } ?? model(origin.model, facts)
    var way: Relation?
    for (number, step) in origin.path.enumerated() {
      let name = file.text.string(token(step).range)
      if model == nil, number == 0, !origin.model.isEmpty { continue }
      guard let relation = model?.relation(name) ?? (model == nil ? facts.onlyManager(name) : nil) else {
        // An attribute of something that is no model may lead to one.
        if model == nil { continue }
        return nil
      }
      way = relation
      model = relation.target.flatMap { facts.model($0, from: nil, level: 0, in: relation.path) }
      if model == nil { return nil }
    }
    return model.map { ($0, way) }
  }

  /// The class of the rows that a function of the project gives, by the name in its call.
  private func given(_ name: UInt32, _ facts: ProjectFacts) -> Model? {
    project?.givenRows[name].flatMap { facts.model($0, from: nil, level: 0, in: file.text.path) }
  }

  // MARK: Relations

  private func holds(_ question: CompiledRelationQuestion, _ range: Range<UInt32>, _ site: Site) -> Bool {
    guard range.count == 1, let attribute = range.first, let written = attributeName(attribute),
      let row = site.range(of: question.of),
      let origin =
        question.followsCalls ? modelRange(of: row, calls: true) : modelRange(of: row) ?? originOfAnyRow(row)
    else { return false }
    if token(attribute).kind == .name {
      if question.read == .attribute, !isRead(attribute) { return false }
      if question.loaded != nil, !isLeft(attribute, by: origin) { return false }
    }
    let name = file.text.string(written)
    guard let project else {
      // Behind a relation nobody knows the class yet.
      let isToldLater = origin.model.isEmpty || !origin.path.isEmpty
      let model = isToldLater ? nil : className(origin.model)
      if isToldLater || model != nil {
        hints.insert(FactHint(model: model, attribute: name, giver: origin.path.isEmpty ? origin.giver : nil))
      }
      return false
    }
    guard let facts = project.facts else { return false }
    let known = modelAndWay(origin, facts)
    if question.loaded != nil, known?.model.loadsRelations != false { return false }
    let isOpen = known == nil && origin.giver == nil && (origin.model.isEmpty || !origin.path.isEmpty)
    guard let relation = known?.model.relation(name) ?? (isOpen ? facts.onlyManager(name) : nil) else { return false }
    // The rows that hang on another have it at hand.
    if question.loaded != nil, let way = known?.way, (way.path, way.line) == (relation.path, relation.line) {
      return false
    }
    if let read = question.read, (read == .manager) != relation.isManager { return false }
    switch question.loaded {
    case .lazily: return relation.isLazy
    case .nowhere: return relation.isLazy && !facts.isLoaded(name)
    case nil: return true
    }
  }

  /// Of an attribute its name, of a text with a path, `"shelf.number"`, what the path begins with; in bytes.
  private func attributeName(_ index: UInt32) -> Range<Int>? {
    let token = token(index)
    if token.kind == .name { return token.range }
    guard token.kind == .string else { return nil }
    let content = StringContent.of(token, file.text.bytes)
    guard let dot = content.first(where: { file.text.bytes[$0] == UInt8(ascii: ".") }) else { return nil }
    return content.lowerBound..<dot
  }

  /// Whether an attribute is read as it is: neither called nor given a value.
  private func isRead(_ attribute: UInt32) -> Bool {
    guard attribute + 1 < tokenCount else { return true }
    let next = token(attribute + 1)
    guard !next.flags.contains(.startsLine) else { return true }
    if next.symbol == .leftParen || next.symbol.isAugmentedAssignment { return false }
    if next.symbol == .assign {
      let statement = file.outline.statements[file.outline.statement(at: attribute)]
      return statement.assign != attribute + 1
    }
    return true
  }

  // MARK: Columns

  private func holds(_ question: CompiledColumnQuestion, _ range: Range<UInt32>, _ site: Site) -> Bool {
    guard range.count == 1, let attribute = range.first, token(attribute).kind == .name,
      let model = site.range(of: question.of), isClassName(model)
    else { return false }
    guard let project else { return true }
    guard let facts = project.facts, let known = self.model(stripped(model), facts) else { return false }
    let name = file.text.string(token(attribute).range)
    switch question.indexed {
    case .plainly: return known.plainlyIndexed.contains(name)
    case nil: return known.columns.contains(name)
    }
  }

  // MARK: Tables

  private func holds(_ question: TableQuestion, _ range: Range<UInt32>) -> Bool {
    let written = tableName(range)
    let model =
      written == nil ? modelRange(of: range) ?? writtenClass(range).map { RowOrigin(model: $0) } : nil
    var row = LoadedRow()
    if written == nil, model == nil { row = range.count == 1 ? loadedRow(of: range) : loadedRow(keptAs: range) }
    guard written != nil || model != nil || !row.isUnknown else { return false }
    guard let facts = project?.facts else { return project == nil }
    var known = model.flatMap { self.model($0, facts) }
    let returned = project?.returned ?? [:]
    for name in [row.model] + row.calls.map({ returned[$0] }) where known == nil {
      known = name.flatMap { facts.model($0, from: nil, level: 0, in: file.text.path) }
    }
    guard let table = written ?? known?.table else { return false }
    let triggers = facts.triggers(on: table)
    if !question.tables.isEmpty {
      guard question.tables.contains(where: { facts.isSame(table, $0) }) else { return false }
    }
    let firing = triggers.filter { trigger in
      question.events.isEmpty || question.events.contains { trigger.events.contains($0.rawValue.uppercased()) }
    }
    let channels = firing.flatMap(\.channels)
    if !question.events.isEmpty, question.notifies == nil, firing.isEmpty { return false }
    if let notifies = question.notifies, notifies == channels.isEmpty { return false }
    if let heard = question.heard, heard != facts.isHeard(channels) { return false }
    return true
  }

  /// The class that a statement is made for, or that the annotation of a name says: `update(Job)…`, `job: Job`.
  private func writtenClass(_ range: Range<UInt32>) -> Range<UInt32>? {
    let range = stripped(range)
    guard let first = range.first else { return nil }
    if range.count == 1, token(first).kind == .name {
      guard let binding = nearestBindings(first).first(where: { $0.name < first }) else { return nil }
      if !binding.annotation.isEmpty { return onlyClass(in: binding.annotation) }
      guard binding.kind == .assignment, !binding.value.isEmpty, !binding.value.contains(first) else { return nil }
      return madeForClass(stripped(binding.value))
    }
    return madeForClass(range)
  }

  /// The first argument of the first call, when it is a class.
  private func madeForClass(_ range: Range<UInt32>) -> Range<UInt32>? {
    guard let open = range.first(where: { token($0).symbol == .leftParen }), token(open).payload != Token.noMate,
      let first = file.stream.split(open + 1..<token(open).payload, at: .comma).first, let last = first.last,
      file.isClassName(last), first.count % 2 == 1
    else { return nil }
    return first
  }

  /// The table that a text names, or that a statement in it writes to.
  private func tableName(_ range: Range<UInt32>) -> String? {
    guard let start = range.first else { return nil }
    // `text("UPDATE jobs …")`
    if token(start).kind == .name, let open = range.first(where: { token($0).symbol == .leftParen }),
      token(open).payload != Token.noMate,
      let argument = file.stream.split(open + 1..<token(open).payload, at: .comma).first, argument.count == 1
    {
      return tableName(argument)
    }
    guard let first = range.first, token(first).kind == .string, file.stream.after(first) == range.upperBound,
      let content = StringContent.of(first, in: file)
    else { return nil }
    let words = file.text.string(content).split(whereSeparator: \.isWhitespace)
    guard let head = words.first else { return nil }
    if words.count == 1 { return String(head).filter { $0 != "\"" } }
    let skipped: Int
    switch head.lowercased() {
    case "update": skipped = words[1].lowercased() == "only" ? 2 : 1
    case "insert", "delete", "replace", "merge": skipped = 2
    default: return nil
    }
    guard words.count > skipped else { return nil }
    let table = words[skipped].prefix { $0 != "(" && $0 != ";" && $0 != "," }.filter { $0 != "\"" && $0 != "`" }
    return table.isEmpty ? nil : table
  }
}
