#!/usr/bin/env python3
"""A digest's page in a real browser: no console message, no request, contrast, keyboard order, widths, time to paint.

    Tests/Benchmarks/page.py PAGE.html... [--paint SECONDS] [--shots FOLDER]

Chromium (found as chromium, chromium-browser or google-chrome; CHROMIUM names another) runs without a window and is
spoken to over its DevTools pipe; nothing else is needed. Of each page, in light and dark:
- no console message, no exception, no request but for the page itself (data: does not count);
- every piece of text has WCAG 2 AA contrast against what lies behind it: 4.5, large text 3;
- 360, 768, 1280 and 2560 px wide, nothing makes the page itself scroll sideways;
- Tab reaches every link, summary and scrolling region once, in the order of the document, and each shows where it is;
- the page is painted within so many seconds (2 by default) after navigation begins.
Ends with 1 where something fails, 77 where there is no Chromium."""
import argparse, base64, json, os, pathlib, shutil, subprocess, sys, tempfile, time

CONTRAST = r"""
(() => {
  const parse = c => { const m = c.match(/[\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
  const over = (a, b) => [0, 1, 2].map(i => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
  const light = c => { const f = c.slice(0, 3).map(v => { v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
    return .2126 * f[0] + .7152 * f[1] + .0722 * f[2]; };
  const behind = e => { const stack = []; for (; e; e = e.parentElement) stack.push(parse(getComputedStyle(e).backgroundColor));
    return stack.reduceRight((base, c) => over(c, base), [255, 255, 255, 1]); };
  const bad = []; let seen = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim(); if (!text) continue;
    const e = walker.currentNode.parentElement; if (['STYLE', 'SCRIPT', 'TITLE', 'title', 'desc'].includes(e.tagName)) continue;
    const style = getComputedStyle(e); let back = behind(e.closest('svg') ? e.closest('svg').parentElement : e);
    let ink = parse(e.closest('svg') ? style.fill : style.color);
    if (e.closest('svg')) {
      // Figures in a cell of the heat map stand on the cell drawn before them.
      const cell = e.previousElementSibling; const box = e.getBoundingClientRect();
      if (cell && cell.tagName === 'rect') { const b = cell.getBoundingClientRect();
        if (b.left <= box.left && b.right >= box.right) { const c = getComputedStyle(cell); const f = parse(c.fill);
          f[3] *= Number(c.fillOpacity) * Number(c.opacity); back = over(f, back); } }
    }
    ink[3] *= Number(style.opacity); seen++;
    const [a, b] = [light(over(ink, back)), light(back)].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05); const size = parseFloat(style.fontSize);
    const need = size >= 24 || size >= 18.66 && Number(style.fontWeight) >= 700 ? 3 : 4.5;
    if (ratio < need) bad.push(ratio.toFixed(2) + ' ' + e.tagName + '.' + (e.getAttribute('class') || '') + ' ' + text.slice(0, 40));
  }
  return {seen, bad: [...new Set(bad)].slice(0, 10)};
})()"""

ORDER = r"""
(() => { const all = [...document.querySelectorAll('a[href], summary, [tabindex="0"]')].filter(e => e.checkVisibility());
  all.forEach((e, i) => e.dataset.tabOrder = i);
  return {count: all.length, positive: document.querySelectorAll('[tabindex]:not([tabindex="0"]):not([tabindex="-1"])').length}; })()"""

FOCUS = r"""
(() => { const e = document.activeElement; const s = getComputedStyle(e);
  return {order: Number(e.dataset.tabOrder ?? -1), shown: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0,
          box: (b => b.width > 0 && b.height > 0)(e.getBoundingClientRect())}; })()"""


