extension ProjectReader {
  /// `schema.prisma`: the provider of its data source. URLs in it are not looked at but for their schemes.
  mutating func readPrismaSchema() {
    var block = ""
    for (number, line) in text.lines {
      let content =
        (line.firstRange(of: "//").flatMap { line[..<$0.lowerBound].hasSuffix(":") ? nil : line[..<$0.lowerBound] }
        ?? line).trimmed
      if content.hasSuffix("{"), let word = content.split(separator: " ").first {
        block = String(word)
        if block == "datasource", let prisma = catalogue.technology(named: "prisma") { note(prisma, line: number) }
      } else if content.hasPrefix("}") {
        block = ""
      } else if block == "datasource", let sign = content.firstIndex(of: "=") {
        let value = content[content.index(after: sign)...].trimmed.unquoted
        switch content[..<sign].trimmed {
        case "provider":
          if let technology = catalogue.setting(String(value)) { note(technology, line: number) }
        case "url", "directUrl":
          if let url = ConnectionURL(value) { note(url, line: number) }
        default: break
        }
      }
    }
  }
}
