package import Vocabulary

/// A rule as `assay rules` lists it.
package struct ListedRule: Sendable {
  package var card: RuleCard
  /// The libraries the rule knows code of, by the names of their framework files; empty when it needs none.
  package var frameworks: [String]

  package init(card: RuleCard, frameworks: [String]) {
    self.card = card
    self.frameworks = frameworks
  }
}

/// The loaded rules as a table for people or an array for programs, in the order given.
package struct RuleListing: Sendable {
  package var rules: [ListedRule]

  package init(_ rules: [ListedRule]) { self.rules = rules }

  /// The rules under the titles of their packs: a line each with id, severity, effort, name and title.
  package func text(options: RenderOptions = RenderOptions()) -> String {
    var canvas = TextCanvas(color: options.color)
    let idWidth = rules.map(\.card.id.count).max() ?? 0
    let nameWidth = rules.map { printable($0.card.name).count }.max() ?? 0
    for category in Category.allCases {
      let members = rules.filter { $0.card.category == category }.map(\.card)
      if members.isEmpty { continue }
      canvas.put(category.title, .strong)
      canvas.put(" (\(category.pack), \(counted(members.count, "rule")))", .faint)
      canvas.endLine()
      for card in members {
        let name = printable(card.name)
        canvas.put("  ")
        canvas.put(card.id, .label)
        canvas.spaces(idWidth - card.id.count + 2)
        canvas.put(card.severity.word, .severity(card.severity))
        canvas.spaces(8 - card.severity.word.count + 2)
        canvas.put("\(card.effort.rawValue)  \(name)")
        canvas.spaces(nameWidth - name.count + 2)
        let condition = card.when.isEmpty ? "" : " (for \(card.when.joined(separator: "; ")))"
        canvas.put(printable(card.title + condition), .faint)
        canvas.endLine()
      }
      canvas.endLine()
    }
    canvas.put("\(counted(rules.count, "rule")). `assay explain ID` tells all about one.")
    canvas.endLine()
    return canvas.text
  }

  /// An array with an object per rule.
  package func json() -> String { jsonText(of: rules.map(JSONRule.init), pretty: true) }
}

private struct JSONRule: Encodable {
  let id, name, title, pack: String
  /// One word, or several joined by commas; `languages` has them apart.
  let language: String
  let languages: [String]
  let severity, effort, confidence: String
  let frameworks: [String]
  /// What a project must be like for the rule to run, a phrase for each part.
  let when: [String]
  let recommendation: String
  let sources: [Page]
  let file: String

  struct Page: Encodable {
    let title: String
    let url: String
  }

  init(_ rule: ListedRule) {
    let card = rule.card
    id = card.id
    name = card.name
    title = card.title
    pack = card.category.pack
    languages = card.languages.map(\.rawValue)
    language = languages.joined(separator: ",")
    severity = card.severity.word.uppercased()
    effort = card.effort.rawValue
    confidence = card.confidence.word
    frameworks = rule.frameworks
    when = card.when
    recommendation = card.recommendation
    sources = card.sources.map { Page(title: $0.title, url: $0.url) }
    file = card.file
  }
}
