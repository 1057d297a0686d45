import Vocabulary

extension SpecDecoder {
  /// A document with the key `models`: a mapping from libraries to what makes a class a model.
  mutating func models(_ node: YAMLNode) -> [ModelSpec] {
    guard let fields = fields(node, key: "models", owner: "a file of models", known: ["models"]),
      let models = fields["models"], let entries = mapping(models, key: "models")
    else { return [] }
    return entries.compactMap { model($0) }
  }

  private mutating func model(_ entry: YAMLEntry) -> ModelSpec? {
    let shape = Shape.kebab(what: "name of a library")
    let isNamed = shape.fits(entry.key)
    if !isNamed { complain(.badShape(entry.key, what: shape.what, rule: shape.rule), at: origin(entry)) }
    let lists = [
      "words", "bases", "base-makers", "table", "columns", "column-annotations", "relations",
      "relations-without-column", "relations-to-many", "relations-to-one", "large-columns", "tables",
    ]
    let single = [
      "needs-keyword", "options", "table-arguments", "abstract", "proxy", "implied-column", "way-back",
      "implied-way-back",
    ]
    let known = ["language", "implied-table", "every-annotation", "lazy-relations", "managers"] + lists + single
    guard let fields = fields(entry.value, key: entry.key, owner: "a library's models", known: known) else {
      return nil
    }
    let language: Language? = required("language", in: fields).flatMap {
      word($0, key: "language", what: "language")
    }
    _ = required("words", in: fields)
    _ = required("bases", in: fields)
    _ = required("columns", in: fields)
    var listed: [String: [String]] = [:]
    for key in lists { listed[key] = texts(fields[key], key: key).map(\.value) }
    var texts: [String: String] = [:]
    for key in single { texts[key] = fields[key].flatMap { text($0, key: key) } }
    guard isNamed, let language else { return nil }
    return ModelSpec(
      name: Located(entry.key, at: origin(entry)), language: language, words: listed["words"] ?? [],
      bases: listed["bases"] ?? [], baseMakers: listed["base-makers"] ?? [], neededKeyword: texts["needs-keyword"],
      options: texts["options"], table: listed["table"] ?? [], tableArguments: texts["table-arguments"],
      abstract: texts["abstract"], proxy: texts["proxy"],
      impliedTable: fields["implied-table"].flatMap { word($0, key: "implied-table", what: "way to name a table") },
      impliedColumn: texts["implied-column"],
      everyAnnotation: boolean(fields["every-annotation"], key: "every-annotation") ?? false,
      columns: listed["columns"] ?? [], columnAnnotations: listed["column-annotations"] ?? [],
      relations: listed["relations"] ?? [], relationsWithoutColumn: listed["relations-without-column"] ?? [],
      lazyRelations: boolean(fields["lazy-relations"], key: "lazy-relations") ?? false,
      managers: boolean(fields["managers"], key: "managers") ?? false,
      relationsToMany: listed["relations-to-many"] ?? [], relationsToOne: listed["relations-to-one"] ?? [],
      wayBack: texts["way-back"], impliedWayBack: texts["implied-way-back"],
      largeColumns: listed["large-columns"] ?? [],
      tables: listed["tables"] ?? [])
  }

  /// A document with the key `events`: a list of calls.
  mutating func events(_ node: YAMLNode) -> [EventSpec] {
    guard let fields = fields(node, key: "events", owner: "a file of events", known: ["events"]),
      let events = fields["events"]
    else { return [] }
    return list(events, key: "events").compactMap { event($0) }
  }

  private mutating func event(_ node: YAMLNode) -> EventSpec? {
    let known = [
      "call", "end", "technology", "language", "words", "keyword", "several", "keys", "route", "value",
    ]
    guard let fields = fields(node, key: "events", owner: "an event's call", known: known) else { return nil }
    let call = required("call", in: fields).flatMap { text($0, key: "call") }
    let end: EventSpec.End? = required("end", in: fields).flatMap { word($0, key: "end", what: "end of a channel") }
    let technology = required("technology", in: fields).flatMap {
      shaped($0, key: "technology", .kebab(what: "name of a technology"))
    }
    _ = required("language", in: fields)
    let languages: [Language] = words(fields["language"], key: "language", what: "language")
    let words = texts(required("words", in: fields), key: "words").map(\.value)
    guard let call, let end, let technology, !languages.isEmpty else { return nil }
    return EventSpec(
      call: call, end: end, technology: technology.value, languages: languages, words: words,
      keyword: fields["keyword"].flatMap { text($0, key: "keyword") },
      isSeveral: boolean(fields["several"], key: "several") ?? false,
      hasKeys: boolean(fields["keys"], key: "keys") ?? false,
      isRoute: boolean(fields["route"], key: "route") ?? false,
      value: fields["value"].flatMap { text($0, key: "value") })
  }
}
