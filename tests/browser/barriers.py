"""What in a page would stand in somebody's way: found by axe, by the width of a phone, by the browser's complaints."""

from axe_playwright_python.sync_playwright import Axe

AXE = Axe().axe_script
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
IN_THE_DARK = ("color-contrast", "link-in-text-block")
"""What colours decide."""
ON_A_PHONE = ("target-size", "scrollable-region-focusable")
"""What the width of the screen decides."""
RUN = "names => axe.run({runOnly: names, preload: false, resultTypes: ['violations']})"


def violations(page, *rules):
    """What axe finds on a page with its style sheets, in a form that says where: by WCAG 2.2 AA, or these rules."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(RUN, list(rules or WCAG))["violations"]
    return [(item["id"], [node["target"] for node in item["nodes"]]) for item in found]


def in_both_colours(page):
    """What axe finds on a light page, and in the dark besides; the page is light afterwards."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")  # colours change at once
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    found += violations(page, *IN_THE_DARK)
    page.emulate_media(color_scheme="light")
    return found


def is_in_order(page, where):
    """Asserts that the browser has nothing to complain of, and that there is no barrier: light, dark, on a phone."""
    assert (where, page.complaints) == (where, [])
    has_no_barrier(page, where)


def has_no_barrier(page, where):
    """Asserts that there is no barrier on a page as it is, in the dark and on a phone; it is light and wide again."""
    assert (where, in_both_colours(page)) == (where, [])
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(color_scheme="dark")
    assert (where, violations(page, *ON_A_PHONE)) == (where, [])
    assert (where, width(page)) == (where, 320)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(size)


def width(page):
    """How wide the page is; no more than its screen, or somebody has to scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth")
