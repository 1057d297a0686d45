import Auditing
import Foundation
import RuleFiles
import ShippedRules

/// The shipped rules, those of the folders and those that a configuration names, as they were written; whoever runs them
/// says what is wrong with them.
func readRules(
  from folders: [String], _ configuration: ProjectConfiguration = ProjectConfiguration()
) throws(CommandError) -> RuleLibrary {
  let named = try ruleFiles(inAll: folders)
  // A folder that both name is meant once.
  let known = Set(named.map { realPath($0.path) })
  let configured = try configuration.ruleFiles().filter { !known.contains(realPath($0.path)) }
  return loadRuleLibrary(shippedFiles() + named + configured)
}

/// The same rules, certain to work: any fault of any of them is an error that tells them all.
func checkedRules(
  from folders: [String], _ configuration: ProjectConfiguration = ProjectConfiguration()
) throws(CommandError) -> RuleLibrary {
  try checked(try readRules(from: folders, configuration))
}

private func realPath(_ path: String) -> String { URL(filePath: path).resolvingSymlinksInPath().path }

/// The rules of one folder with the frameworks, contexts and lists of words of the program around them. The folder's own
/// files win over shipped ones of the same name, so that a copy of the shipped rules can be worked on.
func rulesToTest(in folder: String) throws(CommandError) -> RuleLibrary {
  let shipped = loadRuleLibrary(shippedFiles())
  var library = loadRuleLibrary(try ruleFiles(inAll: [folder]), beside: shipped)
  let frameworks = Set(library.frameworks.map(\.name))
  let contexts = Set(library.contexts.map(\.name.value))
  library.frameworks += shipped.frameworks.filter { !frameworks.contains($0.name) }
  let words = Set(library.words.map(\.name.value))
  library.words += shipped.words.filter { !words.contains($0.name.value) }
  library.contexts += shipped.contexts.filter { !contexts.contains($0.name.value) }
  return try checked(library)
}

private func checked(_ library: RuleLibrary) throws(CommandError) -> RuleLibrary {
  // Listing and explaining the shipped rules compiles none of them: their tests do.
  let faults = library.hasOwnFiles ? allFaults(of: library) : library.faults
  if !faults.isEmpty { throw .ruleFaults(faults) }
  return library
}

/// What loading found, and what compiling the rules that did load finds, so that one run tells all there is to mend.
func allFaults(of library: RuleLibrary) -> [RuleFault] {
  var loaded = library
  loaded.faults = []
  var told: Set<RuleFault> = []
  return (library.faults + checkRules(loaded)).filter { told.insert($0).inserted }.sorted { left, right in
    let (one, other) = (left.origin, right.origin)
    if one.file != other.file { return one.file.utf8.lexicographicallyPrecedes(other.file.utf8) }
    return (one.line, one.column) < (other.line, other.column)
  }
}

private func ruleFiles(inAll folders: [String]) throws(CommandError) -> [RuleFileBytes] {
  var files: [RuleFileBytes] = []
  for folder in folders {
    do {
      files += try ruleFiles(in: folder)
    } catch {
      throw .ruleFolder(error)
    }
  }
  return files
}

private func shippedFiles() -> [RuleFileBytes] {
  shippedRuleFiles().map { RuleFileBytes(path: $0.path, bytes: $0.bytes, isShipped: true) }
}
