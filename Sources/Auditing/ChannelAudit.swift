package import Matching
import RuleFiles
package import SourceScan
import Survey
import Vocabulary

/// Audits where notifications come from and who hears them: a question about the project as a whole, which no file answers.
struct ChannelAudit {
  let slices: SliceAudit
  let inventory: Inventory

  func run(_ ends: NotificationFacts) -> SliceResult {
    var total = SliceResult()
    let loose = looseEnds(publishers: ends.publishers, subscribers: ends.subscribers)
    for (path, group) in Dictionary(grouping: loose, by: \.end.path).sorted(by: { $0.key < $1.key }) {
      guard let file = inventory.files.first(where: { $0.path == path }) else { continue }
      judge(group, in: file, &total)
    }
    return total
  }

  private func judge(_ ends: [LooseEnd], in file: SourceFile, _ total: inout SliceResult) {
    guard let library = slices.tools.libraries[file.language], let scanned = slices.readAgain(file),
      !scanned.outline.statements.isEmpty
    else { return }
    slices.judge(channelMatches(ends, in: scanned, library), in: scanned, &total)
  }
}

/// What rules say of the loose ends in a file, each at its line without the blanks around it.
package func channelMatches(
  _ ends: [LooseEnd], in file: ScannedFile, _ library: CompiledLibrary, isActive: (Int) -> Bool = { _ in true }
) -> [RuleMatch] {
  let text = file.text
  let lines = LineIndex(text)
  var matches: [RuleMatch] = []
  for end in ends where end.end.line <= text.lineCount {
    let line = lines.bytes(ofLine: end.end.line - 1)
    guard let first = line.first(where: { text.bytes[$0] > 0x20 }),
      let last = line.last(where: { text.bytes[$0] > 0x20 })
    else { continue }
    for rule in library.channelRules where isActive(rule) {
      let token = file.stream.token(at: first)
      if let match = library.match(rule, end, first: token, bytes: first..<last + 1) { matches.append(match) }
    }
  }
  return matches
}
