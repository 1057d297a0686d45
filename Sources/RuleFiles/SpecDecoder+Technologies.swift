import Vocabulary

extension SpecDecoder {
  /// A document with the key `technologies`: a mapping from names to how each is recognised.
  mutating func technologies(_ node: YAMLNode) -> [TechnologySpec] {
    guard let fields = fields(node, key: "technologies", owner: "a file of technologies", known: ["technologies"]),
      let technologies = fields["technologies"], let entries = mapping(technologies, key: "technologies")
    else { return [] }
    return entries.compactMap { technology($0) }
  }

  private mutating func technology(_ entry: YAMLEntry) -> TechnologySpec? {
    let shape = Shape.kebab(what: "name of a technology")
    let isNamed = shape.fits(entry.key)
    if !isNamed { complain(.badShape(entry.key, what: shape.what, rule: shape.rule), at: origin(entry)) }
    let signs = ["packages", "imports", "images", "schemes", "settings", "words", "async-imports"]
    let known = ["title", "kind", "implies", "mode", "async-extras", "auxiliary", "needs-import"] + signs
    guard let fields = fields(entry.value, key: entry.key, owner: "a technology", known: known) else { return nil }

    let title = required("title", in: fields).flatMap { line($0, key: "title") }
    let kinds: [Technology.Kind] = required("kind", in: fields).map { words($0, key: "kind", what: "kind") } ?? []
    let packages = packages(fields["packages"])
    func plain(_ key: String) -> [String] { texts(fields[key], key: key).map(\.value) }
    let technology = TechnologySpec(
      name: Located(entry.key, at: origin(entry)), title: title ?? entry.key, kinds: kinds, packages: packages,
      imports: plain("imports"), images: plain("images"), schemes: plain("schemes"), settings: plain("settings"),
      words: plain("words"), implies: texts(fields["implies"], key: "implies"),
      mode: fields["mode"].flatMap { word($0, key: "mode", what: "mode") },
      asyncExtras: plain("async-extras"), asyncImports: plain("async-imports"),
      isAuxiliary: boolean(fields["auxiliary"], key: "auxiliary") ?? false,
      needsImport: boolean(fields["needs-import"], key: "needs-import") ?? false, origin: origin(entry))
    if signs.allSatisfy({ fields[$0] == nil }) { complain(.emptyTechnology(entry.key), at: origin(entry)) }
    return isNamed && !kinds.isEmpty ? technology : nil
  }

  /// `packages:` a mapping from languages to names.
  private mutating func packages(_ node: YAMLNode?) -> [Language: [String]] {
    guard let node, let entries = mapping(node, key: "packages") else { return [:] }
    var packages: [Language: [String]] = [:]
    for entry in entries {
      guard let language = Language(rawValue: entry.key) else {
        complain(
          .unknownWord(entry.key, what: "language", known: Language.allCases.map(\.rawValue)), at: origin(entry))
        continue
      }
      packages[language] = texts(entry.value, key: entry.key).map(\.value)
    }
    return packages
  }
}
