import Foundation
import PackagePlugin

/// Writes the folder `rules` into a Swift source of the target that uses it.
///
/// SwiftPM fixes the input files of a command when it plans the package, and a new rule does not make it plan again: the
/// rule's later edits would pass unnoticed. So the command has an input that it changes itself, which makes it run in
/// every build. That takes some milliseconds, and the source is left alone unless a rule has changed.
@main
struct EmbedRulesPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let rules = context.package.directoryURL.appending(path: "rules", directoryHint: .isDirectory)
    let source = context.pluginWorkDirectoryURL.appending(path: "EmbeddedRules.swift")
    let stamp = context.pluginWorkDirectoryURL.appending(path: "run-again")
    try Data().write(to: stamp)
    return [
      .buildCommand(
        displayName: "Embedding the rules",
        executable: try context.tool(named: "embed-rules").url,
        arguments: [rules, source, stamp].map { $0.path(percentEncoded: false) },
        inputFiles: [rules, stamp],
        outputFiles: [source])
    ]
  }
}
