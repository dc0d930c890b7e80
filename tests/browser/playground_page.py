"""A page with a playground, and its driver there, which a test may run without the view."""

import json


def driven(page, state, *messages):
    """The frames of the page's own driver after each message, from a state of Python's."""
    return page.evaluate(
        """([state, messages]) => {
            let receive = null;
            const model = nnModules["model.mjs"].createModel({ playing: false, ...state });
            receive = nnModules["playground.js"].default.drive({ model });
            return messages.map((message) => {
                if (message.set) model.set(...message.set);
                else receive(message);
                return model.get("frame");
            });
        }""",
        [json.loads(json.dumps(state, allow_nan=False)), list(messages)],
    )


def saying(page, text, part=".nn-twin"):
    page.wait_for_function(
        "([part, text]) => document.querySelector(`#playground ${part}`).innerText.includes(text)",
        arg=[part, text],
    )


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def readout(page, name):
    return page.locator(".nn-readouts div", has_text=name).locator("dd").inner_text()


def network_picture(page):
    return page.locator(".nn-panel").first.locator(".nn-picture:visible")


def network_place(page, x, y):
    """A place of the network's picture in pixels, from the picture's own units."""
    scale = network_picture(page).evaluate(
        "e => e.clientWidth / getComputedStyle(e).getPropertyValue('--nn-width')"
    )
    return {"x": x * scale, "y": y * scale}


def network_press(page, x, y):
    network_picture(page).click(position=network_place(page, x, y))
