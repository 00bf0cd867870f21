"""How long does a portfolio take to read, with 20 items and with 2,000?"""

from __future__ import annotations

from django.urls import reverse

from benchmarks import filling, pages
from benchmarks.report import Table
from benchmarks.web import web_process
from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation, User
from wayline.portfolio.models import Item, ItemFile
from wayline.portfolio.record import Kind

FORMS = ("europass", "leap2a", "jsonresume")


def run() -> list[Table]:
    table = Table(
        "A portfolio",
        "python -m benchmarks portfolio_page",
        pages.COLUMNS,
        budget="2,000 items: ≤ 100 ms in the server, ≤ 300 ms to say what an export loses; as many queries as for 20.",
    )
    with web_process() as web:
        for number in (20, 2000):
            readers = [_keeper(number, reader) for reader in range(4)]
            filling.tidy()
            every = reverse("portfolio:items")
            for name, path in (
                ("all kinds", every),
                ("search", f"{every}?words=workshop"),
                ("one kind by time", f"{every}?kind=experience&order=time"),
                ("skills", reverse("portfolio:skills")),
            ):
                table.rows.append(pages.measure(f"{number:,} items: {name}", path, readers, web))
            for form in FORMS:
                path = reverse("portfolio:export_losses", args=[form])
                name = f"{number:,} items: what {form} has no place for"
                table.rows.append(pages.measure(name, path, readers, web, repeat=5))
    return [table]


def _keeper(number: int, reader: int) -> User:
    """Somebody with that many things, made once for a kept service."""
    office = Organisation.objects.get_or_create(slug="keepers", defaults={"name": "Keepers"})[0]
    user, made = User.objects.get_or_create(
        email=f"keeper-{number}-{reader}@example.org", defaults={"name": f"Keeper {number} {reader}"}
    )
    if made:
        Membership.objects.create(user=user, organisation=office, role=Role.CLIENT)
        kinds = list(Kind)
        items = Item.objects.bulk_create(
            Item(
                owner=user,
                kind=kinds[place % len(kinds)],
                title=f"Something kept, number {place}",
                organisation=f"Workshop {place % 90}",
                start=f"{1990 + place % 36}-{1 + place % 12:02}",
                description=("What I did there, what came of it and what I learnt from it. " * 12).strip(),
            )
            for place in range(number)
        )
        ItemFile.objects.bulk_create(
            ItemFile(item=item, name="certificate.pdf", media_type="application/pdf", size=1) for item in items[::3]
        )
        through = Item.supports.through
        through.objects.bulk_create(
            through(from_item_id=one.pk, to_item_id=other.pk)
            for one, other in zip(items[::2], items[1::2], strict=False)
        )
    return user
