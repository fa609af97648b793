"""What becomes of those who follow a topic or an area that closes or goes into another: an editor is asked."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from helsingborgsrummet.content.kinds import kind_of
from helsingborgsrummet.content.words_sv import format_number
from news.closing import SLUGS, close, follows_of, under_way
from news.telling import may_tell

MODELS = {slug: model for model, slug in SLUGS.items()}


class ClosingForm(forms.Form):
    """Where the followers go, and what they are told beside that."""

    what = forms.ChoiceField(
        label="Vad ska hända med följarna?",
        choices=[
            ("move", "De ska följa något annat i stället"),
            ("release", "De ska sluta följa det"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vad som ska hända."},
    )
    target = forms.ModelChoiceField(
        None, label="I stället ska de följa", required=False, empty_label="Välj …"
    )
    sentence = forms.CharField(
        label="Egen mening överst i brevet",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self):
        """Ask where to, when they are to be moved."""
        data = super().clean()
        if data.get("what") == "move" and not data.get("target") and "target" not in self.errors:
            self.add_error("target", "Välj vad de ska följa i stället.")
        return data


def closing_view(admin_site, request, slug, pk):
    """Ask what becomes of the followers, and do it: POST only, told to them and noted in the history."""
    model = MODELS.get(slug)
    row = get_object_or_404(model, pk=pk) if model else None
    if row is None or not may_tell(request.user, row):
        raise PermissionDenied
    now = timezone.now()
    count = follows_of(row).count()
    is_under_way = under_way(row)
    form = ClosingForm(request.POST or None)
    form.fields["target"].queryset = (
        kind_of(model).visible(now).filter(closing=None).exclude(pk=row.pk)
    )
    if request.method == "POST" and form.is_valid():
        target = form.cleaned_data["target"] if form.cleaned_data["what"] == "move" else None
        told = close(row, target, form.cleaned_data["sentence"].strip(), now)
        done = f"flyttas till {target}" if target else "slutar följa"
        words = f"{format_number(told)} följare får brev och {done}."
        if told:
            admin_site.get_model_admin(model).log_change(request, row, words)
            messages.success(request, words)
        else:
            messages.warning(
                request, "Någon annan hann bestämma det, eller så följer ingen det längre."
            )
        return redirect(request.path)
    context = {
        **admin_site.each_context(request),
        "title": "Stäng eller flytta det som följs",
        "subtitle": str(row),
        "opts": model._meta,
        "row": row,
        "count": count,
        "is_under_way": is_under_way,
        "form": form,
    }
    return TemplateResponse(request, "admin/news/closing.html", context)
