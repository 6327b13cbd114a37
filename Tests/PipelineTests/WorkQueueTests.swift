import FileWatching
import NotePaths
import Testing

@testable import Pipeline

@Suite struct WorkQueueTests {
  private func item(_ name: String, modified: Int64 = 0, backlog: Bool = false) -> WorkItem {
    WorkItem(
      path: NotePath(name), stamp: FileStamp(device: 1, inode: 1, size: 1, modified: modified, changed: 0),
      received: 0, isBacklog: backlog)
  }

  @Test func freshNotesGoBeforeTheBacklogAndTheNewestFirst() {
    var queue = WorkQueue()
    queue.addBacklog([item("old", modified: 1, backlog: true), item("newer", modified: 5, backlog: true)])
    queue.add(item("fresh1", modified: 2))
    queue.add(item("fresh2", modified: 3))
    #expect(queue.waiting == 4)
    var taken: [String] = []
    while let next = queue.take() {
      taken.append("\(next.path)")
      queue.finish(next.path)
    }
    #expect(taken == ["fresh2", "fresh1", "newer", "old"])
    #expect(queue.isIdle)
  }

  @Test func whatSettlesAgainWhileInHandIsReadOnceMore() {
    var queue = WorkQueue()
    queue.add(item("a", modified: 1))
    #expect(queue.take() != nil)
    queue.add(item("a", modified: 2))
    #expect(queue.take() == nil)
    #expect(queue.isPending(NotePath("a")))
    queue.finish(NotePath("a"))
    #expect(queue.take()?.stamp.modified == 2)
  }

  @Test func aPathIsTakenOnceHoweverOftenItSettled() {
    var queue = WorkQueue()
    queue.add(item("a", modified: 1))
    queue.add(item("a", modified: 2))
    #expect(queue.take()?.stamp.modified == 2)
    queue.finish(NotePath("a"))
    #expect(queue.take() == nil)
  }

  @Test func whatIsDroppedIsNotTaken() {
    var queue = WorkQueue()
    queue.add(item("a"))
    queue.drop(NotePath("a"))
    #expect(queue.take() == nil)
    #expect(queue.isIdle)
  }
}

@Suite struct SyncRequestsTests {
  @Test func aCookieIsAnsweredWhenNothingOfItsTimeIsOpen() {
    var sync = SyncRequests()
    let a = NotePath("a")
    let b = NotePath("b")
    sync.begin(".redline-sync-1", open: [a, b])
    sync.begin(".redline-sync-2", open: [])
    #expect(sync.takeAnswered { $0 == a } == [".redline-sync-2"])
    #expect(sync.takeAnswered { _ in true }.isEmpty)
    #expect(sync.takeAnswered { _ in false } == [".redline-sync-1"])
    #expect(sync.isEmpty)
  }

  @Test(arguments: [
    (".redline-sync-7-a", true), ("sub/.redline-sync-7", false), ("redline-sync-7", false),
    ("note.md", false),
  ]) func onlyTopLevelCookiesCount(name: String, isCookie: Bool) {
    #expect((SyncRequests.cookie(NotePath(name)) != nil) == isCookie)
  }
}

@Suite struct PiecewiseStackTests {
  /// Over the end of a piece and back.
  @Test func givesBackInReverseWhateverItsSize() {
    var stack = PiecewiseStack<Int>()
    #expect(stack.pop() == nil)
    for number in 0..<20_000 { stack.push(number) }
    #expect(!stack.isEmpty)
    #expect((0..<12_000).allSatisfy { stack.pop() == 19_999 - $0 })
    for number in 0..<9_000 { stack.push(-number) }
    #expect((0..<9_000).allSatisfy { stack.pop() == $0 - 8_999 })
    var rest: [Int] = []
    stack.removeAll { rest.append($0) }
    #expect(rest == Array(0..<8_000))
    #expect(stack.isEmpty && stack.pop() == nil)
  }
}
