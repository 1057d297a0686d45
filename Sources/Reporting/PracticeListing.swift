package import Vocabulary

/// A practice as it is listed.
package struct ListedPractice: Sendable {
  package var id: String
  /// `SQLAlchemy`.
  package var title: String
  /// The names of the technologies it is for.
  package var technologies: [String]
  package var text: String
  package var source: Source

  package init(id: String, title: String, technologies: [String], text: String, source: Source) {
    self.id = id
    self.title = title
    self.technologies = technologies
    self.text = text
    self.source = source
  }
}

/// Practices as a list for people or an array for programs, in the order given.
package struct PracticeListing: Sendable {
  package var practices: [ListedPractice]

  package init(_ practices: [ListedPractice]) { self.practices = practices }

  /// Each practice under the title of its technology, with its page below it.
  package func text(options: RenderOptions = RenderOptions()) -> String {
    var canvas = TextCanvas(color: options.color)
    var title: String?
    for practice in practices {
      if practice.title != title {
        if title != nil { canvas.endLine() }
        canvas.put(printable(practice.title), .strong)
        canvas.endLine()
        title = practice.title
      }
      let indent = 2 + idWidth + 2
      canvas.put("  ")
      canvas.put(practice.id, .label)
      canvas.spaces(idWidth - practice.id.count + 2)
      canvas.wrap(practice.text, indent: indent, width: min(options.width, 100))
      canvas.spaces(indent)
      let versions = practice.source.holdsFor.map { "\(printable($0)): " } ?? ""
      canvas.put("\(versions)\(printable(practice.source.url))", .faint)
      canvas.endLine()
    }
    if !practices.isEmpty { canvas.endLine() }
    canvas.put("\(counted(practices.count, "practice")).")
    canvas.endLine()
    return canvas.text
  }

  private var idWidth: Int { practices.map(\.id.count).max() ?? 0 }

  /// An array with an object per practice.
  package func json() -> String { jsonText(of: practices.map(JSONPractice.init), pretty: true) }
}

private struct JSONPractice: Encodable {
  let id, title, text, page, url: String
  let technologies: [String]
  let holdsFor: String?

  enum CodingKeys: String, CodingKey {
    case id, title, text, page, url, technologies
    case holdsFor = "holds_for"
  }

  init(_ practice: ListedPractice) {
    id = practice.id
    title = practice.title
    text = practice.text
    page = practice.source.title
    url = practice.source.url
    technologies = practice.technologies
    holdsFor = practice.source.holdsFor
  }
}
