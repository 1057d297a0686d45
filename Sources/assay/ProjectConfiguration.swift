import Foundation
import RuleFiles
import Survey
import Vocabulary

/// The configuration of a project, found and read; without a file it says nothing. What stands in it yields to the
/// options of a command, except that rules, exclusions and ignored rules add up.
struct ProjectConfiguration {
  static let names = [".assay.yaml", ".assay.yml"]
  private static let byteLimit = 1 << 20

  private(set) var spec = ConfigurationSpec()
  /// As people know it; `nil` where there is none.
  private(set) var path: String?
  /// What the file leaves out.
  private(set) var excluded: PlacedGlobs?
  /// Its path from the audited root.
  private var pathFromRoot = ""
  /// The file's own folder, absolute and free of links.
  private(set) var folder = ""

  init() {}

  /// - Parameter named: the file that a person named.
  init(named: String) throws(CommandError) {
    pathFromRoot = named
    try read(named)
  }

  /// The nearest one in `folders`, from the audited root outwards.
  ///
  /// The file comes with the audited tree: a link that leads out of it would have this program read, and quote in its
  /// complaints, what the tree has no business with.
  init(nearestIn folders: [String]) throws(CommandError) {
    for (height, folder) in folders.enumerated() {
      let prefix = folder == "/" ? "/" : folder + "/"
      // A link to nothing is there, too, and meant to say something.
      let found = Self.names.filter { (try? FileManager.default.attributesOfItem(atPath: prefix + $0)) != nil }
      guard let name = found.first else { continue }
      let path = asTyped(prefix + name)
      if found.count > 1 {
        throw .configuration(path, reason: "`\(found[1])` stands beside it; keep one of them")
      }
      let real = URL(filePath: prefix + name).resolvingSymlinksInPath().path(percentEncoded: false)
      guard let top = folders.last, top == "/" || real.utf8.starts(with: Array((top + "/").utf8)) else {
        throw .configuration(
          path, reason: "it is a link that leads out of `\(asTyped(folders.last ?? ""))`; name the file with --config")
      }
      pathFromRoot = String(repeating: "../", count: height) + name
      try read(path)
      return
    }
  }

  private mutating func read(_ path: String) throws(CommandError) {
    let bytes: [UInt8]
    do throws(ReadError) {
      let source = try readSource(path, limit: Self.byteLimit)
      bytes = Array(source.bytes.prefix(source.count))
    } catch {
      throw .configuration(path, reason: error == .missing ? "there is no such file; check the path" : "\(error)")
    }
    var (spec, faults) = readConfiguration(bytes, file: path)
    var globs: [Glob] = []
    for text in spec.exclude {
      do throws(GlobError) {
        globs.append(try Glob(text.value))
      } catch {
        faults.append(RuleFault("\(error)", at: text.origin))
      }
    }
    if !faults.isEmpty { throw .configurationFaults(faults) }
    self.spec = spec
    self.path = path
    folder = URL(filePath: path).deletingLastPathComponent().resolvingSymlinksInPath().path(percentEncoded: false)
    while folder.utf8.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    excluded = globs.isEmpty ? nil : PlacedGlobs(globs, in: folder)
  }

  /// What a report says of it.
  var applied: AppliedConfiguration? {
    path == nil ? nil : AppliedConfiguration(path: pathFromRoot, keys: spec.keys)
  }

  /// The rule files of the folders that it names; none of them leads out of its own folder.
  func ruleFiles() throws(CommandError) -> [RuleFileBytes] {
    guard let path else { return [] }
    let prefix = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? ""
    var files: [RuleFileBytes] = []
    for named in spec.rules {
      do throws(RuleFolderError) {
        files += try RuleFiles.ruleFiles(in: prefix + named.value, within: folder)
      } catch {
        throw .configurationFaults([RuleFault("\(error)", at: named.origin)])
      }
    }
    return files
  }

  /// The place of a word under `select` or `ignore`.
  func origin(ofRule word: String) -> Origin? {
    (spec.select + spec.ignore).first { $0.value == word }?.origin
  }
}
