"""The built-in functions of the standard, one module per chapter of DMN 1.5, 10.3.4."""


def load_functions() -> None:
    """Import every module, so that its functions are registered."""
    from engine.feel.functions import (  # noqa: F401
        booleans,
        contexts,
        conversion,
        dates,
        lists,
        numbers,
        ordering,
        patterns,
        ranges,
        strings,
    )
