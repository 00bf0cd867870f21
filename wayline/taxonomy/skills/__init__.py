"""Skills that a text speaks of, also in other words than the classification's. Plain Python, no database.

    model = training.train(texts, setting=SENTENCES)        # titles/training.py: minutes for ESCO
    Names.build(model, concepts, "en").save(folder / "en")  # one for each language that has names
    reader = Reader(Names.load(folder / "en"), model)
    reader.read(words_of("You keep records of patients."))   # the likeliest, ranked
    reader.likely([*sentences(text), *sentences(other)])      # of each sentence what may be proposed, many at once

`lessons.py` says what is learnt from, `names.py` holds the names of one language, `words.py` parts a text into
sentences and words, `lexicon.py` holds what a word may mean in names, `looking.py` takes a first look at whole
sentences, `laying.py` lays names over the words of what is left (loops that `compiled.py` has compiled),
`reading.py` reads, `plain.toml` lists words that name no skill.
"""
