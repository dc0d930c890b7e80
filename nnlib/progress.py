"""A progress bar around whatever training yields. Nothing else in nnlib prints."""

from collections.abc import Iterable
from operator import length_hint

from nnlib.arguments import as_count, as_kind


def progress_bar(records, total=None):
    """The same records, while a bar shows their loss, validation loss and the time left.

    records: an iterable, such as `train`, `epochs` or `restarts` give.
    total: how many there will be; None asks the records. `train` with `steps` knows, `epochs` does
        not: without a total the bar counts, and shows no time left.

    The bar is a widget in a notebook, and text on stderr elsewhere. Raises ModuleNotFoundError
    where tqdm is not installed.

    >>> [*progress_bar([])]
    []
    """
    try:
        from tqdm.auto import tqdm
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            "progress_bar draws with tqdm, which is not installed: python -m pip install tqdm"
        ) from None
    as_kind("records", records, Iterable, "train(…)")
    if total is None:
        try:
            total = length_hint(records) or None
        except ValueError:  # a run without an end
            total = None
    else:
        total = as_count("total", total)
    return _shown(records, total, tqdm)


def _shown(records, total, tqdm):
    with tqdm(total=total) as bar:
        for record in records:
            bar.set_postfix_str(_summary(record), refresh=False)
            bar.update()  # draws at most ten times a second
            yield record


def _summary(record):
    shown = (("loss", "loss"), ("validation loss", "validation_loss"))
    values = ((name, getattr(record, field, None)) for name, field in shown)
    return ", ".join(f"{name} {value:.4g}" for name, value in values if value is not None)
