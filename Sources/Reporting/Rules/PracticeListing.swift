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

/// A page that a documentation server named, as it is listed.
package struct ListedResearch: Sendable {
  package var technology: String
  /// `YYYY-MM-DD`.
  package var date: String
  package var server: String
  /// The page's title.
  package var page: String
  package var url: String
  package var excerpt: String

  package init(technology: String, date: String, server: String, page: String, url: String, excerpt: String) {
    self.technology = technology
    self.date = date
    self.server = server
    self.page = page
    self.url = url
    self.excerpt = excerpt
  }
}

/// Practices, and pages that servers named, as a list for people or an array for programs, in the order given.
package struct PracticeListing: Sendable {
  package var practices: [ListedPractice]
  package var research: [ListedResearch]

  package init(_ practices: [ListedPractice], research: [ListedResearch] = []) {
    self.practices = practices
    self.research = research
  }

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
    var heading: String?
    for page in research {
      let found = "\(printable(page.technology)), found by \(printable(page.server)) on \(printable(page.date))"
      if found != heading {
        if heading != nil { canvas.endLine() }
        canvas.put(found, .strong)
        canvas.endLine()
        heading = found
      }
      canvas.put("  \(printable(page.page))")
      canvas.endLine()
      canvas.put("    \(printable(page.url))", .faint)
      canvas.endLine()
    }
    if !research.isEmpty { canvas.endLine() }
    let pages = research.isEmpty ? "" : ", \(counted(research.count, "researched page"))"
    canvas.put("\(counted(practices.count, "practice"))\(pages).")
    canvas.endLine()
    return canvas.text
  }

  private var idWidth: Int { practices.map(\.id.count).max() ?? 0 }

  /// An array with an object per practice.
  package func json() -> String {
    jsonText(of: practices.map(JSONPractice.init) + research.map(JSONPractice.init), pretty: true)
  }
}

private struct JSONPractice: Encodable {
  /// Absent of researched pages, which say who found them.
  let id: String?
  let title, text, page, url: String
  let technologies: [String]
  let holdsFor: String?
  let server, date: String?

  enum CodingKeys: String, CodingKey {
    case id, title, text, page, url, technologies
    case holdsFor = "holds_for"
    case server, date
  }

  init(_ practice: ListedPractice) {
    id = practice.id
    title = practice.title
    text = practice.text
    page = practice.source.title
    url = practice.source.url
    technologies = practice.technologies
    holdsFor = practice.source.holdsFor
    server = nil
    date = nil
  }

  init(_ page: ListedResearch) {
    id = nil
    title = page.technology
    text = page.excerpt
    self.page = page.page
    url = page.url
    technologies = [page.technology]
    holdsFor = nil
    server = page.server
    date = page.date
  }
}
