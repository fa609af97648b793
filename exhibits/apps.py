"""Development areas, the room and what it shows."""

import datetime

from django.apps import AppConfig


class ExhibitsConfig(AppConfig):
    name = "exhibits"
    verbose_name = "Områden och rummet"

    def ready(self):
        """Declare the kinds of pages, and when opening hours, screens and activities read differently."""
        from exhibits import red_day_letter, silent_screen_letter
        from exhibits.kinds import register_kinds
        from exhibits.models import Occurrence
        from exhibits.now.group_visits import forget
        from exhibits.now.opening import next_opening_change, schedule_now
        from exhibits.now.screens import next_screen_change, stored_screens
        from helsingborgsrummet import due_work
        from helsingborgsrummet.serving import clock

        register_kinds()
        clock.register_clock(next_opening_change, schedule_now)
        clock.register_clock(next_screen_change, stored_screens)
        clock.register_moments(Occurrence, "starts_at", "ends_at")
        red_day_letter.register_work()
        silent_screen_letter.register_work()
        due_work.register(
            "forget_group_visits", "Gamla gruppbesök tas bort", datetime.timedelta(days=1), forget
        )
