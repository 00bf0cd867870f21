from django.urls import path

from wayline.lmi.views import areas, compare, explorer, figures, moves, occupation, rankings, widgets

app_name = "lmi"
urlpatterns = [
    path("occupations/", explorer.start, name="explorer"),
    path("occupations/area/", explorer.choose_area, name="choose_area"),
    path("occupations/compare/", compare.page, name="compare"),
    path("occupations/compare.csv", compare.csv, name="compare_csv"),
    path("occupations/<slug:scheme>/<path:code>/moves.csv", moves.csv, name="moves_csv"),
    path("occupations/<slug:scheme>/<path:code>/moves/", moves.page, name="moves"),
    path("occupations/<slug:scheme>/<path:code>/figures.csv", occupation.csv, name="occupation_csv"),
    path("occupations/<slug:scheme>/<path:code>/", occupation.page, name="occupation"),
    path("lmi/figures/<int:pk>/", figures.page, name="figure"),
    path("lmi/rankings/", rankings.page, name="rankings"),
    path("lmi/rankings.csv", rankings.csv, name="rankings_csv"),
    path("lmi/shortages/", rankings.shortages, name="shortages"),
    path("lmi/areas/", areas.every, name="areas"),
    path("lmi/areas/<slug:scheme>/<path:code>/picture.pdf", areas.pdf, name="area_pdf"),
    path("lmi/areas/<slug:scheme>/<path:code>/figures.csv", areas.csv, name="area_csv"),
    path("lmi/areas/<slug:scheme>/<path:code>/working/", areas.working, name="area_working"),
    path("lmi/areas/<slug:scheme>/<path:code>/", areas.page, name="area"),
    path("widgets/", widgets.code, name="widgets"),
    path("widgets/wayline.js", widgets.script, name="widget_script"),
    path("widgets/look.css", widgets.look, name="widget_look"),
    path("widgets/occupation/", widgets.occupation, name="widget_occupation"),
    path("widgets/compare/", widgets.compare, name="widget_compare"),
    path("widgets/area/", widgets.area, name="widget_area"),
]
