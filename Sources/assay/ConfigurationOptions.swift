import ArgumentParser
import Auditing
import Foundation
import Survey

/// Which configuration file holds.
struct ConfigurationOptions: ParsableArguments {
  @Option(
    name: .customLong("config"),
    help: ArgumentHelp(
      "The project's configuration; .assay.yaml in the audited folder, or above it in its checkout, unless given.",
      valueName: "file"))
  var file: String?

  @Flag(name: .customLong("no-config"), help: "Read no configuration.")
  var isOff = false

  func validate() throws {
    if isOff, file != nil { throw ValidationError("--config and --no-config contradict each other; leave one out") }
  }

  /// What holds for an audit of `paths`; without any, for the current folder.
  func configuration(around paths: [String] = ["."]) throws(CommandError) -> ProjectConfiguration {
    if isOff { return ProjectConfiguration() }
    if let file { return try ProjectConfiguration(named: file) }
    let root: String
    do throws(SurveyError) {
      root = try surveyRoot(of: paths)
    } catch {
      throw .audit(.survey(error))
    }
    return try ProjectConfiguration(nearestIn: checkoutFolders(around: root))
  }

  /// What holds for a saved report: that of the folder it tells of, or else that of the current folder.
  func configuration(ofReportOn root: String) throws(CommandError) -> ProjectConfiguration {
    if isOff || file != nil { return try configuration() }
    if FileManager.default.fileExists(atPath: root) {
      let found = try configuration(around: [root])
      if found.path != nil { return found }
    }
    return try configuration()
  }
}

/// A folder and those above it, up to the top of its checkout; outside of one, what stands above the folder is none of
/// its business.
func checkoutFolders(around root: String) -> [String] {
  var folders: [String] = []
  var folder = URL(filePath: root, directoryHint: .isDirectory).standardizedFileURL
  while folder.path != "/" {
    folders.append(folder.path)
    if FileManager.default.fileExists(atPath: folder.appending(path: ".git").path) { return folders }
    folder = folder.deletingLastPathComponent().standardizedFileURL
  }
  return folders.isEmpty ? ["/"] : [folders[0]]
}

/// Relative to the current folder, where it lies in it.
func asTyped(_ path: String) -> String {
  let current = FileManager.default.currentDirectoryPath + "/"
  return path.hasPrefix(current) ? String(path.dropFirst(current.count)) : path
}
