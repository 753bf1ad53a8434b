"""Every component in a real browser: axe is content, nothing overflows, scripts do their part."""

import copy

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from accounts.roles import Role
from tests.accounts.factories import PersonFactory
from tests.govuk import site
from tests.stage import staged

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WIDTHS = (1280, 360)


@pytest.fixture(autouse=True)
def its_own_addresses(settings):
    settings.ROOT_URLCONF = "tests.govuk.site"
    settings.DEMO = True
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(settings.BASE_DIR / "tests/govuk/templates")
    settings.TEMPLATES = templates
    site.KEPT.clear()
    site.SENT.clear()
    site.ANSWER["status"] = 200


@staged
def person():
    return PersonFactory(name="Sam Worker", role=Role.SOCIAL_WORKER)


@pytest.fixture
def context(browser, live_server, client, person, settings):
    client.force_login(person, backend="accounts.backends.SignInBackend")
    context = browser.new_context(base_url=live_server.url)
    name = settings.SESSION_COOKIE_NAME
    value = client.cookies[name].value
    context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    yield context
    context.close()


@pytest.fixture
def page(context):
    """A page on which nothing may go wrong: no console error, no refused style or script."""
    page = context.new_page()
    said = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    page.said = said
    yield page
    page.close()


def assert_sound(page):
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.said == []


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_in_the_gallery(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/gallery/")
    assert_sound(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_when_the_form_is_refused(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/gallery/")
    page.get_by_label("Day", exact=True).fill("31")
    page.get_by_label("Month", exact=True).fill("2")
    page.get_by_label("Year", exact=True).fill("2026")
    page.get_by_role("button", name="Send to Lorna to sign").click()
    expect(page).to_have_title("Error: Gallery – POP Portal")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert_sound(page)

    page.get_by_role("link", name="The date of the visit must be a real date").click()
    expect(page.get_by_label("Day", exact=True)).to_be_focused()
    expect(page.get_by_label("Day", exact=True)).to_have_value("31")
    page.get_by_role("link", name="Answer “Where did you meet?”").click()
    expect(page.get_by_label("At school")).to_be_focused()


def test_targets_are_large_enough_for_a_thumb(page):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/gallery/")
    page.get_by_role("button", name="Menu").click()
    small = page.evaluate("""() => [...document.querySelectorAll(
        '.govuk-button, .govuk-input, .govuk-select, .app-navigation__link, .app-header__link,'
        + '.app-header__menu, .app-choice-buttons label, .app-chip, .app-tabs__link')]
        .map((node) => [node.className, node.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.height < 44 || box.width < 44))
        .map(([name, box]) => `${name} ${box.width}x${box.height}`)""")
    assert [one for one in small if "width-" not in one] == []


def test_the_menu_opens_and_closes_on_a_phone(page):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/gallery/")
    menu = page.get_by_role("button", name="Menu")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    menu.click()
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(menu).to_be_focused()


def test_without_javascript_the_menu_stands_open_and_the_form_is_answered(
    browser, live_server, context
):
    plain = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 360, "height": 800}
    )
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto("/write/")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    expect(page.get_by_label("Which?")).to_be_visible()
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter text")
    plain.close()


def test_number_buttons_answer_to_the_keyboard(page):
    page.goto("/gallery/")
    page.get_by_role("radio", name="4", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="5", exact=True)).to_be_checked()


def test_a_list_box_folds_its_question_away(page):
    page.goto("/write/")
    expect(page.get_by_label("Which?")).to_be_hidden()
    page.get_by_label("Kind").select_option("other")
    expect(page.get_by_label("Which?")).to_be_visible()


def test_text_is_kept_while_it_is_typed(page, person):
    page.goto("/write/")
    page.get_by_label("Text").press_sequentially("Dad is coming")
    expect(page.locator("[data-saved-line]")).to_contain_text("Saved")
    kept = site.KEPT[-1]
    assert kept["form_key"] == "note:1"
    assert kept["header"] == "1"
    assert kept["person"] == str(person.pk)
    assert kept["fields"] == {"text": "Dad is coming", "kind": "a", "which": ""}


