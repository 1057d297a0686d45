import Vocabulary

/// The lesser keys of a rule.
extension SpecDecoder {
  /// `sources:` a list of `{title, url, holds-for}`.
  mutating func sources(_ node: YAMLNode?) -> [Source] {
    guard let node else { return [] }
    return list(node, key: "sources").compactMap { item -> Source? in
      guard let fields = self.fields(item, key: "sources", owner: "a source", known: SpecDecoder.sourceKeys)
      else {
        return nil
      }
      let title = required("title", in: fields).flatMap { line($0, key: "title") }
      let url = required("url", in: fields).flatMap { self.url($0) }
      let holdsFor = fields["holds-for"].flatMap { line($0, key: "holds-for") }
      guard let title, let url else { return nil }
      return Source(title: title, url: url, holdsFor: holdsFor)
    }
  }

  mutating func url(_ node: YAMLNode) -> String? {
    guard let text = text(node, key: "url") else { return nil }
    let host = ["https://", "http://"].first { text.hasPrefix($0) }.map { text.dropFirst($0.count) }
    if let host, let first = host.utf8.first, first != UInt8(ascii: "/"), !text.utf8.contains(where: { $0 <= 0x20 }) {
      return text
    }
    complain(.badURL(text), at: node)
    return nil
  }

  /// `practices:` ids of practices that the rule holds code against. Whether they exist is known when all files are read.
  mutating func practiceIDs(_ node: YAMLNode?) -> [Located<String>] {
    guard let node else { return [] }
    return oneOrList(node, key: "practices").compactMap { shaped($0, key: "practices", .practiceID) }
  }

  /// A list of texts.
  mutating func sentences(_ node: YAMLNode?, key: String) -> [String] {
    guard let node else { return [] }
    return list(node, key: key).compactMap { text($0, key: key) }
  }

  mutating func equivalents(_ node: YAMLNode?) -> [String] {
    guard let node else { return [] }
    return oneOrList(node, key: "equivalents").compactMap { shaped($0, key: "equivalents", .code)?.value }
  }

  /// `paths:` with `include` and `exclude`.
  mutating func paths(_ node: YAMLNode?) -> (include: [Located<String>], exclude: [Located<String>]) {
    guard let node,
      let fields = fields(node, key: "paths", owner: "`paths`", known: SpecDecoder.pathKeys)
    else { return ([], []) }
    return (globs(fields["include"], key: "include"), globs(fields["exclude"], key: "exclude"))
  }

  /// Globs relative to the audited root.
  mutating func globs(_ node: YAMLNode?, key: String) -> [Located<String>] {
    texts(node, key: key).filter { glob in
      if glob.value.hasPrefix("/") { complain(.absoluteGlob(glob.value), at: glob.origin) }
      return !glob.value.hasPrefix("/")
    }
  }

  /// `downgrade:` and `upgrade:` a mapping from contexts to effects. Whether the contexts exist is known when all files
  /// are read.
  mutating func adjustments(_ node: YAMLNode?, key: String) -> [ContextAdjustment] {
    guard let node, let entries = mapping(node, key: key) else { return [] }
    let lowers = key == "downgrade"
    return entries.compactMap { entry in
      guard let text = text(entry.value, key: entry.key) else { return nil }
      let effect: ContextAdjustment.Effect
      if let severity = Severity(word: text) {
        effect = lowers ? .atMost(severity) : .atLeast(severity)
      } else if let steps = Int(text), (1...3).contains(steps) {
        effect = .steps(lowers ? -steps : steps)
      } else if lowers && text == "off" {
        effect = .off
      } else {
        let words = (lowers ? ["off"] : []) + Severity.allCases.map(\.word) + ["1 to 3 steps"]
        complain(.badEffect(text, key: key, allowed: words.joined(separator: ", ")), at: entry.value)
        return nil
      }
      return ContextAdjustment(context: Located(entry.key, at: origin(entry)), effect: effect)
    }
  }
}
