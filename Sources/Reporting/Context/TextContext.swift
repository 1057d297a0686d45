import Vocabulary

/// What is known about a project, for a terminal: the gist in one line, then lists of facts, each with the place that
/// speaks for it best.
struct TextContext {
  let context: AuditContext
  let options: RenderOptions

  /// One fact: what, its value, remarks, and where it stands.
  struct Row {
    var label: String
    var value: String
    var remarks: [String] = []
    var places: [String]
  }

  /// Rows of a list of which there can be hundreds.
  private static let rowLimit = 40

  func render() -> String {
    var canvas = TextCanvas(color: options.color)
    canvas.put(printable(gist), .strong)
    canvas.endLine()
    canvas.put(printable(context.codebaseRoot), .faint)
    canvas.endLine()
    for (title, kind) in TextContext.lists { put(title, rows(of: kind), on: &canvas) }
    put("Sessions, transactions, pool", settingRows, on: &canvas)
    put("Triggers", context.databaseConfiguration.triggers.map(row), on: &canvas)
    put("Channels", channelRows, on: &canvas)
    put("Models", context.models.map(row), on: &canvas)
    put("Best practices", practiceRows, on: &canvas)
    put("Issue tracker", linearRows, on: &canvas)
    putProblems(on: &canvas)
    return canvas.text
  }

  private static let lists: [(String, Technology.Kind)] = [
    ("Databases", .database), ("Drivers", .driver), ("Object-relational mapping and queries", .orm),
    ("Web frameworks", .webFramework), ("Queues", .queue), ("Caches", .cache), ("Migrations", .migrationTool),
    ("Connection pooler", .pooler),
  ]

  /// `PostgreSQL 16 through SQLAlchemy 2.0.44, asynchronously`.
  private var gist: String {
    let stack = context.techStack
    guard stack.database != nil || stack.orm != nil else { return "No database found" }
    var words = [stack.database.map { name($0.value) }, stack.orm.map { name($0.value) }].compactMap(\.self)
      .joined(separator: " through ")
    if let mode = stack.orm?.value.mode {
      words += mode == .mixed ? ", in part asynchronously" : mode == .async ? ", asynchronously" : ", synchronously"
    } else if let isAsync = stack.isAsync {
      words += isAsync.value ? ", asynchronously" : ", synchronously"
    }
    return words
  }

  private func name(_ technology: Technology) -> String {
    technology.title + (technology.version.map { " \($0)" } ?? "")
  }

  private func rows(of kind: Technology.Kind) -> [Row] {
    context.techStack[kind].map { fact in
      let technology = fact.value
      var remarks = technology.mode.map { [$0.rawValue] } ?? []
      if technology.scope != .production { remarks.append(technology.scope.rawValue) }
      if fact.confidence < .high { remarks.append("\(fact.confidence.word) confidence") }
      return Row(
        label: technology.title, value: technology.version ?? technology.requirement ?? "", remarks: remarks,
        places: fact.evidence.map(place))
    }
  }

  private var settingRows: [Row] {
    DatabaseSetting.allCases.compactMap { setting in
      guard let facts = context.databaseConfiguration.settings[setting], let first = facts.first else { return nil }
      var remarks = first.confidence < .high ? ["\(first.confidence.word) confidence"] : []
      for other in facts.dropFirst().prefix(3) {
        remarks.append("\(other.value.words) in \(place(other.evidence[0]))")
      }
      return Row(
        label: setting.rawValue, value: first.value.words, remarks: remarks, places: first.evidence.map(place))
    }
  }

  private func row(_ trigger: Trigger) -> Row {
    var remarks = ["each \(trigger.level.lowercased())"]
    if !trigger.channels.isEmpty { remarks.append("notifies \(trigger.channels.joined(separator: ", "))") }
    return Row(
      label: trigger.table, value: "\(trigger.timing) \(trigger.events.joined(separator: " OR "))", remarks: remarks,
      places: ["\(trigger.path):\(trigger.line)"])
  }

  private var channelRows: [Row] {
    let configuration = context.databaseConfiguration
    let ends =
      configuration.eventPublishers.map { ("published", $0) } + configuration.eventSubscribers.map { ("heard", $0) }
    return ends.map { end in
      Row(
        label: end.1.channel, value: end.0, remarks: [end.1.technology], places: ["\(end.1.path):\(end.1.line)"])
    }
  }

  private func row(_ model: Model) -> Row {
    var remarks = [counted(model.columns.count, "column")]
    if !model.relations.isEmpty { remarks.append(counted(model.relations.count, "relation")) }
    return Row(label: model.name, value: model.table ?? "", remarks: remarks, places: ["\(model.path):\(model.line)"])
  }

  private var practiceRows: [Row] {
    context.practicesInWords.map { [Row(label: $0, value: "", places: ["`assay practices` lists them"])] } ?? []
  }

  private var linearRows: [Row] {
    guard let team = context.linear else { return [] }
    let value = team.name ?? team.key ?? team.id ?? ""
    return [Row(label: "Linear team", value: value, places: [place(team.evidence)])]
  }

  private func place(_ evidence: Evidence) -> String { "\(evidence.path):\(evidence.line)" }
}

extension TextContext {
  private func put(_ title: String, _ rows: [Row], on canvas: inout TextCanvas) {
    if rows.isEmpty { return }
    let shown = rows.prefix(TextContext.rowLimit)
    let labelWidth = min(shown.map { cells($0.label) }.max() ?? 0, 32)
    let valueWidth = min(shown.map { cells($0.value) }.max() ?? 0, 28)
    canvas.endLine()
    canvas.put(title, .label)
    canvas.endLine()
    for row in shown {
      canvas.spaces(2)
      canvas.put(printable(row.label))
      canvas.spaces(max(labelWidth - cells(row.label), 0) + 2)
      canvas.put(printable(row.value), .strong)
      canvas.spaces(max(valueWidth - cells(row.value), 0) + (valueWidth == 0 ? 0 : 2))
      if !row.remarks.isEmpty { canvas.put(printable(row.remarks.joined(separator: ", ")) + "  ") }
      canvas.put(printable(row.places.first ?? ""), .faint)
      if row.places.count > 1 { canvas.put(" and \(row.places.count - 1) more", .faint) }
      canvas.endLine()
    }
    if rows.count > shown.count {
      canvas.put("  and \(grouped(rows.count - shown.count)) more; `--format json` has them all", .faint)
      canvas.endLine()
    }
  }

  private func cells(_ text: String) -> Int { cellWidth(ofUTF8: Array(printable(text).utf8)[...]) }

  private func putProblems(on canvas: inout TextCanvas) {
    if context.problems.isEmpty { return }
    canvas.endLine()
    canvas.put("Problems", .label)
    canvas.endLine()
    for problem in context.problems {
      canvas.spaces(2)
      let place = problem.path.map { "\($0): " } ?? ""
      let hint = problem.hint.map { " (\($0))" } ?? ""
      canvas.wrap(place + problem.message + hint, indent: 4, width: options.width)
    }
  }
}
