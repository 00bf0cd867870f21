"""Sums over vacancies: what is asked for, where, for which pay, by whom, and for how long. Plain Python, NumPy, SciPy.

`sums.count` turns batches of columns into partial sums that add up in any order; `sums.merged` adds them; `findings`
finishes them. `chunks` runs them in processes of one machine, `spark` on a cluster: the functions are the same.
"""
