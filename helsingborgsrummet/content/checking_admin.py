"""What an editor should mend before publishing, in the admin."""


class CheckingAdmin:
    """Mixin for the admin of publishable things: checks on request and before publishing."""

    def blocking_findings(self, obj, related=None):
        """What keeps ``obj`` from being published, as Swedish sentences; empty when nothing does.

        ``related`` holds unsaved related rows by name, as in ``preview_context``.
        """
        return []
