"""Sign-in by allauth; journeys we do not offer answer 404."""

from django.urls import include, path

from pairwell.web.sign_in import not_offered

urlpatterns = [
    path("signup/", not_offered, name="account_signup"),
    path("email/", not_offered, name="account_email"),
    path("confirm-email/", not_offered, name="account_email_verification_sent"),
    path("confirm-email/<str:key>/", not_offered, name="account_confirm_email"),
    path("reauthenticate/", not_offered, name="account_reauthenticate"),
    path("", include("allauth.account.urls")),
]