def test_nothing_typed_stays_in_the_browser(page):
    page.goto("/write/")
    page.get_by_label("Text").press_sequentially("A secret")
    expect(page.locator("[data-saved-line]")).to_contain_text("Saved")
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "secret" not in stored


def test_a_dropped_connection_is_said_and_made_good(page, context):
    page.goto("/write/")
    context.set_offline(True)
    page.get_by_label("Text").press_sequentially("On a train")
    line = page.locator("[data-saved-line]")
    expect(line).to_contain_text("Not saved: you are offline, keep this page open.")
    context.set_offline(False)
    expect(line).to_contain_text("✓ Saved", timeout=15_000)
    assert site.KEPT[-1]["fields"]["text"] == "On a train"


def test_a_lost_sign_in_is_said(page):
    site.ANSWER["status"] = 401
    page.goto("/write/")
    page.get_by_label("Text").press_sequentially("Too late")
    line = page.locator("[data-saved-line]")
    expect(line).to_contain_text("Not saved: you are signed out")
    site.ANSWER["status"] = 200
    page.get_by_label("Text").press_sequentially("!")
    expect(line).to_contain_text("✓ Saved")


def test_leaving_is_questioned_only_while_something_is_unsent(page):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    site.ANSWER["status"] = 500
    page.goto("/write/")
    page.reload()
    assert asked == []
    page.get_by_label("Text").press_sequentially("Unsent")
    page.reload()
    assert asked == ["beforeunload"]


def test_a_form_on_its_way_is_not_sent_again(page):
    page.goto("/write/")
    page.get_by_label("Text").fill("Once")
    # How many sendings got past the guard outlives the page: no clock and no network is asked.
    page.evaluate("""() => {
        addEventListener("submit", (event) => {
            if (event.defaultPrevented) return;
            sessionStorage.sent = Number(sessionStorage.sent ?? 0) + 1;
        });
        const form = document.querySelector("button[name=send]").form;
        form.requestSubmit(); form.requestSubmit();
    }""")
    expect(page.get_by_label("Text")).to_have_value("")
    assert page.evaluate("sessionStorage.sent") == "1"
    assert len(site.SENT) == 1


def test_the_idle_banner_warns_and_stays_signed_in(page):
    page.clock.install()
    page.goto("/write/")
    banner = page.locator("[data-module=app-idle]")
    expect(banner).to_be_hidden()
    page.clock.fast_forward("12:10")
    expect(banner).to_contain_text("You will be signed out in 3 minutes. What you typed is kept.")
    page.get_by_role("button", name="Stay signed in").click()
    expect(banner).to_be_hidden()


def test_at_the_limit_text_is_kept_first_and_the_way_back_is_remembered(page):
    page.clock.install()
    page.goto("/write/")
    page.clock.fast_forward("14:30")
    page.get_by_label("Text").fill("Last words")
    page.clock.fast_forward("00:31")
    page.wait_for_url("**/?next=%2Fwrite%2F")
    assert site.KEPT[-1]["fields"]["text"] == "Last words"


def test_filters_narrow_the_list_and_keep_a_clean_address(page):
    page.goto("/gallery/?kind=visit")
    page.get_by_label("State").select_option("open")
    page.wait_for_url("**/gallery/?**state=open**")
    assert page.url.endswith("/gallery/?state=open&kind=visit")
    expect(page.locator("#app-announce")).to_contain_text("Showing 76 to 100 of 312")


def test_on_paper_stands_who_printed_it_and_nothing_to_press(page):
    page.goto("/gallery/")
    page.emulate_media(media="print")
    expect(page.get_by_text("Printed by Sam Worker on")).to_be_visible()
    for hidden in (".app-navigation", ".app-tabs", ".govuk-button >> nth=0", ".app-filter"):
        expect(page.locator(hidden).first).to_be_hidden()
