"""The diagram in the documentation is the one that the table of moves gives now."""

from responses.management.commands.draw_workflow import WHERE, drawn


def test_the_diagram_is_current():
    assert WHERE.read_text("utf-8") == drawn()
