"""The page in a real browser, opened from a disk with nothing else to ask."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pdfminer.high_level import extract_text
from sample import sample_audit
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from citecheck.report import write_report
from citecheck.report.collection import Failed, to_row
from citecheck.report.collection_page import write_collection
from citecheck.report.html_page import HtmlPage
from citecheck.report.writing import write_files
from tests.axe import find_violations

pytestmark = pytest.mark.browser
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_program(variable: str, *names: str) -> str:
    found = os.environ.get(variable) or next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip(f"no {names[0]} on this machine; {variable} may name one")
    return found


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report")
    write_report(sample_audit(), folder)
    return (folder / "index.html").as_uri()


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = find_program("CITECHECK_CHROMIUM", "chromium", "google-chrome")
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = find_program("CITECHECK_CHROMEDRIVER", "chromedriver")
    chrome = webdriver.Chrome(options=options, service=Service(driver))
    yield chrome
    chrome.quit()


@pytest.fixture
def browser(started: webdriver.Chrome) -> webdriver.Chrome:
    show(started, width=1280)
    started.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    started.get("about:blank")
    for log in ("browser", "performance"):
        started.get_log(log)
    return started


def show(browser: webdriver.Chrome, *, width: int, scheme: str = "light") -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})


def visible(browser: webdriver.Chrome) -> list[int]:
    notes = browser.find_elements(By.CSS_SELECTOR, "article.note")
    return [int(str(n.get_attribute("data-number"))) for n in notes if n.is_displayed()]


def asked(browser: webdriver.Chrome) -> list[str]:
    entries = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    sent = [e["params"] for e in entries if e["method"] == "Network.requestWillBeSent"]
    return [params["request"]["url"] for params in sent]


def focused(browser: webdriver.Chrome) -> str:
    return str(browser.switch_to.active_element.get_attribute("id"))


def press(browser: webdriver.Chrome, *keys: str) -> None:
    for key in keys:
        browser.switch_to.active_element.send_keys(key)


def test_it_opens_from_a_disk_without_an_error_and_without_a_request(
    browser: webdriver.Chrome, page: str
) -> None:
    browser.get(page)
    for summary in browser.find_elements(By.CSS_SELECTOR, ".note summary"):
        summary.click()
    assert browser.get_log("browser") == []
    assert [url for url in asked(browser) if not url.startswith("data:")] == [page]
    assert browser.find_element(By.TAG_NAME, "h1").text == "Harbours & Lights <of the Coast>"


def test_a_slash_leads_to_the_search_and_escape_clears_it(
    browser: webdriver.Chrome, page: str
) -> None:
    browser.get(page)
    press(browser, "/")
    assert focused(browser) == "find"
    press(browser, "FERRIES", " ", "fleet")
    assert visible(browser) == [2]
    assert browser.find_element(By.ID, "tally").text == "1 of 22 notes"
    press(browser, Keys.ESCAPE)
    assert len(visible(browser)) == 22


def test_a_number_alone_finds_its_note(browser: webdriver.Chrome, page: str) -> None:
    browser.get(page)
    press(browser, "/", "7")
    assert 7 in visible(browser)


def test_a_search_without_result_says_so_and_offers_the_way_back(
    browser: webdriver.Chrome, page: str
) -> None:
    browser.get(page)
    press(browser, "/", "zeppelin")
    assert visible(browser) == []
    clear = browser.find_element(By.ID, "clear")
    assert clear.is_displayed()
    clear.send_keys(Keys.ENTER)
    assert len(visible(browser)) == 22
    assert focused(browser) == "find"


@pytest.mark.parametrize(
    ("field", "typed", "left"),
    [
        ("by-word", "misq", [1]),
        ("by-word", "not ch", [20, 21]),
        ("by-word", "slips", [2, 3, 4, 6, 9]),
        ("by-host", "lights", [1, 10]),
        ("by-section", "Harb", [4, 7, 8]),
    ],
)
def test_a_filter_is_set_by_typing(
    browser: webdriver.Chrome, page: str, field: str, typed: str, left: list[int]
) -> None:
    browser.get(page)
    press(browser, "/")
    while focused(browser) != field:
        press(browser, Keys.TAB)
    press(browser, typed)
    assert visible(browser) == left


def test_filters_and_search_narrow_together(browser: webdriver.Chrome, page: str) -> None:
    browser.get(page)
    press(browser, "/", "no. 10", Keys.TAB, "not ch")
    assert visible(browser) == [20]


def test_the_first_tab_offers_to_skip_to_the_notes(browser: webdriver.Chrome, page: str) -> None:
    browser.get(page)
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    skip = browser.switch_to.active_element
    assert skip.text == "Skip to the notes"
    assert skip.rect["x"] >= 0
    skip.send_keys(Keys.ENTER)
    assert focused(browser) == "notes"


def test_a_row_opens_by_keyboard(browser: webdriver.Chrome, page: str) -> None:
    browser.get(page)
    summary = browser.find_element(By.CSS_SELECTOR, "#note-1 summary")
    summary.send_keys(Keys.ENTER)
    assert browser.find_element(By.CSS_SELECTOR, "#note-1 .decoys").is_displayed()


def test_a_link_to_a_note_opens_it(browser: webdriver.Chrome, page: str) -> None:
    browser.get(f"{page}#note-4")
    assert browser.find_element(By.CSS_SELECTOR, "#note-4 .raw").is_displayed()
    browser.find_element(By.CSS_SELECTOR, "#work-wrong .to").click()
    assert browser.find_element(By.CSS_SELECTOR, "#note-1 .raw").is_displayed()


def test_a_link_to_a_note_that_a_filter_hides_shows_it(
    browser: webdriver.Chrome, page: str
) -> None:
    browser.get(page)
    press(browser, "/", "zeppelin")
    browser.find_element(By.CSS_SELECTOR, "#work-wrong .to").click()
    assert browser.find_element(By.ID, "note-1").is_displayed()


def test_all_rows_open_and_close_at_once(browser: webdriver.Chrome, page: str) -> None:
    browser.get(page)
    button = browser.find_element(By.ID, "unfold")
    button.click()
    assert len(browser.find_elements(By.CSS_SELECTOR, ".note details[open]")) == 22
    assert button.text == "Close all"
    button.click()
    assert not browser.find_elements(By.CSS_SELECTOR, ".note details[open]")


def test_every_control_has_a_name(browser: webdriver.Chrome, page: str) -> None:
    browser.get(page)
    controls = browser.find_elements(By.CSS_SELECTOR, "a, input, select, button, summary")
    shown = [control for control in controls if control.is_displayed()]
    assert len(shown) > 50
    assert not [c.get_attribute("outerHTML") for c in shown if not c.accessible_name]


@pytest.mark.parametrize("width", [320, 400, 760, 1280])
def test_nothing_is_wider_than_the_window(browser: webdriver.Chrome, page: str, width: int) -> None:
    show(browser, width=width)
    browser.get(page)
    browser.execute_script("document.querySelectorAll('details').forEach((d) => d.open = true)")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def test_without_javascript_all_is_there_and_a_link_opens_its_note(
    browser: webdriver.Chrome, page: str
) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.get(f"{page}#note-4")
    assert visible(browser) == list(range(1, 23))
    assert not browser.find_element(By.ID, "tools").is_displayed()
    # is_displayed() looks at the attribute "open" alone, so ask the browser itself.
    raw = [browser.find_element(By.CSS_SELECTOR, f"#note-{number} .raw") for number in (4, 5)]
    seen = "return [...arguments].map((element) => element.checkVisibility())"
    assert browser.execute_script(seen, *raw) == [True, False]
    browser.find_element(By.CSS_SELECTOR, "#note-1 summary").click()
    assert browser.find_element(By.CSS_SELECTOR, "#note-1 .decoys").is_displayed()


@pytest.mark.parametrize(("scheme", "ground"), [("light", "#fbfaf6"), ("dark", "#171614")])
def test_it_follows_the_scheme_of_the_machine(
    browser: webdriver.Chrome, page: str, scheme: str, ground: str
) -> None:
    show(browser, width=1280, scheme=scheme)
    browser.get(page)
    colour = browser.find_element(By.TAG_NAME, "body").value_of_css_property("background-color")
    red, green, blue = map(int, re.findall(r"\d+", colour)[:3])
    assert f"#{red:02x}{green:02x}{blue:02x}" == ground


@pytest.mark.parametrize("scripts", [True, False])
def test_paper_has_no_folds(browser: webdriver.Chrome, page: str, scripts: bool) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
    browser.get(page)
    printed: dict[str, Any] = browser.execute_cdp_cmd("Page.printToPDF", {})
    text = " ".join(extract_text(BytesIO(base64.b64decode(printed["data"]))).split())
    assert "of harbours, not of lights" in text
    assert "Conversation with a keeper" in text
    assert "Open all" not in text


def test_hostile_addresses_cannot_be_followed(browser: webdriver.Chrome, page: str) -> None:
    browser.get(page)
    hrefs = browser.execute_script("return [...document.links].map((a) => a.protocol)")
    assert set(hrefs) <= {"http:", "https:", "file:"}
    assert Path(page).name == "index.html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1280])
def test_axe_finds_nothing_with_all_rows_open(
    browser: webdriver.Chrome, page: str, scheme: str, width: int
) -> None:
    show(browser, width=width, scheme=scheme)
    browser.get(page)
    browser.execute_script("document.querySelectorAll('details').forEach((d) => d.open = true)")
    assert find_violations(browser) == []


def test_a_copy_button_says_that_it_copied_the_link(browser: webdriver.Chrome, page: str) -> None:
    browser.get(f"{page}#note-2")
    grant = {"origin": "file://", "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    browser.execute_cdp_cmd("Browser.grantPermissions", grant)
    button = browser.find_element(By.CSS_SELECTOR, "#note-2 .copies .copy")
    button.click()
    WebDriverWait(browser, 5).until(lambda _: button.text == "Copied")
    field = "const f = document.createElement('textarea'); document.body.append(f); f.focus();"
    browser.execute_script(field)
    browser.switch_to.active_element.send_keys(Keys.CONTROL, "v")
    assert browser.switch_to.active_element.get_attribute("value") == f"{page}#note-2"


def test_j_and_k_walk_over_the_notes_that_are_left(browser: webdriver.Chrome, page: str) -> None:
    browser.get(page)
    press(browser, "/", "slip")
    left = visible(browser)
    browser.find_element(By.CSS_SELECTOR, f"#note-{left[0]} summary").send_keys("j")
    press(browser, "j", "k")
    here = browser.switch_to.active_element.find_element(By.XPATH, "ancestor::article")
    assert here.get_attribute("id") == f"note-{left[1]}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_over_several_publications_and_pages_of_notes_are_accessible(
    browser: webdriver.Chrome, tmp_path: Path, scheme: str
) -> None:
    audit = sample_audit()
    rows = [to_row(audit, "one"), to_row(sample_audit(only=(2, 7)), "two")]
    write_collection(rows, [Failed(source="bad", why="no YAML")], tmp_path, version="0")
    write_files(audit, tmp_path / "one", (HtmlPage(single=2, size=3),))
    for name in ("index.html", "one/index.html", "one/notes-0001.html"):
        show(browser, width=1280, scheme=scheme)
        browser.get((tmp_path / name).as_uri())
        assert find_violations(browser) == []
        assert [e for e in browser.get_log("browser") if e["level"] == "SEVERE"] == []
        show(browser, width=360, scheme=scheme)
        wide = "return document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not browser.execute_script(wide)


def test_a_link_from_the_worklist_opens_its_note_on_its_page(
    browser: webdriver.Chrome, tmp_path: Path
) -> None:
    write_files(sample_audit(), tmp_path, (HtmlPage(single=2, size=3),))
    browser.get((tmp_path / "index.html").as_uri())
    link = browser.find_element(By.CSS_SELECTOR, "details[open] a.to")
    number = link.text
    link.click()
    note = browser.find_element(By.ID, f"note-{number}")
    fold = note.find_element(By.TAG_NAME, "details")
    WebDriverWait(browser, 5).until(lambda _: fold.get_attribute("open"))
