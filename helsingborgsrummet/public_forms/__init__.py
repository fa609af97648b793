"""Forms that anybody may send, without an account, a cookie, a script or a puzzle.

A form is a :class:`PublicForm`, its page a :class:`PublicFormView`, laid out by
``components/public_form.html``. What keeps machines out: a signed token that ends (``token.py``), the origin of the
request (``origin.py``), a field that people do not see, and a limit on how many may come from one place
(``limits.py``). Whoever is stopped is told why, and nothing that was typed is lost.
"""

from helsingborgsrummet.public_forms.forms import AddressField, PublicForm
from helsingborgsrummet.public_forms.views import PublicFormView, ReceiptView

__all__ = ["AddressField", "PublicForm", "PublicFormView", "ReceiptView"]
