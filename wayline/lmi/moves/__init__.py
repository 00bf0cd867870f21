"""To which jobs one could move from one: plain Python and NumPy, no database.

    atlas = Atlas.build(works, skills, current())      # half a minute for the 3,000 occupations of ESCO
    atlas.save(folder)
    atlas = Atlas.load(folder)
    atlas.near(number)                                 # the best others, with every signal that led there

`works.py` says what goes in, `signals.py` how two occupations are compared, `weights.toml` how much each comparison
counts. `legs.py` finds an occupation in between when the way is far.
"""

from wayline.lmi.moves.works import Skill, Work

__all__ = ["Skill", "Work"]
