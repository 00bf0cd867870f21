from django.urls import path

from wayline.portfolio.views import files, holders, items, skills

app_name = "portfolio"
urlpatterns = [
    path("portfolio/", items.every, name="items"),
    path("portfolio/add/", items.add, name="add"),
    path("portfolio/add/<slug:kind>/", items.add_of_kind, name="add_of_kind"),
    path("portfolio/items/<slug:key>/", items.item, name="item"),
    path("portfolio/items/<slug:key>/edit/", items.edit, name="edit"),
    path("portfolio/items/<slug:key>/bin/", items.to_bin, name="to_bin"),
    path("portfolio/items/<slug:key>/back/", items.bring_back, name="bring_back"),
    path("portfolio/items/<slug:key>/files/", files.attach, name="attach"),
    path("portfolio/items/<slug:key>/evidence/", files.evidence, name="evidence"),
    path("portfolio/items/<slug:key>/term/", skills.term, name="term"),
    path("portfolio/files/<slug:key>/", files.file, name="file"),
    path("portfolio/files/<slug:key>/remove/", files.remove, name="file_remove"),
    path("portfolio/bin/", items.bin_, name="bin"),
    path("portfolio/bin/empty/", items.empty_bin, name="empty_bin"),
    path("portfolio/skills/", skills.page, name="skills"),
    path("portfolio/profile/", holders.profile, name="profile"),
    path("portfolio/profile/edit/", holders.edit, name="profile_edit"),
    path("portfolio/profile/photo/", holders.photo, name="photo"),
    path("portfolio/profile/photo/remove/", holders.remove_photo, name="photo_remove"),
    path("portfolio/profile/picture/", holders.picture, name="picture"),
]
