import Testing

@testable import NoteStore
