package import Matching
package import RuleFiles
package import SourceScan
import Vocabulary

/// The matches of one file that its path and contexts leave: rules whose `paths:` leave the file out report nothing, nor
/// do rules that a context switches off.
package func judged(
  _ matches: [RuleMatch], in file: ScannedFile, _ library: CompiledLibrary, _ contexts: [ContextSpec]
) -> [RuleMatch] {
  guard let known = try? CodeContexts(contexts, includesTests: false), let paths = try? PathRules(library) else {
    return matches
  }
  if known.isSkipped(file.text.path) { return [] }
  let inactive = paths.inactive(at: file.text.path)
  let around = known.contexts(in: file)
  return matches.filter { match in
    let rule = library.rules[match.rule]
    if inactive.contains(match.rule) { return false }
    return known.severity(match.severity ?? rule.card.severity, of: rule, in: around.at(match.token)) != nil
  }
}
