package import Vocabulary

/// What makes a class the model of a table, for one library: an entry of a file of `models`.
package struct ModelSpec: Sendable {
  /// How a table is named when the class does not say.
  package enum ImpliedTable: String, Sendable, CaseIterable {
    /// `JobEvent` → `job_event`.
    case snakeCase = "snake-case"
    /// `JobEvent` → `jobevent`.
    case lowerCase = "lower-case"
    /// `JobEvent` of the application `jobs` → `jobs_jobevent`.
    case applicationLabel = "application-label"
  }

  package var name: Located<String>
  package var language: Language
  /// One of them stands in every file that such a class is in.
  package var words: [String]
  /// Canonical names of base classes; `*` at the start stands for any module, at the end for any name.
  package var bases: [String]
  /// Functions that return a base class.
  package var baseMakers: [String]
  /// A keyword of the class statement that makes it a table: `class Job(SQLModel, table=True)`.
  package var neededKeyword: String?
  /// A class within the class that holds its options; `nil` when they are its own attributes.
  package var options: String?
  /// The options that name the table.
  package var table: [String]
  package var tableArguments: String?
  package var abstract: String?
  package var proxy: String?
  package var impliedTable: ImpliedTable?
  /// The key that a class has without saying so.
  package var impliedColumn: String?
  /// Any attribute with an annotation is a column.
  package var everyAnnotation: Bool
  /// What is called to make a column; `*` at the start stands for any beginning.
  package var columns: [String]
  /// Annotations of columns.
  package var columnAnnotations: [String]
  package var relations: [String]
  package var relationsWithoutColumn: [String]
  /// Whether a relation is loaded when it is read, unless something says otherwise.
  package var lazyRelations: Bool
  /// Relations to many are managers that are asked for rows.
  package var managers: Bool
  /// Relations to many, and those to one from either side.
  package var relationsToMany: [String]
  package var relationsToOne: [String]
  /// The keyword that names the way back, and what it is called otherwise; `*` stands for the class in small letters.
  package var wayBack: String?
  package var impliedWayBack: String?
  /// What makes a column of texts, documents or bytes without end: its call, or its type.
  package var largeColumns: [String]
  /// What is called to make a table without a class.
  package var tables: [String]
}

/// A call that publishes events or waits for them: an entry of a file of `events`.
package struct EventSpec: Sendable {
  package enum End: String, Sendable, CaseIterable {
    case publisher, subscriber
  }

  /// The last part of the call's name.
  package var call: String
  package var end: End
  package var technology: String
  package var languages: [Language]
  /// One of them stands in every file that the call is in.
  package var words: [String]
  /// The channel, unless it is the first argument.
  package var keyword: String?
  /// Every argument is a channel.
  package var isSeveral: Bool
  /// The keys of the argument, a dictionary, are the channels.
  package var hasKeys: Bool
  /// The channel is the route of the function around the call.
  package var isRoute: Bool
  /// A text that is among the arguments.
  package var value: String?

  /// What is called is a class by its name; anything else is a method of something.
  package var isClass: Bool { call.first?.isUppercase ?? false }
}
