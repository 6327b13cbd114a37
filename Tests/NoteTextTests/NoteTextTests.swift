import Testing

@testable import NoteText
