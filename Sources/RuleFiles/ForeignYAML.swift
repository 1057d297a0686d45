/// The documents of a YAML file that another program is meant to read, and what made the reader stop, if anything did.
/// The documents before that place stand.
///
/// - Parameter file: its path, for the fault.
package func readForeignYAML(_ bytes: [UInt8], file: String) -> (documents: [YAMLNode], fault: RuleFault?) {
  let composed = YAMLComposer(file: file, bytes: bytes, dialect: .foreign)
  return (composed.documents, composed.faults.first)
}

extension YAMLNode {
  /// The value of a key of a mapping: its own, or one that a merge key (`<<`) brings in.
  package subscript(key: String) -> YAMLNode? {
    guard case .mapping(let entries) = content else { return nil }
    if let entry = entries.first(where: { $0.key == key }) { return entry.value }
    for entry in entries where entry.key == "<<" {
      if let value = entry.value[key] { return value }
      for item in entry.value.items { if let value = item[key] { return value } }
    }
    return nil
  }

  /// The entries of a mapping, without those that merge keys bring in; none when it is no mapping.
  package var entries: [YAMLEntry] { if case .mapping(let entries) = content { entries } else { [] } }

  /// The items of a list; none when it is no list.
  package var items: [YAMLNode] { if case .list(let items) = content { items } else { [] } }

  package var text: String? { if case .text(let text, _) = content { text } else { nil } }
}
