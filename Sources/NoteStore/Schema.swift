// The index's tables, and how an older index becomes a newer one. Forward only.

import GRDB

/// One step of the schema.
struct SchemaStep: Sendable {
  let number: Int
  /// What it reads from a note differs, so that stored notes are coded anew afterwards.
  let needsRecoding: Bool
  let sql: String
}

enum Schema {
  /// "RDLN": tells `file` and a later Redline whose database it is.
  static let applicationID = 0x5244_4C4E

  static let steps: [SchemaStep] = [
    SchemaStep(number: 1, needsRecoding: false, sql: first),
    SchemaStep(number: 2, needsRecoding: false, sql: second),
    SchemaStep(number: 3, needsRecoding: false, sql: third),
    SchemaStep(number: 4, needsRecoding: false, sql: fourth),
    SchemaStep(number: 5, needsRecoding: false, sql: fifth),
    SchemaStep(number: 6, needsRecoding: false, sql: sixth),
    SchemaStep(number: 7, needsRecoding: false, sql: seventh),
  ]

  static var version: Int { steps.last?.number ?? 0 }

  /// Brings the database from its `user_version` to this version, each step in a transaction of its own.
  static func migrate(_ writer: some DatabaseWriter, steps: [SchemaStep] = steps) throws {
    var migrator = DatabaseMigrator()
    for step in steps {
      migrator.registerMigration("v\(step.number)") { db in
        try db.execute(sql: step.sql)
        if step.needsRecoding { try db.execute(sql: "UPDATE revision SET codebook = NULL") }
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(step.number)")
      }
    }
    try migrator.migrate(writer)
  }

