import Vocabulary

/// A list of words that expressions of rules and frameworks speak of as `{{name}}`: each of them may stand there. What
/// several files give under one name is put together.
package struct WordList: Sendable {
  package var name: Located<String>
  /// Regular expressions, mostly plain words.
  package var words: [Located<String>]
}

extension SpecDecoder {
  /// A document with the key `words`: a mapping from names to lists.
  mutating func wordLists(_ node: YAMLNode) -> [WordList] {
    guard let fields = fields(node, key: "words", owner: "a file of word lists", known: ["words"]),
      let lists = fields["words"], let entries = mapping(lists, key: "words")
    else { return [] }
    return entries.compactMap { entry in
      let shape = Shape.kebab(what: "name of a word list")
      if !shape.fits(entry.key) {
        complain(.badShape(entry.key, what: shape.what, rule: shape.rule), at: origin(entry))
        return nil
      }
      return WordList(name: Located(entry.key, at: origin(entry)), words: texts(entry.value, key: entry.key))
    }
  }
}
