"""The addresses of a delegation's pages."""

from django.urls import path

from responses import addresses  # noqa: F401 (its words stand in the patterns below)

from . import (
    annexes,
    answering,
    clearances,
    history,
    official,
    one_clearance,
    receipts,
    saving,
    settling,
    standing,
    submitting,
    tasks,
    translations,
    word,
    word_preview,
)

urlpatterns = [
    path("clearance/<str:token>/", official.link, name="clear"),
    path("clearance/<str:token>/code/", official.code, name="clear_code"),
    path("clearance/<str:token>/texts/", official.texts, name="clear_texts"),
    path("clearance/<str:token>/done/", official.done, name="clear_done"),
    path("home/", tasks.home, name="home"),
    path("submissions/<reference:reference>/", standing.submission, name="submission"),
    path("submissions/<reference:reference>/receipt.pdf", receipts.pdf, name="receipt_pdf"),
    path("submissions/<reference:reference>/receipt.docx", receipts.word, name="receipt_word"),
    path("submissions/<reference:reference>/record.json", receipts.record, name="record"),
    path(
        "submissions/<reference:reference>/annexes/<int:number>/",
        standing.submitted_annex,
        name="submitted_annex",
    ),
    path("submissions/<reference:reference>/word/", word.submitted, name="submission_word"),
    path("<session:slug>/<state:alpha3>/", tasks.task_list, name="task_list"),
    path("<session:slug>/<state:alpha3>/questions/<int:number>/", answering.question, name="question"),
    path("<session:slug>/<state:alpha3>/questions/<int:number>/save/", saving.autosave, name="autosave"),
    path("<session:slug>/<state:alpha3>/questions/<int:number>/here/", saving.here, name="here"),
    path("<session:slug>/<state:alpha3>/questions/<int:number>/reply/", answering.reply, name="reply"),
    path(
        "<session:slug>/<state:alpha3>/questions/<int:number>/versions/<int:version>/two/",
        settling.two_texts,
        name="two_texts",
    ),
    path("<session:slug>/<state:alpha3>/questions/<int:number>/versions/", history.versions, name="versions"),
    path(
        "<session:slug>/<state:alpha3>/questions/<int:number>/versions/compare/",
        history.compare,
        name="compare",
    ),
    path(
        "<session:slug>/<state:alpha3>/questions/<int:number>/versions/<int:version>/",
        history.version,
        name="version",
    ),
    path(
        "<session:slug>/<state:alpha3>/questions/<int:number>/translations/",
        translations.translations,
        name="translations",
    ),
    path(
        "<session:slug>/<state:alpha3>/questions/<int:number>/translations/<slug:language>/",
        translations.translation,
        name="translation",
    ),
    path("<session:slug>/<state:alpha3>/annexes/", annexes.annexes, name="annexes"),
    path("<session:slug>/<state:alpha3>/annexes/<int:number>/", annexes.annex, name="annex"),
    path("<session:slug>/<state:alpha3>/annexes/<int:number>/change/", annexes.change, name="change_annex"),
    path("<session:slug>/<state:alpha3>/annexes/<int:number>/remove/", annexes.remove, name="remove_annex"),
    path(
        "<session:slug>/<state:alpha3>/annexes/<int:number>/restore/", annexes.restore, name="restore_annex"
    ),
    path("<session:slug>/<state:alpha3>/word/", word.word, name="word"),
    path("<session:slug>/<state:alpha3>/word/questionnaire/", word.download, name="word_download"),
    path("<session:slug>/<state:alpha3>/word/<int:number>/", word_preview.word_file, name="word_file"),
    path("<session:slug>/<state:alpha3>/word/<int:number>/file/", word.original, name="word_original"),
    path(
        "<session:slug>/<state:alpha3>/word/<int:number>/questions/<int:question>/",
        word_preview.word_text,
        name="word_text",
    ),
    path("<session:slug>/<state:alpha3>/clearances/", clearances.clearances, name="clearances"),
    path("<session:slug>/<state:alpha3>/clearances/ask/", clearances.ask, name="ask_clearance"),
    path("<session:slug>/<state:alpha3>/clearances/record/", clearances.record, name="record_clearance"),
    path("<session:slug>/<state:alpha3>/clearances/sheet/", clearances.sheet, name="clearance_sheet"),
    path("<session:slug>/<state:alpha3>/clearances/require/", clearances.require, name="require_clearances"),
    path(
        "<session:slug>/<state:alpha3>/clearances/asked/<uuid:public_id>/",
        one_clearance.asked,
        name="clearance_request",
    ),
    path(
        "<session:slug>/<state:alpha3>/clearances/<uuid:public_id>/",
        one_clearance.clearance,
        name="clearance",
    ),
    path(
        "<session:slug>/<state:alpha3>/clearances/<uuid:public_id>/scan/",
        one_clearance.scan,
        name="clearance_scan",
    ),
    path("<session:slug>/<state:alpha3>/seen/", tasks.seen, name="seen"),
    path("<session:slug>/<state:alpha3>/check/", submitting.check, name="check"),
    path("<session:slug>/<state:alpha3>/declare/", submitting.declare, name="declare"),
    path("<session:slug>/<state:alpha3>/consent/", standing.consent, name="consent"),
    path("<session:slug>/<state:alpha3>/recall/", standing.move, {"name": "recall"}, name="recall"),
    path("<session:slug>/<state:alpha3>/withdraw/", standing.move, {"name": "withdraw"}, name="withdraw"),
    path("<session:slug>/<state:alpha3>/resume/", standing.move, {"name": "resume"}, name="resume"),
]