  /// Everything below `Watch/` in exactly one state; notes with their revisions; coded segments; tallies.
  ///
  /// - `entry` is the ledger. `was` is 'coded' where a waiting, unreachable or quarantined path carried a
  ///   note: that stands in the index until the path settles anew or goes away.
  /// - A revision is current while `until` is null: at most one a note, and exactly those have a row in
  ///   `fts` and count in `tally` and `day`. Visible at a moment T: `since <= T AND (until IS NULL OR until > T)`.
  /// - Text stands once, in `content`, behind the small fields (its row runs over pages of its own); `fts` is
  ///   contentless, so deleting from it needs the very values that were inserted.
  /// - `name` is the dictionary of codes, statuses, holders, rules, formats: small numbers in wide tables.
  private static let first = """
    CREATE TABLE meta (
      key TEXT NOT NULL PRIMARY KEY,
      value TEXT NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE name (
      id INTEGER PRIMARY KEY,
      text TEXT NOT NULL UNIQUE
    );

    CREATE TABLE note (
      id INTEGER PRIMARY KEY,
      path BLOB NOT NULL CHECK (typeof(path) = 'blob' AND length(path) > 0),
      received INTEGER NOT NULL,
      archive INTEGER NOT NULL CHECK (archive IN (0, 1)),
      withdrawn INTEGER
    );
    CREATE INDEX note_received ON note(received);
    CREATE INDEX note_withdrawn ON note(withdrawn) WHERE withdrawn IS NOT NULL;

    CREATE TABLE entry (
      path BLOB NOT NULL PRIMARY KEY CHECK (typeof(path) = 'blob' AND length(path) > 0),
      state TEXT NOT NULL CHECK (state IN ('waiting', 'coded', 'duplicate', 'ignored', 'quarantined',
        'withdrawn', 'unreachable')),
      was TEXT CHECK (was = 'coded'),
      note INTEGER REFERENCES note(id),
      device INTEGER, inode INTEGER, size INTEGER, modified INTEGER, changed INTEGER,
      first_seen INTEGER NOT NULL,
      since INTEGER NOT NULL,
      kind TEXT,
      reason TEXT,
      remedy TEXT,
      attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
      CHECK (state NOT IN ('coded', 'duplicate', 'withdrawn') OR note IS NOT NULL),
      CHECK (state <> 'ignored' OR (note IS NULL AND reason IS NOT NULL)),
      CHECK (state <> 'quarantined' OR (reason IS NOT NULL AND remedy IS NOT NULL AND kind IS NOT NULL)),
      CHECK (state IN ('waiting', 'unreachable', 'quarantined') OR was IS NULL),
      CHECK ((inode IS NULL) = (device IS NULL) AND (inode IS NULL) = (size IS NULL)
        AND (inode IS NULL) = (modified IS NULL) AND (inode IS NULL) = (changed IS NULL))
    ) WITHOUT ROWID;
    CREATE INDEX entry_note ON entry(note) WHERE state IN ('duplicate', 'withdrawn');
    CREATE INDEX entry_state ON entry(state) WHERE state <> 'coded';

    CREATE TABLE revision (
      id INTEGER PRIMARY KEY,
      note INTEGER NOT NULL REFERENCES note(id) ON DELETE CASCADE,
      number INTEGER NOT NULL CHECK (number > 0),
      since INTEGER NOT NULL,
      until INTEGER CHECK (until IS NULL OR until >= since),
      date INTEGER NOT NULL,
      day INTEGER NOT NULL,
      said_kind INTEGER NOT NULL CHECK (said_kind BETWEEN 0 AND 3),
      said INTEGER NOT NULL,
      origin INTEGER REFERENCES name(id),
      undated INTEGER NOT NULL CHECK (undated IN (0, 1)),
      future INTEGER NOT NULL CHECK (future IN (0, 1)),
      hash BLOB NOT NULL CHECK (typeof(hash) = 'blob' AND length(hash) = 16),
      format INTEGER NOT NULL REFERENCES name(id),
      encoding INTEGER NOT NULL REFERENCES name(id),
      codebook INTEGER REFERENCES name(id),
      coded INTEGER NOT NULL,
      sentences INTEGER NOT NULL CHECK (sentences >= 0),
      segments INTEGER NOT NULL CHECK (segments >= 0),
      cluster INTEGER NOT NULL,
      language TEXT,
      reliability TEXT CHECK (reliability IN ('A', 'B', 'C', 'D', 'E', 'F')),
      credibility INTEGER CHECK (credibility BETWEEN 1 AND 6),
      title TEXT NOT NULL,
      author TEXT,
      source TEXT,
      tags TEXT,
      problems TEXT,
      signature BLOB,
      UNIQUE (note, number)
    );
    CREATE UNIQUE INDEX revision_current ON revision(note) WHERE until IS NULL;
    CREATE INDEX revision_day ON revision(day, date);
    CREATE INDEX revision_hash ON revision(hash);
    CREATE INDEX revision_cluster ON revision(cluster);
    CREATE INDEX revision_until ON revision(until) WHERE until IS NOT NULL;
    CREATE INDEX revision_codebook ON revision(codebook);

    CREATE TABLE content (
      revision INTEGER PRIMARY KEY REFERENCES revision(id) ON DELETE CASCADE,
      units BLOB NOT NULL,
      positions BLOB NOT NULL,
      text TEXT NOT NULL CHECK (typeof(text) = 'text')
    );

    CREATE TABLE segment (
      revision INTEGER NOT NULL REFERENCES revision(id) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
      code INTEGER NOT NULL REFERENCES name(id),
      status INTEGER NOT NULL REFERENCES name(id),
      holder INTEGER NOT NULL REFERENCES name(id),
      modifiers INTEGER NOT NULL CHECK (modifiers BETWEEN 0 AND 7),
      start INTEGER NOT NULL CHECK (start >= 0),
      length INTEGER NOT NULL CHECK (length >= 0),
      before INTEGER NOT NULL,
      after INTEGER NOT NULL,
      line INTEGER NOT NULL CHECK (line > 0),
      "column" INTEGER NOT NULL CHECK ("column" > 0),
      rule INTEGER NOT NULL REFERENCES name(id),
      status_rule INTEGER REFERENCES name(id),
      cues BLOB,
      likelihood INTEGER REFERENCES name(id),
      low REAL CHECK (low BETWEEN 0 AND 1),
      high REAL CHECK (high BETWEEN 0 AND 1),
      confidence INTEGER REFERENCES name(id),
      PRIMARY KEY (revision, ordinal)
    ) WITHOUT ROWID;

    CREATE VIRTUAL TABLE fts USING fts5(
      path, title, text, content = '', tokenize = "unicode61 remove_diacritics 2"
    );

    CREATE TABLE tally (
      day INTEGER NOT NULL,
      code INTEGER NOT NULL REFERENCES name(id),
      status INTEGER NOT NULL REFERENCES name(id),
      holder INTEGER NOT NULL REFERENCES name(id),
      modifiers INTEGER NOT NULL CHECK (modifiers IN (0, 2, 4, 6)),
      segments INTEGER NOT NULL CHECK (segments > 0),
      sources INTEGER NOT NULL CHECK (sources > 0),
      PRIMARY KEY (day, code, status, holder, modifiers)
    ) WITHOUT ROWID;
    CREATE INDEX tally_code ON tally(code, day);

    CREATE TABLE day (
      day INTEGER PRIMARY KEY,
      notes INTEGER NOT NULL CHECK (notes > 0)
    );

    CREATE TABLE publication (
      id INTEGER PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('hour', 'day', 'week', 'month')),
      name TEXT NOT NULL,
      start INTEGER NOT NULL,
      "end" INTEGER NOT NULL CHECK ("end" > start),
      zone TEXT NOT NULL,
      published INTEGER NOT NULL,
      known INTEGER NOT NULL,
      codebook TEXT NOT NULL,
      hash BLOB NOT NULL,
      UNIQUE (kind, name)
    );

    CREATE TABLE request (
      id TEXT NOT NULL PRIMARY KEY,
      kind TEXT NOT NULL,
      answered INTEGER NOT NULL,
      answer TEXT NOT NULL
    ) WITHOUT ROWID;
    """

