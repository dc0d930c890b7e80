"""Keep every page free of third parties: drop the scripts that Jupyter Book adds for live kernels.

Thebe would come from a public content network, and no page of this book uses it.
"""


def drop_thebe(app, pagename, templatename, context, doctree):
    def kept(asset):
        attributes = getattr(asset, "attributes", {})
        return (
            "thebe" not in f"{getattr(asset, 'filename', asset)} {attributes.get('body')}".lower()
        )

    for kind in ("script_files", "css_files"):
        context[kind] = [asset for asset in context[kind] if kept(asset)]


def setup(app):
    # After sphinx-thebe's own handlers.
    app.connect("html-page-context", drop_thebe, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
