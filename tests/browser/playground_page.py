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