  /// Notes that were coded elsewhere, by the identity that they were given there. They have no line in the
  /// ledger, which is of files: no listing of the tree can withdraw them.
  private static let second = """
    CREATE TABLE imported_note (
      id BLOB NOT NULL PRIMARY KEY CHECK (typeof(id) = 'blob' AND length(id) > 0),
      note INTEGER NOT NULL UNIQUE REFERENCES note(id) ON DELETE CASCADE
    ) WITHOUT ROWID;
    """

  /// Indexes that answer for a board without the rows: which notes of a day have a code, and which came late. Of an
  /// archive's 150,000 notes neither asks for one.
  private static let third = """
    DROP INDEX revision_day;
    CREATE INDEX revision_day ON revision(day, date, until, segments, cluster);
    DROP INDEX note_received;
    CREATE INDEX note_received ON note(received) WHERE archive = 0;
    """

  /// FTS5 keeps the words of a whole batch in memory before it writes them out, not those of one MiB: fewer parts to
  /// merge, a sixth less time of SQLite's at an import. What it keeps is gone with each commit.
  private static let fourth = """
    INSERT INTO fts (fts, rank) VALUES ('hashsize', 8388608);
    """

  /// Hashes lie all over an index: each note had another page of it written. `RevisionFinder` answers instead.
  /// And FTS5 merges eight parts at once, not four: words are written out a time less on their way into a large one.
  private static let fifth = """
    DROP INDEX revision_hash;
    INSERT INTO fts (fts, rank) VALUES ('automerge', 8);
    """

  /// FTS5 merges no more by itself, which it does in bursts that a note dropped then has to wait for: `FullTextQueue`
  /// has each transaction merge a little. Sixteen parts at once; above sixty-four FTS5 helps itself all the same.
  private static let sixth = """
    INSERT INTO fts (fts, rank) VALUES ('automerge', 0);
    INSERT INTO fts (fts, rank) VALUES ('usermerge', 16);
    INSERT INTO fts (fts, rank) VALUES ('crisismerge', 64);
    """

  /// For each list of three or more SQLite makes a table of its own, fills it and looks into it, each time that a row is
  /// checked: four tables a note, a twelfth of the writer's time. The same checks, one comparison after the other.
  ///
  /// What a table holds does not change, so its text alone is written anew, as SQLite's documentation of ALTER TABLE has it;
  /// a table made and dropped tells other connections that the schema is another.
  private static let seventh = """
    CREATE TABLE seventh (x);
    DROP TABLE seventh;
    PRAGMA writable_schema = ON;
    UPDATE sqlite_master SET sql = replace(replace(replace(sql,
      'state IN (''waiting'', ''coded'', ''duplicate'', ''ignored'', ''quarantined'',
        ''withdrawn'', ''unreachable'')',
      'state = ''coded'' OR state = ''waiting'' OR state = ''duplicate'' OR state = ''ignored''
        OR state = ''quarantined'' OR state = ''withdrawn'' OR state = ''unreachable'''),
      'state NOT IN (''coded'', ''duplicate'', ''withdrawn'') OR note IS NOT NULL',
      'note IS NOT NULL OR (state <> ''coded'' AND state <> ''duplicate'' AND state <> ''withdrawn'')'),
      'state IN (''waiting'', ''unreachable'', ''quarantined'') OR was IS NULL',
      'was IS NULL OR state = ''waiting'' OR state = ''unreachable'' OR state = ''quarantined''')
      WHERE type = 'table' AND name = 'entry';
    UPDATE sqlite_master SET sql = replace(sql,
      'reliability IN (''A'', ''B'', ''C'', ''D'', ''E'', ''F'')',
      'reliability BETWEEN ''A'' AND ''F'' AND length(reliability) = 1')
      WHERE type = 'table' AND name = 'revision';
    UPDATE sqlite_master SET sql = replace(sql,
      'modifiers IN (0, 2, 4, 6)', 'modifiers = 0 OR modifiers = 2 OR modifiers = 4 OR modifiers = 6')
      WHERE type = 'table' AND name = 'tally';
    PRAGMA writable_schema = RESET;
    """
}
