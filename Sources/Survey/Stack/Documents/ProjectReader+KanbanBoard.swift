import Vocabulary

extension ProjectReader {
  /// `kanban_board.md`: the team of the issue tracker, from a table or from lines such as `**Team Key**: ENG`.
  mutating func readKanbanBoard() {
    var team = LinearTeam(
      name: nil, id: nil, key: nil, evidence: Evidence(.document, path: text.path, line: 1))
    for line in MarkdownLine.all(of: text) {
      for (label, value) in labelledValues(of: line) {
        let isFirst = team.id == nil && team.key == nil && team.name == nil
        switch label.lowercased() {
        case "team id", "team uuid": team.id = team.id ?? value
        case "team key": team.key = team.key ?? value
        case "team name", "team", "linear team": team.name = team.name ?? value
        default: continue
        }
        if isFirst { team.evidence.line = line.number }
      }
    }
    if team.id != nil || team.key != nil || team.name != nil { clues.linear.append(team) }
  }

  /// What a line sets to what: the first two cells of a row, the cells under a header, or the sides of a colon.
  private func labelledValues(of line: MarkdownLine) -> [(label: String, value: String)] {
    var pairs: [(String, String)] = []
    if line.cells.count >= 2 {
      pairs.append((line.cells[0], line.cells[1]))
      for (label, value) in zip(line.header, line.cells) { pairs.append((label, value)) }
    } else if let cell = line.cells.first, let colon = cell.firstIndex(of: ":") {
      let label = cell[..<colon].drop { "-+ ".contains($0) }
      pairs.append((String(label.trimmed), String(cell[cell.index(after: colon)...].trimmed)))
    }
    return pairs.filter { $0.1.contains { $0.isLetter || $0.isNumber } && !$0.1.lowercased().hasPrefix("team ") }
  }
}
