"""Addresses of results: programs side by side, one program's story and its files, and one's own team."""

from django.urls import path

from pairwell.web.pages.insights import export, program, programs, runs, team

_ONE = "insights/programs/<int:program_id>/"

urlpatterns = [
    path("team/", team.page, name="team"),
    path("insights/", programs.page, name="insights"),
    path("insights/programs.csv", programs.table, name="insights_table"),
    path(_ONE, program.page, name="program_insights"),
    path(f"{_ONE}report.html", program.report, name="program_report"),
    path(f"{_ONE}report.pdf", program.report_file, name="program_report_pdf"),
    path(f"{_ONE}report/plan/", program.plan, name="plan_report"),
    path(f"{_ONE}report/send/", program.send, name="send_report"),
    path(f"{_ONE}export/", export.page, name="program_export"),
    path("insights/exports/<int:export_id>/", export.file, name="program_export_file"),
    path("insights/exports/<int:export_id>/progress/", export.progress, name="program_export_progress"),
    path(f"{_ONE}figures.csv", program.table, name="program_figures_table"),
    path(f"{_ONE}figures.json", program.data, name="program_figures_data"),
    path(f"{_ONE}runs.csv", runs.table, name="program_runs_table"),
    path(f"{_ONE}charts/<slug:chart>.csv", program.chart_table, name="program_chart_table"),
    path(f"{_ONE}charts/<slug:chart>.svg", program.chart_picture, name="program_chart_picture"),
]
