import Vocabulary

/// All that is to be told about one rule, as `assay explain` prints it.
package struct RuleExplanation: Sendable {
  package var rule: ListedRule
  /// What the kinds of code do to the rule, a phrase each: `migration: off`.
  package var contexts: [String]

  package init(_ rule: ListedRule, contexts: [String]) {
    self.rule = rule
    self.contexts = contexts
  }

  package func text(options: RenderOptions = RenderOptions()) -> String {
    var page = Page(canvas: TextCanvas(color: options.color), width: min(options.width, 100))
    let card = rule.card
    page.title(of: card)
    page.facts(of: rule)
    if let why = card.why { page.prose("Why", [why]) }
    page.prose("What to do", [card.recommendation])
    for example in card.examples { page.example(example) }
    page.list("What it does not report", card.staysQuiet)
    page.code("Known misses", card.examples.flatMap(\.missed))
    page.list("In other kinds of code", contexts)
    page.list("Sources", card.sources.map { "\($0.title)\($0.holdsFor.map { " (\($0))" } ?? ""): \($0.url)" })
    return page.canvas.text
  }
}

/// The parts of an explanation, each with its heading; a part with nothing in it leaves no trace.
private struct Page {
  var canvas: TextCanvas
  let width: Int

  mutating func title(of card: RuleCard) {
    canvas.put("\(card.id) \(printable(card.name))", .label)
    canvas.endLine()
    canvas.wrap(card.title, indent: 0, width: width, .strong)
    canvas.endLine()
  }

  mutating func facts(of rule: ListedRule) {
    let card = rule.card
    fact("Pack", "\(card.category.title) (\(card.category.pack))")
    fact("Severity", card.severity.word, .severity(card.severity))
    fact("Effort", "\(card.effort.rawValue), \(card.effort.hours)")
    let advisory = card.confidence == .low ? ", so its findings are advisory and not scored" : ""
    fact("Confidence", card.confidence.word + advisory)
    fact("Language", card.languages.map(\.rawValue).joined(separator: ", "))
    if !rule.frameworks.isEmpty { fact("Libraries", rule.frameworks.joined(separator: ", ")) }
    if !card.when.isEmpty { fact("Projects", card.when.joined(separator: "; ")) }
    fact("File", card.file)
  }

  private mutating func fact(_ name: String, _ value: String, _ style: TextCanvas.Style = .plain) {
    canvas.put(name, .faint)
    canvas.spaces(12 - name.count)
    canvas.wrap(value, indent: 12, width: width, style)
  }

  private mutating func heading(_ words: String) {
    canvas.endLine()
    canvas.put(words, .strong)
    canvas.endLine()
  }

  mutating func prose(_ words: String, _ paragraphs: [String]) {
    heading(words)
    for paragraph in paragraphs {
      for line in paragraph.split(separator: "\n") {
        canvas.spaces(2)
        canvas.wrap(String(line), indent: 2, width: width)
      }
    }
  }

  mutating func list(_ words: String, _ entries: [String]) {
    if entries.isEmpty { return }
    heading(words)
    for entry in entries {
      canvas.put("  - ", .gutter)
      canvas.wrap(entry.split(separator: "\n").joined(separator: " "), indent: 4, width: width)
    }
  }

  mutating func code(_ words: String, _ blocks: [String]) {
    if blocks.isEmpty { return }
    heading(words)
    for block in blocks { lines(of: block, mark: "|", .gutter) }
  }

  /// The bad code and the good code, side by side as a difference would show them.
  mutating func example(_ example: ShownExample) {
    if example.bad == nil, example.good == nil { return }
    let library =
      example.framework.map { " (\(example.language.rawValue), \($0))" } ?? " (\(example.language.rawValue))"
    heading("Example" + library)
    if let bad = example.bad { lines(of: bad, mark: "-", .poor) }
    if example.bad != nil, example.good != nil { canvas.endLine() }
    if let good = example.good { lines(of: good, mark: "+", .good) }
  }

  /// The code line by line behind a mark, without the arrows that say where findings start.
  private mutating func lines(of code: String, mark: String, _ style: TextCanvas.Style) {
    var rows = code.split(separator: "\n", omittingEmptySubsequences: false)
    while let last = rows.last, last.allSatisfy(\.isWhitespace) { rows.removeLast() }
    for row in rows {
      canvas.put("  \(mark)", style)
      let shown = CodeLine(row.filter { $0 != "↓" }, marking: 0..<0).fitted(to: .max).code
      if !shown.isEmpty { canvas.put(" \(shown)", style == .gutter ? .plain : style) }
      canvas.endLine()
    }
  }
}
