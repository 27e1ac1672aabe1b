"""The reviewer's page in a real browser, served as `citecheck serve` serves it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from waitress.server import create_server

from citecheck.rulings import read_rulings
from citecheck.web import Desk, create_app
from tests.axe import find_violations

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    program = os.environ.get("CITECHECK_CHROMIUM") or shutil.which("chromium")
    driver = os.environ.get("CITECHECK_CHROMEDRIVER") or shutil.which("chromedriver")
    if not program or not driver:
        pytest.skip("no chromium with its driver on this machine")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    profile = f"--user-data-dir={tmp_path_factory.mktemp('profile')}"
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", profile):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    chrome = webdriver.Chrome(options=options, service=Service(driver))
    yield chrome
    chrome.quit()


@pytest.fixture
def site(desk: Desk) -> Iterator[str]:
    server = create_server(create_app(desk), host="127.0.0.1", port=0, threads=4)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"  # type: ignore[union-attr]
    server.close()
    thread.join(5)


def one(browser: webdriver.Chrome, selector: str) -> webdriver.remote.webelement.WebElement:
    """The element, waited for: an answer comes when it is ready, on a busy machine later."""
    return WebDriverWait(browser, 60).until(
        lambda page: page.find_element(By.CSS_SELECTOR, selector)
    )


def test_from_a_phrase_to_a_ruling(browser: webdriver.Chrome, site: str, tmp_path: Path) -> None:
    browser.get(site)
    one(browser, "#q").send_keys("96,000 visitors\n")
    (link,) = browser.find_elements(By.CSS_SELECTOR, ".found a[href^='/note/']")
    link.click()
    assert one(browser, "h1").text == "Note 4"
    assert one(browser, ".beside mark").text == "69,000 visitors"
    one(browser, ".rule input[value=ask_author]").click()
    one(browser, ".rule input[name=name]").send_keys("Ada")
    one(browser, ".rule input[name=reason]").send_keys("which is right?")
    one(browser, ".rule button").click()
    assert "ask author by Ada" in one(browser, ".claim .ruling, .ruling").get_attribute(
        "textContent"
    )
    (kept,) = read_rulings(tmp_path / "riverside-2012.txt.rulings.yaml")
    assert kept.word == "ask_author"


def test_a_claim_against_a_file_that_is_handed_in(
    browser: webdriver.Chrome, site: str, tmp_path: Path
) -> None:
    file = tmp_path / "source.html"
    file.write_text("<p>The mill sold 40 boats.</p>", encoding="utf-8")
    browser.get(f"{site}/check")
    one(browser, "textarea").send_keys("The mill sold 40 boats.")
    one(browser, "input[type=file]").send_keys(str(file))
    one(browser, ".check button").click()
    assert one(browser, ".answer h2").text == "confirmed"
    assert "40 boats" in one(browser, ".answer blockquote").text


def test_a_claim_against_an_address(browser: webdriver.Chrome, site: str) -> None:
    browser.get(f"{site}/check")
    one(browser, "textarea").send_keys("In 2010 the Clock Museum welcomed 96,000 visitors.")
    one(browser, "input[name=address]").send_keys("http://www.clockmuseum.example/visitors.html")
    one(browser, ".check button").click()
    assert one(browser, ".answer h2").text == "changed"


def test_an_audit_is_watched_to_its_end(browser: webdriver.Chrome, site: str) -> None:
    browser.get(f"{site}/note/2")
    one(browser, "form[action='/note/2/audit'] button").click()
    WebDriverWait(browser, 60).until(lambda b: b.find_elements(By.CSS_SELECTOR, ".state-done"))
    one(browser, "main a").click()
    assert one(browser, "h1").text == "Note 2"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1280])
@pytest.mark.parametrize("path", ["/", "/note/4", "/note/26/compare/1", "/check", "/nothing"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    browser: webdriver.Chrome, site: str, path: str, width: int, scheme: str
) -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    browser.get(f"{site}{path}")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    assert find_violations(browser) == []
    shots = os.environ.get("SHOTS_FOLDER")
    if shots:
        name = f"{path.strip('/').replace('/', '-') or 'home'}-{width}-{scheme}.png"
        browser.save_screenshot(str(Path(shots) / name))
