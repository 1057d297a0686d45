import Vocabulary

extension SpecDecoder {
  /// `examples:` a list of `{language, framework, path, bad, good, missed}`. A rule of one language gives it to its
  /// examples.
  mutating func examples(_ node: YAMLNode?, languages: [Language]) -> [ExampleSpec] {
    guard let node else { return [] }
    return list(node, key: "examples").compactMap { example($0, languages: languages) }
  }

  private mutating func example(_ node: YAMLNode, languages: [Language]) -> ExampleSpec? {
    guard
      let fields = fields(node, key: "examples", owner: "an example", known: SpecDecoder.exampleKeys)
    else { return nil }
    let language = exampleLanguage(fields, of: languages)
    let framework = fields["framework"].flatMap { line($0, key: "framework") }
    let path = fields["path"].flatMap { examplePath($0) }
    let bad = codes(fields["bad"], key: "bad")
    let good = codes(fields["good"], key: "good")
    let missed = codes(fields["missed"], key: "missed")

    for text in bad where !isMarked(text.value) { complain(.badUnmarked, at: text.origin) }
    for text in good where isMarked(text.value) { complain(.goodMarked, at: text.origin) }
    if !["bad", "good", "missed"].contains(where: { isWritten(fields[$0]) }) {
      complain(.exampleWithoutText, at: fields.origin)
    }
    guard let language else { return nil }
    return ExampleSpec(
      language: language, framework: framework, path: path, bad: bad, good: good, missed: missed,
      origin: fields.origin)
  }

  private mutating func exampleLanguage(_ fields: Fields, of languages: [Language]) -> Language? {
    guard let node = fields["language"] else {
      // Without any language the rule itself has been told so.
      if languages.count > 1 { complain(.exampleLanguageOpen(languages.map(\.rawValue)), at: fields.origin) }
      return languages.count == 1 ? languages[0] : nil
    }
    guard let language: Language = word(node, key: "language", what: "language") else { return nil }
    if !languages.isEmpty && !languages.contains(language) {
      complain(.exampleLanguageForeign(language.rawValue, languages.map(\.rawValue)), at: node)
    }
    return language
  }

  private mutating func examplePath(_ node: YAMLNode) -> String? {
    guard let path = line(node, key: "path") else { return nil }
    if path.hasPrefix("/") { complain(.absoluteGlob(path), at: node) }
    return path
  }

  /// One code text or a list of them, as they stand. An empty list says that there are none yet.
  private mutating func codes(_ node: YAMLNode?, key: String) -> [Located<String>] {
    guard let node else { return [] }
    if case .list(let items) = node.content, items.isEmpty { return [] }
    return oneOrList(node, key: key).compactMap { item in
      guard text(item, key: key) != nil, let code = rawText(item, key: key) else { return nil }
      return Located(code, at: origin(item))
    }
  }

  /// Something stands there, be it faulty.
  private func isWritten(_ node: YAMLNode?) -> Bool {
    guard let node else { return false }
    if case .list(let items) = node.content { return !items.isEmpty }
    return true
  }
}

extension ExampleSpec {
  /// What a reader sees of the example: its first texts, without the marks.
  var shown: ShownExample {
    ShownExample(
      language: language, framework: framework, bad: bad.first.map { unmarked($0.value) },
      good: good.first.map { unmarked($0.value) }, missed: missed.map { unmarked($0.value) })
  }
}

/// `↓` in UTF-8. The texts are searched by bytes: they are most of a rule file, and characters are slow.
private let mark: [UInt8] = [0xE2, 0x86, 0x93]

private func isMarked(_ code: String) -> Bool { nextMark(in: code.utf8[...]) != nil }

private func unmarked(_ code: String) -> String {
  var rest = code.utf8[...]
  var text = ""
  while let place = nextMark(in: rest) {
    text += Substring(rest[..<place])
    rest = rest[rest.index(place, offsetBy: mark.count)...]
  }
  return text + Substring(rest)
}

private func nextMark(in text: Substring.UTF8View) -> String.Index? {
  var rest = text
  while let place = rest.firstIndex(of: mark[0]) {
    if rest[place...].starts(with: mark) { return place }
    rest = rest[rest.index(after: place)...]
  }
  return nil
}
