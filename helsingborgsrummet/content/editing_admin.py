"""What the admin of everything that people edit has: history, and no change lost."""

from django.contrib import admin

from .picture_choosing_admin import PictureChoosingAdmin


class EditingAdmin(PictureChoosingAdmin, admin.ModelAdmin):
    """Admin of something that several people edit."""

    show_full_result_count = False
    save_on_top = False
