import Testing

@testable import Coding
