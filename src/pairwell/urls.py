"""Every address of the site; the pages are listed by area in pairwell.web.urls."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("pairwell.web.urls.sign_in")),
    path("", include("pairwell.web.urls")),
]

handler400 = "pairwell.web.error_pages.unreadable"
handler403 = "pairwell.web.error_pages.forbidden"
handler404 = "pairwell.web.error_pages.not_found"
handler500 = "pairwell.web.error_pages.broken"
