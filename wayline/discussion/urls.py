from django.urls import URLPattern, URLResolver, path

from wayline.discussion.views import comments

app_name = "discussion"

urlpatterns: list[URLPattern | URLResolver] = [
    path("comments/<int:pk>/", comments.comment, name="comment"),
]
