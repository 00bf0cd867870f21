"""Skills that a text speaks of, also in other words than the classification's. Plain Python, no database.

    model = training.train(texts, setting=SENTENCES)        # titles/training.py: minutes for ESCO
    Names.build(model, concepts, "en").save(folder / "en")  # one for each language that has names
    reader = Reader(Names.load(folder / "en"), model)
    reader.read(words_of("You keep records of patients."))

`lessons.py` says what is learnt from, `names.py` holds the names of one language, `reading.py` reads, `plain.toml`
lists words that name no skill.
"""
