"""Invented clients: names, addresses and birthdays that belong to nobody."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from processes.integration.commands import NewClient

#: (first name, last name) are drawn apart; the language is what a person with this family name may speak at home.
FIRST_NAMES = (
    "Aaliyah", "Agnieszka", "Ahmad", "Alina", "Andrea", "Anton", "Ayşe", "Benedikt", "Bianca", "Carlos", "Cem",
    "Charlotte", "Dana", "Daniel", "Danuta", "Dilara", "Dirk", "Elena", "Emil", "Esra", "Fatima", "Felix", "Franka",
    "Georg", "Gülay", "Hanna", "Hassan", "Heinz", "Ines", "Ivan", "Jasmin", "Jens", "Joanna", "Jonas", "Karim",
    "Katrin", "Kevin", "Lale", "Leon", "Ludmila", "Maik", "Mandy", "Marek", "Maria", "Mehmet", "Mira", "Nadja",
    "Nico", "Nuria", "Oksana", "Oliver", "Paula", "Pedro", "Rabia", "Ralf", "Ramona", "Rania", "Samir", "Sandra",
    "Selin", "Sergej", "Silke", "Stefan", "Svetlana", "Tarek", "Tobias", "Ute", "Vanessa", "Viktoria", "Walid",
    "Wiebke", "Yusuf", "Zeynep",
)  # fmt: skip
LAST_NAMES = (
    ("Abdallah", "ar"), ("Arslan", "tr"), ("Bartels", "de"), ("Baumann", "de"), ("Berisha", "sq"), ("Böhm", "de"),
    ("Bondarenko", "uk"), ("Brinkmann", "de"), ("Çelik", "tr"), ("Costa", "pt"), ("Demir", "tr"), ("Dietrich", "de"),
    ("Dombrowski", "pl"), ("Ebert", "de"), ("Fuchs", "de"), ("Gashi", "sq"), ("Grabowski", "pl"), ("Haddad", "ar"),
    ("Hartung", "de"), ("Heinrichs", "de"), ("Ivanova", "bg"), ("Jansen", "de"), ("Kaminski", "pl"), ("Kaya", "tr"),
    ("Keller", "de"), ("Kovač", "hr"), ("Krause", "de"), ("Lindner", "de"), ("Lopez", "es"), ("Marx", "de"),
    ("Melnyk", "uk"), ("Mensah", "en"), ("Neumann", "de"), ("Nguyen", "vi"), ("Öztürk", "tr"), ("Papadopoulos", "el"),
    ("Peters", "de"), ("Popescu", "ro"), ("Rahimi", "fa"), ("Reuter", "de"), ("Richter", "de"), ("Sahin", "tr"),
    ("Schäfer", "de"), ("Schuster", "de"), ("Seidel", "de"), ("Shevchenko", "uk"), ("Stein", "de"), ("Tahiri", "sq"),
    ("Thiele", "de"), ("Ulrich", "de"), ("Vogel", "de"), ("Wagner", "de"), ("Weiß", "de"), ("Wolff", "de"),
    ("Yılmaz", "tr"), ("Zimmer", "de"),
)  # fmt: skip
STREETS = (
    "Ahornweg", "Bahnhofstraße", "Birkenallee", "Feldstraße", "Gartenweg", "Goethestraße", "Hafenstraße",
    "Industriestraße", "Kirchgasse", "Lindenstraße", "Marktstraße", "Mühlenweg", "Parkallee", "Ringstraße",
    "Schillerplatz", "Wiesengrund",
)  # fmt: skip
POSTAL_CODES = ("45999", "45998", "45997")


def invented_client(number: int, rng: Random, *, ages: tuple[int, int], on: date) -> NewClient:
    """Client `number` of the office, on this day of an age (in years) within `ages`."""
    first = rng.choice(FIRST_NAMES)
    last, language = rng.choice(LAST_NAMES)
    days = rng.randint(ages[0] * 365 + 10, ages[1] * 365 + 300)
    return NewClient(
        customer_no=f"345M{number + 1:06d}",
        first_name=first,
        last_name=last,
        born_on=on - timedelta(days=days),
        street=f"{rng.choice(STREETS)} {rng.randint(1, 128)}",
        postal_code=rng.choice(POSTAL_CODES),
        city="Musterstadt",
        phone=f"0209 99{rng.randint(1000, 9999)}",
        email=f"kundin.kunde{number + 1}@post.example" if rng.random() < 0.7 else "",
        language=language if rng.random() < 0.5 else "de",
    )
