"""Drop to findings in a real Chromium: from dropping a part on a drawing of 50 to the review of that very drawing."""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from large_design import large_design
from playwright.sync_api import Page, sync_playwright

from design_sandbox.attempts import Store
from design_sandbox.model.loading import references
from design_sandbox.ui import engine, pictures, serve

PARTS = 50
DROPS = 20
PAUSE_MS = 1_500
"""Between drops, as people pause; fixes are being tried meanwhile, as they are in real use."""
START_S = 60
MEASURE = """
async () => {
  const host = [...document.querySelectorAll('*')].find((e) => e.shadowRoot?.querySelector('[data-testid=dock]'));
  const root = host.shadowRoot;
  const bench = [...root.querySelectorAll('*')].find((e) => e.__workbench) ?? host;
  const before = bench.__workbench.rev();
  const started = performance.now();
  root.querySelector('[data-testid=palette-item-cache]').click();
  while (performance.now() - started < 20000) {
    await new Promise((next) => requestAnimationFrame(next));
    const dock = root.querySelector('[data-testid=dock]');
    if (bench.__workbench.rev() > before && !dock.classList.contains('stale')) return performance.now() - started;
  }
  return null;
}
"""


def main() -> int:
    """Print the median and the 95th percentile."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["DESIGN_SANDBOX_HOME"] = home
        attempt = seeded(Path(home))
        port = free_port()
        server = subprocess.Popen(serve.command(port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for(port)
            times = measured(f"http://127.0.0.1:{port}/workbench?scenario=twitter&attempt={attempt}")
        finally:
            server.kill()
            server.wait()
    ordered = sorted(times)
    p95 = ordered[int(0.95 * (len(ordered) - 1))]
    print(
        f"{'drop to findings, ' + str(PARTS) + ' parts':<32}{statistics.median(times):>9.1f} ms   p95 {p95:.0f} ms of {len(times)} drops"
    )
    return 0


def seeded(home: Path) -> str:
    """Keep an attempt with a drawing of 50 parts; its id."""
    reference = max(references("twitter"), key=lambda design: (len(design.components), design.design.id))
    document = engine.document_of(large_design(reference, PARTS))
    document["layout"] = {"positions": pictures.arranged(document)}
    store = Store.open(home)
    attempt = store.start("twitter", engine.empty_design(engine.scenario_of("twitter")), profile="swe-mid").id
    store.keep(attempt, "seed", 1, document)
    store.close()
    return attempt


def measured(url: str) -> list[float]:
    """Times of the drops in ms, after two that warm everything up."""
    with sync_playwright() as playwright:
        arguments = ["--disable-gpu", "--disable-background-networking", "--no-first-run"]
        arguments += ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(url)
        page.get_by_test_id("dock").wait_for(timeout=START_S * 1000)
        times = [drop(page) for _ in range(DROPS + 2)][2:]
        browser.close()
    return times


def drop(page: Page) -> float:
    """One drop, from the click on the palette to the frame that shows the review of it."""
    page.wait_for_timeout(PAUSE_MS)
    took: float | None = page.evaluate(MEASURE)
    if took is None:
        raise SystemExit("the review of a drop did not arrive within 20 s")
    return took


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    """Until the server answers."""
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    sys.exit(main())
