"""Addresses of results: programs side by side, one program's story and its files, and one's own team."""

from django.urls import path

from pairwell.web.pages.insights import program, programs, team

_ONE = "insights/programs/<int:program_id>/"

urlpatterns = [
    path("team/", team.page, name="team"),
    path("insights/", programs.page, name="insights"),
    path("insights/programs.csv", programs.table, name="insights_table"),
    path(_ONE, program.page, name="program_insights"),
    path(f"{_ONE}report.html", program.report, name="program_report"),
    path(f"{_ONE}figures.csv", program.table, name="program_figures_table"),
    path(f"{_ONE}figures.json", program.data, name="program_figures_data"),
    path(f"{_ONE}charts/<slug:chart>.csv", program.chart_table, name="program_chart_table"),
    path(f"{_ONE}charts/<slug:chart>.svg", program.chart_picture, name="program_chart_picture"),
]
