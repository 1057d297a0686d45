import ArgumentParser
import DocumentationServers
import Foundation
import Survey

/// Where the pages are kept that servers named.
struct ResearchCacheOptions: ParsableArguments {
  @Option(
    name: .customLong("cache"),
    help: ArgumentHelp("Where research is kept; ~/.cache/assay/research.json unless given.", valueName: "file"))
  var file: String?

  private var path: String { file ?? UserFolders.cache + "/assay/research.json" }

  /// What is kept; nothing where there is no file yet.
  func read() throws(CommandError) -> ResearchCache {
    do throws(ReadError) {
      let source = try readSource(path, limit: 16 << 20)
      return try read(Array(source.bytes.prefix(source.count)))
    } catch {
      if error == .missing { return ResearchCache() }
      throw .cache(path, reason: error.description)
    }
  }

  private func read(_ bytes: [UInt8]) throws(ReadError) -> ResearchCache {
    do throws(ResearchCache.Fault) {
      return try ResearchCache(json: bytes)
    } catch {
      throw .failed(reason: "\(error)")
    }
  }

  func write(_ cache: ResearchCache) throws(CommandError) {
    do {
      if file == nil {
        try FileManager.default.createDirectory(
          at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
      }
      try writeWhole(cache.json, to: path)
    } catch let error as WriteError {
      throw .cache(path, reason: error.description)
    } catch {
      throw .cache(path, reason: error.localizedDescription)
    }
  }
}

/// The folders of the user, as the XDG base directory specification names them.
enum UserFolders {
  static var configuration: String { folder("XDG_CONFIG_HOME", or: "/.config") }
  static var cache: String { folder("XDG_CACHE_HOME", or: "/.cache") }

  private static func folder(_ variable: String, or place: String) -> String {
    let environment = ProcessInfo.processInfo.environment
    if let named = environment[variable], named.hasPrefix("/") { return named }
    return (environment["HOME"] ?? "") + place
  }
}
