"""`make setup`: everything this product needs, from package registries by name, with hashes, into `.local`.

`python` runs first, under any fitting interpreter and from the standard library alone; `__main__` is the whole.
"""