class Browser:
    def __init__(self, binary, profile):
        to_child, self.out = os.pipe()
        self.inp, from_child = os.pipe()
        # Chromium reads its commands from descriptor 3 and answers on 4.
        shell = f'exec 3<&{to_child} 4>&{from_child}; exec "$0" "$@"'
        arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
                     "--disable-background-networking", f"--user-data-dir={profile}", "--remote-debugging-pipe"]
        self.process = subprocess.Popen(["sh", "-c", shell, binary, *arguments], pass_fds=(to_child, from_child),
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_child), os.close(from_child)
        self.buffer, self.number, self.session, self.events = b"", 0, None, []

    def read(self):
        while b"\0" not in self.buffer:
            piece = os.read(self.inp, 1 << 16)
            if not piece:
                raise SystemExit("page.py: the browser ended")
            self.buffer += piece
        line, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(line)

    def call(self, method, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise SystemExit(f"page.py: {method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def until(self, method):
        while not any(e.get("method") == method for e in self.events):
            self.events.append(self.read())

    def evaluate(self, script):
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise SystemExit(f"page.py: {result['exceptionDetails']}")
        return result["result"].get("value")


def check(browser, page, paint, shots):
    problems = []
    address = page.resolve().as_uri()
    browser.session = None
    target = browser.call("Target.createTarget", url="about:blank")["targetId"]
    browser.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    for domain in ("Page", "Runtime", "Log", "Network"):
        browser.call(domain + ".enable")
    for scheme in ("light", "dark"):
        browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        size(browser, 1280)
        browser.events.clear()
        browser.call("Page.navigate", url=address)
        browser.until("Page.loadEventFired")
        painted = browser.evaluate("""new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
          const first = performance.getEntriesByName('first-contentful-paint')[0];
          done([first ? first.startTime : 0, performance.now()]); })))""")
        if max(painted) > paint * 1000:
            problems.append(f"{scheme}: painted after {max(painted) / 1000:.2f} s")
        print(f"{page.name}, {scheme}: first paint {painted[0]:.0f} ms, settled {painted[1]:.0f} ms")
        for event in browser.events:
            kind, what = event.get("method"), event.get("params", {})
            if kind in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"):
                problems.append(f"{scheme}: console: {json.dumps(what)[:200]}")
            if kind == "Network.requestWillBeSent":
                url = what["request"]["url"]
                if url.split("#")[0] != address and not url.startswith("data:"):
                    problems.append(f"{scheme}: request: {url[:200]}")
        # What is not drawn yet has no colours that count: all of it is drawn for this.
        browser.evaluate("document.head.append(Object.assign(document.createElement('style'),"
                         " {textContent: '* { content-visibility: visible !important }'})); 0")
        contrast = browser.evaluate(CONTRAST)
        problems += [f"{scheme}: contrast {b}" for b in contrast["bad"]]
        for width in (360, 768, 1280, 2560):
            size(browser, width)
            wide = browser.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                problems.append(f"{scheme}: {wide} px wide in a window of {width}")
            if shots:
                picture = browser.call("Page.captureScreenshot", format="png")["data"]
                (shots / f"{page.stem}-{scheme}-{width}.png").write_bytes(base64.b64decode(picture))
    size(browser, 1280)
    order = browser.evaluate(ORDER)
    if order["positive"]:
        problems.append(f"{order['positive']} elements with a tab order of their own")
    last = -1
    for _ in range(min(order["count"], 400)):
        for kind in ("keyDown", "keyUp"):
            browser.call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
        focus = browser.evaluate(FOCUS)
        if focus["order"] != last + 1 or not focus["shown"] or not focus["box"]:
            problems.append(f"Tab after {last}: {focus}")
            break
        last = focus["order"]
    print(f"{page.name}: {contrast['seen']} texts, {order['count']} stops, {last + 1} of them walked by Tab")
    browser.call("Page.close")
    return [f"{page}: {p}" for p in problems]


def size(browser, width):
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="+", type=pathlib.Path)
    parser.add_argument("--paint", type=float, default=2)
    parser.add_argument("--shots", type=pathlib.Path)
    options = parser.parse_args()
    names = [os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    binary = next((shutil.which(n) for n in names if n and shutil.which(n)), None)
    if not binary:
        print("page.py: skipped: no Chromium (apt install chromium)", file=sys.stderr)
        return 77
    if options.shots:
        options.shots.mkdir(parents=True, exist_ok=True)
    problems = []
    with tempfile.TemporaryDirectory() as profile:
        browser = Browser(binary, profile)
        try:
            for page in options.pages:
                problems += check(browser, page, options.paint, options.shots)
        finally:
            browser.process.terminate()
            browser.process.wait()
    print("\n".join(problems), file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
