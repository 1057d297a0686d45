import SourceScan
import Vocabulary

/// Settings that one file takes from another.
extension StackDiscovery {
  /// How many configuration files are searched for the values that other files take from them.
  private static let configurationFileLimit = 200

  private static let configurationWords = ["config", "setting", "constants"].map(ByteSearch.init)

  /// Looks for `pool_size=settings.DB_POOL_SIZE` in the files that hold settings.
  func resolved(_ references: [SettingReference], in inventory: Inventory) -> Clues {
    var clues = Clues()
    guard !references.isEmpty else { return clues }
    let places = inventory.files.filter { file in
      file.language == .python && StackDiscovery.configurationWords.contains { $0.isIn(file.path) }
        && !isAside(file.path)
    }
    var open = references
    for file in places.prefix(StackDiscovery.configurationFileLimit) {
      guard !open.isEmpty, let source = try? readSource(file.absolutePath, limit: SourceBytes.defaultLimit) else {
        continue
      }
      guard open.contains(where: { source.holds(ByteSearch($0.name)) }),
        let reader = PythonReader(path: file.path, source, catalogue)
      else { continue }
      open.removeAll { reference in
        guard case .known(let value, _) = reader.assignedValue(of: reference.name),
          let admitted = reference.setting.admitted(value)
        else { return false }
        clues.settings.append(
          SettingClue(
            setting: reference.setting, value: admitted, confidence: .medium, evidence: reference.evidence))
        return true
      }
    }
    return clues
  }
}
