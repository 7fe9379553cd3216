"""Results: aggregates for managers and sponsors; one's own team for everybody."""

from tests.addresses.roles import ANY_MANAGER, MANAGERS, SIGNED_IN

READERS = MANAGERS | {"patron", "sponsor"}
ROWS = [
    (SIGNED_IN, "GET PAGE", ["team"]),
    (ANY_MANAGER | {"patron", "sponsor"}, "GET PAGE", ["insights"]),
    (ANY_MANAGER | {"patron", "sponsor"}, "GET", ["insights_table"]),
    (READERS, "GET PAGE", ["program_insights"]),
    (
        READERS,
        "GET",
        ["program_report", "program_report_pdf", "program_figures_table", "program_figures_data"],
    ),
    (READERS, "GET", ["program_chart_table", "program_chart_picture"]),
    (READERS, "GET", ["program_runs_table"]),
    (MANAGERS, "POST", ["plan_report", "send_report"]),
    (MANAGERS, "GET POST PAGE", ["program_export"]),
    (MANAGERS, "GET", ["program_export_file", "program_export_progress"]),
]
BUDGET = [
    ("team", "boss"),
    ("insights", "cora"),
    ("program_insights", "cora"),
    ("program_insights", "patron"),
    ("program_export", "cora"),
]
ARGUMENTS = {name: {"chart": "sessions"} for name in ("program_chart_table", "program_chart_picture")}
