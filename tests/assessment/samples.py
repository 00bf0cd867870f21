"""A small questionnaire with every kind of question, and parts to build others from."""

from __future__ import annotations

from wayline.assessment.definitions import toml
from wayline.assessment.definitions.parts import Definition

EVERY_KIND = """
code = "every"
languages = ["en", "it"]
title = { en = "About your work", it = "Sul tuo lavoro" }

[[sections]]
code = "work"
title = { en = "Work", it = "Lavoro" }

[[sections.questions]]
code = "job"
kind = "single"
required = true
text = { en = "Do you have a job?", it = "Hai un lavoro?" }
options = [
  { code = "yes", text = { en = "Yes", it = "Sì" }, score = 1 },
  { code = "no", text = { en = "No", it = "No" }, score = 0 },
]

[[sections.questions]]
code = "hours"
kind = "number"
show_if = "job == 'yes'"
minimum = "1"
maximum = "80"
whole = true
text = { en = "Hours a week", it = "Ore alla settimana" }

[[sections]]
code = "more"
title = { en = "More", it = "Altro" }

[[sections.questions]]
code = "means"
kind = "multiple"
maximum = "2"
text = { en = "How do you travel?", it = "Come viaggi?" }
options = [
  { code = "bus", text = { en = "Bus", it = "Autobus" } },
  { code = "bike", text = { en = "Bike", it = "Bici" } },
  { code = "car", text = { en = "Car", it = "Auto" } },
  { code = "none", text = { en = "I do not", it = "Non viaggio" }, alone = true },
]

[[sections.questions]]
code = "sure"
kind = "scale"
low = 1
high = 5
low_text = { en = "Not at all", it = "Per niente" }
high_text = { en = "Very", it = "Molto" }
text = { en = "How sure are you?", it = "Quanto sei sicuro?" }

[[sections.questions]]
code = "agree"
kind = "matrix"
required = true
text = { en = "How far do you agree?", it = "Quanto sei d'accordo?" }
options = [
  { code = "low", text = { en = "Not", it = "No" }, score = 1 },
  { code = "high", text = { en = "Fully", it = "Sì" }, score = 4 },
]
items = [
  { code = "plan", text = { en = "I plan", it = "Pianifico" } },
  { code = "wait", text = { en = "I wait", it = "Aspetto" } },
]

[[sections.questions]]
code = "since"
kind = "date"
minimum = "2020-01-01"
text = { en = "Since when?", it = "Da quando?" }

[[sections.questions]]
code = "post"
kind = "text"
pattern = "[A-Z]{2}[0-9]+"
pattern_text = { en = "Two letters and digits, like AB12", it = "Due lettere e cifre, come AB12" }
text = { en = "Post code", it = "Codice postale" }

[[sections.questions]]
code = "order"
kind = "ranking"
text = { en = "What matters most?", it = "Cosa conta di più?" }
options = [
  { code = "pay", text = { en = "Pay", it = "Paga" } },
  { code = "time", text = { en = "Time", it = "Tempo" } },
  { code = "people", text = { en = "People", it = "Persone" } },
]

[[sections.questions]]
code = "cv"
kind = "file"
text = { en = "Your CV", it = "Il tuo CV" }

[[scores]]
code = "drive"
kind = "mean"
title = { en = "Drive", it = "Slancio" }
of = ["agree.plan", "agree.wait", "sure"]
reversed = ["agree.wait"]
least = 2
bands = [ { up_to = 2, text = { en = "low", it = "basso" } }, { up_to = 5, text = { en = "high", it = "alto" } } ]
norms = [ { group = { en = "Everybody", it = "Tutti" }, mean = 3, deviation = 0.5, source = "invented" } ]
"""

ANSWERS = {
    "job": "yes",
    "hours": 20,
    "means": ["bus", "bike"],
    "sure": 4,
    "agree": {"plan": "high", "wait": "low"},
    "since": "2024-05-01",
    "post": "AB12",
    "order": ["time", "pay", "people"],
}


def every_kind() -> Definition:
    return toml.read(EVERY_KIND)


def two_questions(rule: str = "") -> Definition:
    return toml.read(f"""
code = "two"
languages = ["en"]
title = "Two"
[[sections]]
code = "s"
title = "S"
questions = [
  {{ code = "a", kind = "number", text = "A" }},
  {{ code = "b", kind = "text", text = "B", show_if = {rule!r} }},
]
""")
