"""A request that tries everything: whatever any form of the desk or of the accounts takes, at once."""

from django.core.files.uploadedfile import SimpleUploadedFile

FILES = {
    "responses_membership_import": "state,email,name\nXRU,intruder@example.org,INTRUSION\n",
    "responses_memberstate_import": "alpha3,name_en\nXIN,INTRUSION\n",
}
MOMENTS = {"reply_by": "2027-01-31", "until": "2027-02-28", "deadline": "2027-03-31"}
SETS = ("questions", "agenda", "memberships")


def everything(world, name):
    """The fields; a file is what the page of this name reads."""
    session = world.response.session
    fields = {f"{each}_0": day for each, day in MOMENTS.items()} | {f"{each}_1": "18:00" for each in MOMENTS}
    fields |= {f"{each}-{which}_FORMS": "0" for each in SETS for which in ("TOTAL", "INITIAL")}
    return fields | {
        # steps of a response
        "step": "send", "choose_1": "on", "request_1": "INTRUSION", "wish": "INTRUSION", "reason": "INTRUSION",
        "instruction": SimpleUploadedFile("note.pdf", b"%PDF-1.7"),
        # a response that came by other means
        "document": SimpleUploadedFile("note.pdf", b"%PDF-1.7"), "channel": "paper", "received_on": "2026-01-05",
        "authorized_authority": "INTRUSION", "transmitted_capacity": "INTRUSION", "publication": "full",
        "attribution": "attributed", "language": "en",
        **{f"text_{number}": "INTRUSION" for number in range(1, 6)},
        # what no form takes
        "status": "accepted", "is_open": "on", "version": "9", "by": "1", "answer": "1", "reviewer": "1",
        "published_submission": "1", "is_superuser": "on", "groups": ["1"],
        # people
        "member_state": str(world.response.member_state_id), "email": "intruder@example.org", "name": "INTRUSION",
        "role": "focal_point", "capacity": "INTRUSION", "desks": ["coordinator"], "is_active": "on",
        "is_staff": "on", "old_password": "correct horse battery", "password": "correct horse battery",
        "new_password1": "an intruder's long phrase", "new_password2": "an intruder's long phrase",
        "login": "intruder@example.org", "secret": "JBSWY3DPEHPK3PXP", "becomes": "observer",
        "successor": str(world.response.member_state.memberships.order_by("pk")[1].pk),
        # the set-up
        "states": ["XNE"], "alpha3": "XIN", "name_en": "INTRUSION", "kind": "other", "code": "INT",
        "region": "INTRUSION", "commission": session.review.commission_id, "year": "2030",
        "title_en": "INTRUSION", "zone": "Europe/Zurich", "zone_name": "Geneva", "contact_name": "INTRUSION",
        "contact_email": "intruder@example.org", "review": session.review_id, "number": "9",
        "slug": "ece-2030-s9", "deadline_policy": "closed", "position": "1", "wording_en": "INTRUSION",
        "points_en": "INTRUSION",
        # files and actions
        "file": SimpleUploadedFile("table.csv", FILES.get(name, "").encode()),
        "shape": "contacts" if "contacts" in name else "progress", "format": "json",
        "action": "send_again", "_selected_action": [str(world.letter)],
    }  # fmt: skip
