"""The codebook: begin from a starter, make and change families and codes, merge, split."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from samklang.web import starts
from samklang.web.actions import codebook as actions
from samklang.web.forms.coding import CodeForm, CodeTexts, FamilyForm
from samklang.web.forms.fields import said, whole_number
from samklang.web.models import Code, CodeFamily, Membership, Theme
from samklang.web.queries import open_answers
from samklang.web.queries.codebook import codebook
from samklang.web.queries.double_coding import hidden_from, still_open
from samklang.web.queries.quotes import span_of
from samklang.web.serving.templating import language
from samklang.web.views.access import StaffRequest, posted, shown, staff
from samklang.web.views.themes import theme_of


@staff("reader")
@require_http_methods(["GET", "HEAD"])
def overview(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """Families with their codes; starters that are not taken in."""
    current = theme_of(member, theme)
    families = codebook(current, hidden=hidden_from(current, request.user))
    there = {family.family.key for family in families}
    return shown(
        request,
        "coding/codebook.html",
        member=member,
        theme=current,
        families=families,
        starters=[
            (name, book)
            for name in starts.CODEBOOKS
            if (book := starts.codebook(name)).families[0].id not in there
        ],
    )


@staff("editor")
@require_POST
def begin(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """Takes in a starter."""
    current = theme_of(member, theme)
    name = request.POST.get("starter", "")
    if name in starts.CODEBOOKS:
        actions.begin_codebook(current, starts.codebook(name), by=request.user)
        messages.success(request, said("coding.starter_taken"))
    return redirect("theme_codebook", member.network.address, current.address)


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def family(request: StaffRequest, member: Membership, theme: str, key: str = "") -> HttpResponse:
    """One family, or a new one."""
    current = theme_of(member, theme)
    row = get_object_or_404(CodeFamily, theme=current, key=key, retired=False) if key else None
    names = ("name", "valence", "many")
    initial: dict[str, object] = {n: getattr(row, n) for n in names} if row else {"many": True}
    form = FamilyForm(posted(request), initial=initial, languages=current.written_in)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        try:
            if row is None:
                actions.add_family(current, by=request.user, **values)
            else:
                actions.change_family(row, by=request.user, **values)
        except actions.HasValence:
            form.add_error("valence", said("coding.has_codings_with_valence"))
        else:
            messages.success(request, said("coding.saved"))
            return redirect("theme_codebook", member.network.address, current.address)
    status = 400 if form.errors else 200
    return shown(
        request,
        "coding/family.html",
        status=status,
        member=member,
        theme=current,
        form=form,
        row=row,
    )


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: StaffRequest, member: Membership, theme: str, key: str = "") -> HttpResponse:
    """One code, or a new one."""
    current = theme_of(member, theme)
    row = _code(current, key) if key else None
    families = list(current.code_families.filter(retired=False))
    if not families:
        return redirect("theme_new_family", member.network.address, current.address)
    hidden = hidden_from(current, request.user)
    used = row.codings.filter(live=True).select_related("answer") if row else ()
    others = [c for c in current.codes.filter(retired=False) if row is None or c.pk != row.pk]
    form = CodeForm(
        posted(request),
        initial=_initial(row) if row else {"family": request.GET.get("family", families[0].key)},
        languages=current.written_in,
        families=families,
        codes=others,
        language=language(request),
    )
    if request.method == "POST" and form.is_valid() and _changed(form, current, row, request):
        messages.success(request, said("coding.saved"))
        return redirect("theme_codebook", member.network.address, current.address)
    return shown(
        request,
        "coding/code.html",
        status=400 if form.errors else 200,
        member=member,
        theme=current,
        form=form,
        row=row,
        others=[c for c in others if row is not None],
        used=sum(not hidden.has(coding.answer) for coding in used),
    )


def _code(theme: Theme, key: str) -> Code:
    rows = Code.objects.select_related("family", "parent", "theme")
    return get_object_or_404(rows, theme=theme, key=key, retired=False)


def _initial(row: Code) -> dict[str, object]:
    names = [f.name for f in Code._meta.fields]
    initial = {n: getattr(row, n) for n in names}
    return initial | {
        "family": row.family.key,
        "parent": row.parent.key if row.parent else "",
        "sources": " ".join(row.sources),
    }


def _changed(form: CodeForm, theme: Theme, row: Code | None, request: StaffRequest) -> bool:
    """Makes or changes the code; False, with the fault in the form, where that cannot be."""
    values = form.values()
    try:
        if row is None:
            actions.add_code(theme, by=request.user, **values)
        else:
            actions.change_code(row, by=request.user, **values)
    except actions.HasValence:
        form.add_error("family", said("coding.has_codings_with_valence"))
        return False
    except actions.NotBeneath:
        form.add_error("parent", said("coding.not_beneath"))
        return False
    return True


@staff("editor")
@require_POST
def arrange(request: StaffRequest, member: Membership, theme: str, key: str) -> HttpResponse:
    """Moves a code up or down, takes it out, or merges it into another."""
    current = theme_of(member, theme)
    row, action = _code(current, key), request.POST.get("action", "")
    if action in ("retire", "merge") and still_open(current):
        messages.error(request, said("double.codes_stand_still"))
        return redirect("theme_codebook", member.network.address, current.address)
    try:
        if action in ("up", "down"):
            actions.move_code(row, up=action == "up", by=request.user)
        elif action == "retire":
            actions.retire_code(row, by=request.user)
            messages.success(request, said("coding.retired", code=str(row)))
        elif action == "merge":
            into = _code(current, request.POST.get("into", ""))
            actions.merge_codes(row, into, by=request.user)
            messages.success(request, said("coding.merged", code=str(row), into=str(into)))
    except actions.HasValence:
        messages.error(request, said("coding.has_codings_with_valence"))
    except actions.NotBeneath:
        messages.error(request, said("coding.not_beneath"))
    return redirect("theme_codebook", member.network.address, current.address)


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: StaffRequest, member: Membership, theme: str, key: str) -> HttpResponse:
    """A new code beside one there is, which takes over the codings that are chosen."""
    current = theme_of(member, theme)
    row = _code(current, key)
    if still_open(current):
        messages.error(request, said("double.codes_stand_still"))
        return redirect("theme_codebook", member.network.address, current.address)
    form = CodeTexts(posted(request), languages=current.written_in)
    chosen = [whole_number(pk) for pk in request.POST.getlist("coding")]
    if request.method == "POST" and form.is_valid():
        split = actions.split_code(row, codings=chosen, by=request.user, **form.values())
        made = split.made
        messages.success(request, said("coding.was_split", code=str(row), into=str(made)))
        return redirect("theme_codebook", member.network.address, current.address)
    codings = row.codings.filter(live=True).select_related("answer__response")
    asked = open_answers.asked(current)
    return shown(
        request,
        "coding/split.html",
        status=400 if form.errors else 200,
        member=member,
        theme=current,
        form=form,
        row=row,
        codings=[(c, on) for c in codings if (on := span_of(c, asked).words)],
        chosen=chosen,
    )
