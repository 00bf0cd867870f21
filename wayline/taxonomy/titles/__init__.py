"""Title search: from any job title in any loaded language to occupations. Plain Python, no database.

model = training.train(labels, seed=0, progress=tell)
index = Index.build(model, labels)
Search(index).search("Verkäufer/in", scheme="esco")
"""
