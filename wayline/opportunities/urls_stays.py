"""During a stay and after it."""

from django.urls import path

from wayline.opportunities.views import agreed_skills, check_ins, diary, stays, stays_after

STAY = "agreements/<slug:key>"

urlpatterns = [
    path("stays/", stays.index, name="stays"),
    path("stays.csv", stays.index_csv, name="stays_csv"),
    path("stays/figures/", stays.figures, name="stay_figures"),
    path("stays/figures.csv", stays.figures_csv, name="stay_figures_csv"),
    path(f"{STAY}/skills/", agreed_skills.index, name="agreed_skills"),
    path(f"{STAY}/sort/", check_ins.sort, name="agreement_sort"),
    path(f"{STAY}/diary/", diary.index, name="diary"),
    path(f"{STAY}/diary.pdf", diary.paper, name="diary_paper"),
    path(f"{STAY}/diary/new/", diary.new, name="entry_new"),
    path(f"{STAY}/diary/<int:pk>/", diary.edit, name="entry"),
    path(f"{STAY}/diary/<int:pk>/delete/", diary.delete, name="entry_delete"),
    path(f"{STAY}/check-ins/new/", check_ins.new, name="check_in_new"),
    path(f"{STAY}/check-ins/<int:pk>/", check_ins.edit, name="check_in"),
    path(f"{STAY}/check-ins/<int:pk>/delete/", check_ins.delete, name="check_in_delete"),
    path(f"{STAY}/feedback/", stays_after.feedback, name="stay_feedback"),
    path(f"{STAY}/completed/", stays_after.complete, name="stay_complete"),
    path(f"{STAY}/completed/take-back/", stays_after.take_back, name="stay_take_back"),
    path(f"{STAY}/portfolio/", stays_after.take_up, name="stay_take_up"),
]
