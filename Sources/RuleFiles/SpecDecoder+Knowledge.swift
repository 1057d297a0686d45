import Vocabulary

extension SpecDecoder {
  /// A document with the key `knowledge`: what the makers of some technologies recommend.
  mutating func knowledge(_ node: YAMLNode) -> RuleFileContents.Named<KnowledgeSpec>? {
    let known = ["knowledge", "title", "technologies", "practices"]
    guard let fields = fields(node, key: "knowledge", owner: "a knowledge file", known: known),
      let name = fields["knowledge"].flatMap({ shaped($0, key: "knowledge", .kebab(what: "name")) })
    else { return nil }
    let title = required("title", in: fields).flatMap { line($0, key: "title") }
    let technologies = required("technologies", in: fields).map { node in
      oneOrList(node, key: "technologies").compactMap {
        shaped($0, key: "technologies", .kebab(what: "name of a technology"))
      }
    }
    let practices = required("practices", in: fields).map { node in
      list(node, key: "practices").compactMap { practice($0, title: title ?? name.value) }
    }
    guard let title, let technologies, let practices else { return .init(name: name, value: nil) }
    return .init(
      name: name, value: KnowledgeSpec(name: name, title: title, technologies: technologies, practices: practices))
  }

  private mutating func practice(_ node: YAMLNode, title: String) -> PracticeSpec? {
    let known = ["id", "text", "page", "url", "from", "before", "holds-for"]
    guard let fields = fields(node, key: "practices", owner: "a practice", known: known) else { return nil }
    let id = required("id", in: fields).flatMap { shaped($0, key: "id", .practiceID) }
    let text = required("text", in: fields).flatMap { self.text($0, key: "text") }
    let page = required("page", in: fields).flatMap { line($0, key: "page") }
    let url = required("url", in: fields).flatMap { self.url($0) }
    let from = fields["from"].flatMap { version($0, key: "from") }
    let before = fields["before"].flatMap { version($0, key: "before") }
    let words = fields["holds-for"].flatMap { line($0, key: "holds-for") }
    if let from, let before, from >= before, let node = fields["before"] {
      complain(.emptyVersionRange(from: from.description, before: before.description), at: node)
    }
    guard let id, let text, let page, let url else { return nil }
    let source = Source(
      title: page, url: url, holdsFor: words ?? VersionRange(from: from, before: before).words.map { "\(title) \($0)" })
    return PracticeSpec(id: id, text: text, source: source, from: from, before: before)
  }

  private mutating func version(_ node: YAMLNode, key: String) -> Version? {
    guard let text = text(node, key: key) else { return nil }
    if let version = Version(text), version.description == text { return version }
    complain(.badShape(text, what: "version", rule: "numbers with dots between them, such as \"2.0\""), at: node)
    return nil
  }
}
