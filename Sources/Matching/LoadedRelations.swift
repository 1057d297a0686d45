import SourceScan

extension CompiledLibrary {
  /// The names in what queries of a file say comes along with their rows: `"author__books"` names both of its parts.
  package func loadedRelations(in matched: MatchedFile) -> Set<String> {
    let file = matched.file
    let tokens = file.stream.tokens
    var names: Set<String> = []
    let loaders = self.loaders.filter { file.stream.seen.contains($0) }
    if loaders.isEmpty { return [] }
    for index in file.stream.occurrences where loaders.contains(tokens[Int(index)].symbol) {
      let open = Int(index) + 1
      guard open < tokens.count, tokens[open].symbol == .leftParen, tokens[open].payload != Token.noMate else {
        continue
      }
      for inside in open + 1..<max(Int(tokens[open].payload), open + 1) {
        let token = tokens[inside]
        if token.kind == .name {
          names.insert(file.text.string(token.range))
        } else if token.kind == .string {
          let text = file.text.string(StringContent.of(token, file.text.bytes))
          for part in text.split(separator: ".").flatMap({ $0.split(separator: "__") }) { names.insert(String(part)) }
        }
      }
    }
    return names
  }
}
