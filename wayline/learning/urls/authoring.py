from django.urls import path

from wayline.learning.views import authoring, history, packages, remarks, steps, structure, translation

HOME = "programmes/<slug:slug>/edit"
STEP = f"{HOME}/steps/<int:pk>"
WEEK = f"{HOME}/weeks/<int:pk>"

urlpatterns = [
    path("authoring/", authoring.index, name="authoring"),
    path("authoring/new/", authoring.create, name="programme_create"),
    path("authoring/import/", packages.send, name="package_send"),
    path("authoring/import/futurelearn/", packages.send_futurelearn, name="futurelearn_send"),
    path("authoring/imports/<int:pk>/", packages.show, name="package_import"),
    path("authoring/imports/<int:pk>/again/", packages.again, name="package_again"),
    path("programmes/<slug:slug>/adapt/", translation.adapt, name="programme_adapt"),
    path(f"{HOME}/", authoring.home, name="programme_edit"),
    path(f"{HOME}/about/", authoring.details, name="programme_details"),
    path(f"{HOME}/publish/", authoring.publish, name="programme_publish"),
    path(f"{HOME}/authors/", authoring.authors, name="programme_authors"),
    path(f"{HOME}/authors/<int:pk>/remove/", authoring.remove_author, name="author_remove"),
    path(f"{HOME}/files/", authoring.files, name="programme_files"),
    path(f"{HOME}/files/<int:pk>/remove/", authoring.remove_file, name="file_remove"),
    path(f"{HOME}/package.zip", authoring.export, name="programme_export"),
    path(f"{HOME}/translation/", translation.overview, name="translation"),
    path(f"{HOME}/weeks/new/", structure.add_week, name="week_add"),
    path(f"{WEEK}/", structure.edit_week, name="week_edit"),
    path(f"{WEEK}/move/", structure.move_week, name="week_move"),
    path(f"{WEEK}/delete/", structure.delete_week, name="week_delete"),
    path(f"{WEEK}/steps/new/", structure.add_step, name="step_add"),
    path(f"{STEP}/", steps.edit, name="step_edit"),
    path(f"{STEP}/preview/", steps.preview, name="step_preview"),
    path(f"{STEP}/move/", structure.move_step, name="step_move"),
    path(f"{STEP}/publish/", structure.publish_step, name="step_publish"),
    path(f"{STEP}/withdraw/", structure.withdraw_step, name="step_withdraw"),
    path(f"{STEP}/bring-back/", structure.bring_back_step, name="step_bring_back"),
    path(f"{STEP}/delete/", structure.delete_step, name="step_delete"),
    path(f"{STEP}/history/", history.history, name="step_history"),
    path(f"{STEP}/history/compare/", history.compare_versions, name="step_compare"),
    path(f"{STEP}/history/<int:number>/restore/", history.restore, name="step_restore"),
    path(f"{STEP}/remarks/", remarks.add, name="remark_add"),
    path(f"{STEP}/remarks/<int:remark>/", remarks.resolve, name="remark_resolve"),
    path(f"{STEP}/translate/", translation.translate, name="step_translate"),
]
