"""Title search: from any job title in any loaded language to occupations. Plain Python, no database.

    model = training.train(labels, seed=0, progress=tell)   # minutes for 400,000 labels, seconds with SMALL
    model.save(folder / "model")
    index = Index.build(model, labels)                      # half a minute for 400,000 labels
    index.save(folder / "index")

    search = Search(Index.load(folder / "index", Model.load(folder / "model")))
    search.search("Verkäufer/in", scheme="esco", language="en")
    senses(search, "Manager", scheme="soc2020")

Both folders hold plain arrays that are mapped into memory, so all processes share them: about 17 MB and 106 MB with
ESCO in 21 languages, the SOC2020 coding index and O*NET. `labels.py` says what goes in and comes out.
"""
