import Foundation

/// A technology to read up on.
package struct ResearchSubject: Sendable, Equatable {
  /// `sqlalchemy`.
  package var name: String
  /// `SQLAlchemy`.
  package var title: String

  package init(name: String, title: String) {
    self.name = name
    self.title = title
  }

  /// What a server is asked.
  var question: String {
    "\(title) best practices: transactions, sessions, connection pooling, bulk operations, concurrency"
  }
}

/// A page that a server named.
package struct ResearchedPage: Codable, Sendable, Equatable {
  package var title: String
  package var url: String
  /// How its text begins; empty where the server only named the page.
  package var excerpt: String
}

/// How the documentation of a technology is had from a server with certain tools.
package enum ResearchRecipe: Sendable, Equatable {
  /// As Context7 has it: a library's id first, then its documentation.
  case library(resolve: DocumentationServer.Tool, read: DocumentationServer.Tool)
  /// As Ref has it, and as an entry may say: search, then read what was found.
  case search(ServerSpec.Tool, read: ServerSpec.Tool?)

  /// - Throws: `ServerError.noKnownTools`.
  package init(_ spec: ServerSpec, tools: [DocumentationServer.Tool]) throws(ServerError) {
    func tool(_ names: String...) -> DocumentationServer.Tool? {
      names.lazy.compactMap { name in tools.first { $0.name == name } }.first
    }
    if let search = spec.search {
      self = .search(search, read: spec.read)
    } else if let resolve = tool("resolve-library-id"), let read = tool("query-docs", "get-library-docs") {
      self = .library(resolve: resolve, read: read)
    } else if tool("ref_search_documentation") != nil {
      self = .search(
        ServerSpec.Tool(name: "ref_search_documentation", argument: "query"),
        read: tool("ref_read_url").map { ServerSpec.Tool(name: $0.name, argument: "url") })
    } else {
      throw .noKnownTools(tools.map { shown($0.name, limit: 60) }.sorted())
    }
  }
}

/// So many pages are kept of one technology, and so many of them read.
private let pageLimit = 8
private let readLimit = 3
/// In characters.
private let excerptLimit = 600

extension DocumentationServer {
  /// The pages on a technology; none where the server has nothing on it.
  package func research(
    _ subject: ResearchSubject, by recipe: ResearchRecipe
  ) async throws(ServerError) -> [ResearchedPage] {
    switch recipe {
    case .library(let resolve, let read): try await readLibrary(subject, resolve, read)
    case .search(let search, let read): try await searchPages(subject, search, read)
    }
  }

  private func readLibrary(
    _ subject: ResearchSubject, _ resolve: Tool, _ read: Tool
  ) async throws(ServerError) -> [ResearchedPage] {
    let found = try await call(
      resolve.name, resolve.filled(["libraryName": .string(subject.title), "query": .string(subject.question)]))
    guard let library = libraryID(in: found) else { return [] }
    let text = try await call(
      read.name,
      read.filled([
        "context7CompatibleLibraryID": .string(library), "libraryId": .string(library),
        "topic": .string(subject.question), "query": .string(subject.question), "tokens": 4000,
      ]))
    return pages(in: text)
  }

  private func searchPages(
    _ subject: ResearchSubject, _ search: ServerSpec.Tool, _ read: ServerSpec.Tool?
  ) async throws(ServerError) -> [ResearchedPage] {
    var found = pages(in: try await call(search.name, [search.argument: .string(subject.question)]))
    guard let read else { return found }
    for index in found.indices.prefix(readLimit) {
      do throws(ServerError) {
        found[index].excerpt = shown(
          try await call(read.name, [read.argument: .string(found[index].url)]), limit: excerptLimit)
      } catch {
        // A page that cannot be read is a page all the same.
        guard case .toolFailed = error else { throw error }
      }
    }
    return found
  }
}

extension DocumentationServer.Tool {
  /// The arguments among these that the tool takes; all of them where it does not say.
  fileprivate func filled(_ values: [String: JSON]) -> [String: JSON] {
    arguments.isEmpty ? values : values.filter { arguments.contains($0.key) }
  }
}

/// `/sqlalchemy/sqlalchemy`: the first word of the text that has the form of a library's id.
func libraryID(in text: String) -> String? {
  for word in text.split(whereSeparator: { $0.isWhitespace || "\"'`(),".contains($0) }) where word.hasPrefix("/") {
    let parts = word.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    let isPlain = word.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || "-_./".utf8.contains($0)
    }
    if parts.count >= 2, isPlain, parts.allSatisfy({ !$0.isEmpty }) { return String(word) }
  }
  return nil
}

/// The pages that a text names by their addresses, each once. A page's title is that of its link, or the heading or the
/// `title` above it; its excerpt is the text that follows, up to the next heading or address.
func pages(in text: String) -> [ResearchedPage] {
  var pages: [ResearchedPage] = []
  var title: String?
  var isTaking = false
  for line in text.split(whereSeparator: \.isNewline) {
    let words = String(line)
    let addresses = webAddresses(in: words)
    if addresses.isEmpty {
      if let heading = heading(words) {
        title = heading
        isTaking = false
      } else if isTaking, words.contains(where: { $0.isLetter || $0.isNumber }), let last = pages.indices.last,
        pages[last].excerpt.count < excerptLimit
      {
        pages[last].excerpt = shown(pages[last].excerpt + " " + words, limit: excerptLimit)
      }
      continue
    }
    for (address, link) in addresses {
      isTaking = !pages.contains { $0.url == address } && pages.count < pageLimit
      guard isTaking else { continue }
      let name = link ?? heading(words) ?? title ?? address
      pages.append(ResearchedPage(title: shown(name, limit: 160), url: address, excerpt: ""))
    }
  }
  return pages
}

/// The `https://` addresses of a line, with the words of a Markdown link around each.
private func webAddresses(in line: String) -> [(address: String, link: String?)] {
  var found: [(String, String?)] = []
  var rest = line[...]
  while let start = rest.range(of: "https://") {
    let tail = rest[start.lowerBound...]
    var address = tail.prefix { !$0.isWhitespace && !"<>\"'`)]}|\\".contains($0) && $0.isASCII }
    while let last = address.last, ".,;:*".contains(last) { address.removeLast() }
    let before = rest[..<start.lowerBound]
    var link: String?
    if before.hasSuffix("]("), let open = before.lastIndex(of: "[") {
      link = String(before[before.index(after: open)...].dropLast(2))
    }
    if address.utf8.count > "https://".utf8.count + 3 { found.append((String(address), link)) }
    rest = rest[address.endIndex...]
    if address.isEmpty { rest = rest.dropFirst() }
  }
  return found
}

/// `Sessions` of `### Sessions`, `TITLE: Sessions` and `"title": "Sessions"`.
private func heading(_ line: String) -> String? {
  let marks: Set<Character> = ["#", " ", "-", "*", "\"", ",", "{", "\t"]
  let plain = line.drop { marks.contains($0) }
  if line.drop(while: { $0 == " " }).hasPrefix("#") { return plain.isEmpty ? nil : String(plain) }
  if let member = line.range(of: "\"title\":") {
    let value = line[member.upperBound...].drop { marks.contains($0) }.prefix { $0 != "\"" }
    return value.isEmpty ? nil : String(value)
  }
  let lowered = plain.lowercased()
  for start in ["title:", "title**:", "page:"] where lowered.hasPrefix(start) {
    let value = plain.dropFirst(start.count).drop { marks.contains($0) }
    let end = value.lastIndex { !marks.contains($0) }
    return end.map { String(value[...$0]) }
  }
  return nil
}
