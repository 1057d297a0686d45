import Vocabulary

/// What conditions on captures ask about the models and tables of the project.
extension SpecDecoder {
  static let factKeys = ["model", "table", "relation", "column"]

  mutating func modelQuestion(_ node: YAMLNode?) -> ModelQuestion? {
    let known = SpecDecoder.modelKeys
    guard let node, let fields = fields(node, key: "model", owner: "`model`", known: known) else { return nil }
    return ModelQuestion(
      names: texts(fields["of"], key: "of").map(\.value), columns: comparison(fields["columns"], key: "columns"),
      relations: comparison(fields["relations"], key: "relations"),
      reads: fields["reads"].flatMap { word($0, key: "reads", what: "kind of attribute") },
      leavesLarge: boolean(fields["leaves-large"], key: "leaves-large"),
      savesItself: boolean(fields["saves-itself"], key: "saves-itself"))
  }

  mutating func tableQuestion(_ node: YAMLNode?) -> TableQuestion? {
    let known = SpecDecoder.tableKeys
    guard let node, let fields = fields(node, key: "table", owner: "`table`", known: known) else { return nil }
    return TableQuestion(
      tables: texts(fields["on"], key: "on").map(\.value), events: words(fields["event"], key: "event", what: "event"),
      notifies: boolean(fields["notifies"], key: "notifies"), heard: boolean(fields["heard"], key: "heard"))
  }

  mutating func relationQuestion(_ node: YAMLNode?) -> RelationQuestion? {
    let known = SpecDecoder.relationKeys
    guard let node, let fields = fields(node, key: "relation", owner: "`relation`", known: known) else { return nil }
    let of = required("of", in: fields).flatMap { shaped($0, key: "of", .capture) }
    let read: RelationQuestion.Read? = fields["read"].flatMap { word($0, key: "read", what: "way to read a relation") }
    let loaded: RelationQuestion.Loaded? = fields["loaded"].flatMap {
      word($0, key: "loaded", what: "way to load a relation")
    }
    return of.map { RelationQuestion(of: $0, read: read, loaded: loaded) }
  }

  mutating func columnQuestion(_ node: YAMLNode?) -> ColumnQuestion? {
    let known = SpecDecoder.columnKeys
    guard let node, let fields = fields(node, key: "column", owner: "`column`", known: known) else { return nil }
    let of = required("of", in: fields).flatMap { shaped($0, key: "of", .capture) }
    let indexed: ColumnQuestion.Indexed? = fields["indexed"].flatMap {
      word($0, key: "indexed", what: "way to index a column")
    }
    return of.map { ColumnQuestion(of: $0, indexed: indexed) }
  }
}
