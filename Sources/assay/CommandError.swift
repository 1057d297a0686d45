import Auditing
import LinearIssues
import Reporting
import RuleFiles

/// Why a command gave up. All of these end with status 2.
enum CommandError: Error, CustomStringConvertible {
  case ruleFolder(RuleFolderError)
  case ruleFaults([RuleFault])
  /// A configuration file that cannot be used; `reason` says why.
  case configuration(String, reason: String)
  case configurationFaults([RuleFault])
  case unknownRule(String, nearest: String?)
  case unknownFramework(String, nearest: String?)
  case unknownTechnology(String, nearest: String?)
  /// What looks like a folder and is none.
  case noProject(String)
  /// The folders of projects in which no technology was found.
  case nothingToResearch([String])
  /// There is nobody to ask: no list of servers, or none in it.
  case noServers(String)
  case serverList(String)
  case cache(String, reason: String)
  /// The technologies that no server had anything on.
  case research(nothingOn: [String])
  case audit(AuditError)
  /// Two options name the same file.
  case sameFile(String, options: (String, String))
  case resultsLog(String, ResultsLogError)
  /// A file that is to be taken up and cannot be read; `reason` says why.
  case unreadable(String, reason: String)
  case sourceDate(String)
  /// A saved report that cannot be read.
  case input(String, reason: String)
  /// `savedAs` is the file in which the report is kept.
  case publishing(LinearError, savedAs: String?)

  init(_ error: AuditError) {
    if case .ruleFaults(let faults) = error { self = .ruleFaults(faults) } else { self = .audit(error) }
  }

  var description: String {
    switch self {
    case .ruleFolder(let error): "\(error)"
    case .ruleFaults(let faults):
      "\(faults.count) \(faults.count == 1 ? "fault" : "faults") in the rule files, so no rule was run:\n"
        + faults.map(\.description).joined(separator: "\n")
    case .configuration(let path, let reason): "the configuration `\(path)` cannot be used: \(reason)"
    case .configurationFaults(let faults):
      "\(faults.count) \(faults.count == 1 ? "fault" : "faults") in the configuration, so nothing was done:\n"
        + faults.map(\.description).joined(separator: "\n")
    case .unknownRule(let name, let nearest):
      "there is no rule `\(name)`" + hint(nearest, or: "`assay rules` lists them all")
    case .unknownFramework(let name, let nearest):
      "no rule knows a framework `\(name)`" + hint(nearest, or: "`assay rules --format json` names them")
    case .unknownTechnology(let name, let nearest):
      "nothing is known about `\(name)`" + hint(nearest, or: "`assay practices` lists all that is")
    case .noProject(let path):
      "there is no folder `\(path)`; name a project's folder, or technologies such as `sqlalchemy`"
    case .nothingToResearch(let folders):
      "no technology was found in \(folders.map { "`\($0)`" }.joined(separator: ", ")); name what to ask about, such as "
        + "`assay research sqlalchemy`"
    case .noServers(let file):
      "no documentation server is configured in `\(file)`; write `{\"mcpServers\": {…}}` there or name a file with "
        + "--servers. Until then, what `assay practices` lists serves"
    case .serverList(let words): words
    case .cache(let path, let reason): "the research in `\(path)` cannot be used: \(reason)"
    case .research(let names):
      "no server had anything on \(names.joined(separator: ", ")); what `assay practices` lists on it serves"
    case .audit(let error): "\(error)"
    case .sameFile(let path, let options):
      "\(options.0) and \(options.1) both name `\(path)`; each needs a file of its own"
    case .resultsLog(let path, let error): error.description(of: path)
    case .unreadable(let path, let reason): "`\(path)` cannot be read: \(reason)"
    case .sourceDate(let text):
      "SOURCE_DATE_EPOCH is `\(text)`; it takes whole seconds since 1970, or has to be unset"
    case .input(let place, let reason): "`\(place)` cannot be published: \(reason)"
    case .publishing(let error, nil): "not published: \(error)"
    case .publishing(let error, let file?):
      "not published: \(error); the report is kept: `assay publish --input \(file)`"
    }
  }

  private func hint(_ nearest: String?, or otherwise: String) -> String {
    nearest.map { "; did you mean `\($0)`?" } ?? "; \(otherwise)"
  }
}
