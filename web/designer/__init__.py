"""The in-browser editors in JavaScript; `python -m web.designer.bundle` makes `web/static/designer/` of them."""
