import Testing

@testable import Codebooks
