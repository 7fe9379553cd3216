"""Every page, by who it is for."""

from django.urls import include, path

urlpatterns = [
    path("", include("pairwell.web.urls.participant")),
    path("", include("pairwell.web.urls.mentorships")),
    path("", include("pairwell.web.urls.pairing")),
    path("", include("pairwell.web.urls.surveys")),
    path("", include("pairwell.web.urls.say")),
    path("", include("pairwell.web.urls.insights")),
    path("", include("pairwell.web.urls.letters")),
    path("", include("pairwell.web.urls.events")),
    path("", include("pairwell.web.urls.people")),
    path("", include("pairwell.web.urls.library")),
    path("me/", include("pairwell.web.urls.account")),
    path("manage/", include("pairwell.web.urls.manager")),
    path("admin/", include("pairwell.web.urls.admin")),
    path("demo/", include("pairwell.web.urls.demo")),
]
