package import Vocabulary

/// How a database, library or service is recognised: one entry of `rules/technologies.yaml`.
package struct TechnologySpec: Sendable {
  package var name: Located<String>
  package var title: String
  package var kinds: [Technology.Kind]
  /// Names in manifests and lock files. The version of the first one is the technology's.
  package var packages: [Language: [String]]
  /// Dotted modules of Python.
  package var imports: [String]
  /// Names of container images, without registry and tag.
  package var images: [String]
  /// Schemes of URLs, such as `postgresql+asyncpg`.
  package var schemes: [String]
  /// What a framework's settings call it: Django's `django.db.backends.mysql`, Prisma's `mysql`.
  package var settings: [String]
  /// What people call it in prose besides its name and title.
  package var words: [String]
  /// Technologies that are there too: the database that a driver speaks to, the library that another builds on.
  package var implies: [Located<String>]
  /// Whether its calls hold their thread, where that is the same in every project.
  package var mode: Technology.Mode?
  /// Extras of its package, and modules of it, that show that it is used asynchronously.
  package var asyncExtras: [String]
  package var asyncImports: [String]
  /// A database that seldom is the main one where another is used.
  package var isAuxiliary: Bool
  /// That its package is there proves nothing: it has other uses, and only an import shows this one.
  package var needsImport: Bool
  package var origin: Origin

  package init(
    name: Located<String>, title: String, kinds: [Technology.Kind], packages: [Language: [String]] = [:],
    imports: [String] = [], images: [String] = [], schemes: [String] = [], settings: [String] = [],
    words: [String] = [], implies: [Located<String>] = [], mode: Technology.Mode? = nil, asyncExtras: [String] = [],
    asyncImports: [String] = [], isAuxiliary: Bool = false, needsImport: Bool = false, origin: Origin
  ) {
    self.name = name
    self.title = title
    self.kinds = kinds
    self.packages = packages
    self.imports = imports
    self.images = images
    self.schemes = schemes
    self.settings = settings
    self.words = words
    self.implies = implies
    self.mode = mode
    self.asyncExtras = asyncExtras
    self.asyncImports = asyncImports
    self.isAuxiliary = isAuxiliary
    self.needsImport = needsImport
    self.origin = origin
  }
}
