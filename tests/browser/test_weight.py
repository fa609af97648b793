"""What a first visit on a phone costs, everything that is fetched included."""

import pytest

KILOBYTE = 1000
# Everything, the page itself, and whether it shows pictures.
PAGES = {
    "/": (120, 30, True),
    "/nyheter/2023/helsingborgsrummet-flyttar-till-stadsbyggnadshuset/": (90, 30, True),
    "/nyheter/2026/vinterns-program-ar-klart/": (90, 30, True),
    "/rummet/": (120, 40, True),
    # Its drawing is part of the page.
    "/modellen/": (120, 80, False),
    "/planer/tid/": (120, 40, False),
}
# What the page itself consists of, against pictures, typefaces and icons.
CODE = {"Document", "Stylesheet", "Script"}


@pytest.fixture
def phone(browser):
    """A page in a browser that has seen nothing before."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, device_scale_factor=2, is_mobile=True
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    ("address", "limits"),
    PAGES.items(),
    ids=["start", "article", "example", "room", "model", "times"],
)
def test_a_first_visit_is_light(site, phone, address, limits):
    limit, code_limit, has_pictures = limits
    kinds, weights = {}, {}
    network = phone.context.new_cdp_session(phone)
    network.send("Network.enable")
    network.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event}))
    network.on(
        "Network.loadingFinished",
        lambda event: weights.update({event["requestId"]: event["encodedDataLength"]}),
    )
    phone.goto(site + address)
    # To the end of the page, so that pictures further down are fetched too.
    while phone.evaluate(
        "scrollBy(0, 400), scrollY + innerHeight < document.body.scrollHeight - 1"
    ):
        phone.wait_for_timeout(50)
    phone.wait_for_load_state("networkidle")
    phone.wait_for_function("Array.from(document.images).every(image => image.complete)")
    for _ in range(100):  # The icon is fetched beside the page, and nothing says when.
        if set(kinds) == set(weights):
            break
        phone.wait_for_timeout(50)

    assert set(kinds) == set(weights)
    lines = [
        (kinds[each]["type"], kinds[each]["response"]["url"].removeprefix(site), int(weight))
        for each, weight in weights.items()
    ]
    assert sum(weight for _, _, weight in lines) <= limit * KILOBYTE, lines
    assert sum(weight for kind, _, weight in lines if kind in CODE) <= code_limit * KILOBYTE, lines
    # Each kind is there, so the sums are not right by accident.
    expected = {"Document", "Stylesheet", "Font"} | ({"Image"} if has_pictures else set())
    assert expected <= {kind for kind, _, _ in lines}
