from django.urls import path

from wayline.people.views import account, audit, data, invitation, members, notices, pages

app_name = "people"
urlpatterns = [
    # Open to everybody
    path("help/", pages.help_page, name="help"),
    path("about/", pages.about, name="about"),
    path("privacy/", pages.privacy, name="privacy"),
    path("privacy/how-long/", pages.retention_rules, name="retention"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("terms/", pages.terms, name="terms"),
    path("invitation/<str:token>/", invitation.show, name="invitation"),
    path("invitation/<str:token>/sign-up/", invitation.sign_up, name="invitation_sign_up"),
    path("notices/stop/<str:token>/", notices.unsubscribe, name="unsubscribe"),
    # Before Django's own of the same address: it also remembers the choice of a signed-in person
    path("i18n/setlang/", account.set_language, name="set_language"),
    # About oneself
    path("me/", account.profile, name="profile"),
    path("me/here/", account.here, name="here"),
    path("me/edit/", account.edit_profile, name="profile_edit"),
    path("me/security/", account.security, name="security"),
    path("me/role/", account.switch_role, name="switch_role"),
    path("me/join/", account.no_role, name="no_role"),
    path("me/join/<int:pk>/", account.join, name="join"),
    path("me/data/", data.overview, name="your_data"),
    path("me/data/all/", data.everything, name="your_data_all"),
    path("me/data/copy/", data.export, name="export_data"),
    path("me/data/seen/", data.seen, name="seen"),
    path("me/data/consent/", data.consents, name="consents"),
    path("me/data/consent/<slug:purpose>/<str:answer>/", data.answer_consent, name="consent"),
    path("me/data/erase/", data.erase, name="erase"),
    path("notices/", notices.notice_list, name="notices"),
    path("notices/read/", notices.read_all, name="read_all_notices"),
    path("notices/<int:pk>/", notices.open_notice, name="open_notice"),
    path("notices/<int:pk>/read/", notices.read_one, name="read_notice"),
    # About others
    path("people/<int:pk>/", account.person, name="person"),
    path("members/", members.member_list, name="members"),
    path("members/<int:pk>/role/", members.change_role, name="change_role"),
    path("members/<int:pk>/end/", members.end_membership, name="end_membership"),
    path("members/organisation/", members.organisation, name="organisation"),
    path("members/invite/", members.invite, name="invite"),
    path("members/invitations/", members.invitations, name="invitations"),
    path("members/invitations/<int:pk>/resend/", members.resend, name="resend_invitation"),
    path("members/invitations/<int:pk>/withdraw/", members.withdraw, name="withdraw_invitation"),
    path("audit/", audit.trail, name="audit"),
    path("audit/csv/", audit.download, name="audit_csv"),
]
