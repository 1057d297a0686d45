import Auditing
import DocumentationServers
import Foundation
import RuleFiles
import Vocabulary

/// What to read up on: technologies that were named, and those of projects.
struct ResearchSubjects {
  /// Each once, in the order in which they were asked for.
  private(set) var named: [ResearchSubject] = []
  /// Those that no argument names.
  private(set) var discovered: [ResearchSubject] = []
  /// What could not be read of the projects.
  private(set) var problems: [Problem] = []

  var all: [ResearchSubject] { named + discovered }

  /// - Parameter arguments: names of technologies and folders of projects. A name goes before a folder of that name,
  ///   which `./redis` means in any case.
  init(_ arguments: [String], library: RuleLibrary) async throws(CommandError) {
    var folders: [String] = []
    for argument in arguments {
      if let subject = library.subject(named: argument.lowercased()) {
        if !named.contains(subject) { named.append(subject) }
      } else if argument.isFolder {
        folders.append(argument)
      } else if argument.contains("/") || argument == "." || argument == ".." {
        throw .noProject(argument)
      } else {
        let nearest = nearestWord(to: argument.lowercased(), among: library.subjectNames)
        throw .unknownTechnology(argument, nearest: nearest)
      }
    }
    for folder in folders { try await discover(folder, library) }
    if all.isEmpty { throw .nothingToResearch(folders) }
  }

  private mutating func discover(_ folder: String, _ library: RuleLibrary) async throws(CommandError) {
    let context: AuditContext
    do throws(AuditError) {
      context = try await discoverTechnologies(
        DiscoveryPlan(path: folder, library: library, jobs: ProcessInfo.processInfo.activeProcessorCount))
    } catch {
      throw CommandError(error)
    }
    problems += context.problems
    for topic in context.techStack.topics where !all.contains(where: { $0.name == topic.name }) {
      discovered.append(ResearchSubject(name: topic.name, title: topic.title))
    }
  }
}

extension RuleLibrary {
  /// Everything that research can be asked about by name.
  var subjectNames: [String] {
    knowledge.flatMap { [$0.name.value] + $0.technologies.map(\.value) } + technologies.map(\.name.value)
  }

  fileprivate func subject(named name: String) -> ResearchSubject? {
    if let technology = technologies.first(where: { $0.name.value == name }) {
      return ResearchSubject(name: name, title: technology.title)
    }
    // A file on several technologies has a title of its own.
    if let file = knowledge.first(where: { $0.name.value == name }) {
      return ResearchSubject(name: name, title: file.title)
    }
    return subjectNames.contains(name) ? ResearchSubject(name: name, title: name) : nil
  }
}

extension String {
  fileprivate var isFolder: Bool {
    (try? URL(filePath: self).resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory ?? false
  }
}
