"""An inventory of interests: activities, what answers to them say, and which occupations are rated alike.

Plain Python. The six types are those of Holland; the activities, the 41 basic interests and the rated occupations are
those of the O*NET database (CC BY 4.0), where it is loaded; `starter.toml` holds 60 activities written by us.
"""
