"""The Swedish sentences for what the rules return, a module a subject.

Pure. English comes beside it as a package of its own, with its own grammar: each function takes the
states and facts of :mod:`exhibits.rules`, never the words of another language.
"""
