"""Take the picture for the README: the framework page of invented hospitals.

python scripts/picture.py [docs/pictures/framework.png]
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
TARGET = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "framework.png"


def demo_page(home: Path) -> Path:
    environment = os.environ | {"OPENEFFICIENCY_HOME": str(home)}
    command = [sys.executable, "-m", "openefficiency", "demo", "--no-serve"]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return home / "demo" / "page" / "index.html"


def take(page_file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(viewport={"width": 1440, "height": 1120}, reduced_motion="reduce")
        page.goto(page_file.as_uri())
        # Only a large enough group is compared, so the picture shows one.
        page.get_by_label("Type of organisation").select_option("acute non-specialist")
        page.evaluate("document.activeElement.blur()")
        page.screenshot(path=target)
        browser.close()


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    with tempfile.TemporaryDirectory(prefix="openefficiency-") as home:
        take(demo_page(Path(home)), target)
    print(f"The picture is {target}")


if __name__ == "__main__":
    main()
