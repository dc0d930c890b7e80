"""A visit to one page: every request to another origin is blocked and noted, every error too."""

from urllib.parse import urlsplit

OWN_SCHEMES = ("data", "blob", "about")


class Visit:
    """page: the Playwright page. strangers: addresses asked for elsewhere. errors: what went wrong.

    The page has loaded when the visit begins.
    """

    def __init__(self, context, address):
        self.home = urlsplit(address)
        self.strangers, self.errors = [], []
        context.route("**/*", self._route)
        self.page = context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._console)
        self.page.on("requestfailed", self._failed)
        self.page.goto(address, wait_until="load")

    def at_home(self, address):
        """Whether an address belongs to the visited site, or to a folder on disk if that was."""
        parts = urlsplit(address)
        return parts.scheme in OWN_SCHEMES or (parts.scheme, parts.netloc) == (
            self.home.scheme,
            self.home.netloc,
        )

    def _route(self, route):
        if self.at_home(route.request.url):
            route.continue_()
        else:
            self.strangers.append(route.request.url)
            route.abort()

    def _console(self, message):
        if message.type == "error":
            self.errors.append(message.text)

    def _failed(self, request):
        if self.at_home(request.url):
            self.errors.append(f"could not load {request.url}: {request.failure}")
