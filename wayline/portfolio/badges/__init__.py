"""Open Badges 3.0: credentials issued and checked, as plain Python that never touches the network.

`verify.verify` judges a credential of anybody; `issue` makes ours. The vocabularies (JSON-LD contexts) come with the
package `openbadgeslib`, the older ones from npm at build time; none is kept in the repository.
"""
