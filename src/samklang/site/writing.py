"""Addresses of the pages where a theme's report is written, block by block."""

from django.urls import path

from samklang.web.views import block_forms, blocks, spelling

of_writing = [
    path("bada/", blocks.both, name="theme_write_both"),
    path("<slug:written_in>/", blocks.report, name="theme_write"),
    path("<slug:written_in>/steg/", blocks.step, name="theme_write_step"),
    path("<slug:written_in>/nytt/", blocks.choose, name="theme_write_choose"),
    path("<slug:written_in>/nytt/<slug:kind>/", block_forms.add, name="theme_write_add"),
    path("<slug:written_in>/ord/", spelling.accept, name="theme_write_word"),
    path("<slug:written_in>/<int:number>/", block_forms.change, name="theme_write_block"),
]
