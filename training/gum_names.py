"""Prints the names of a GUM treebank as IOB2 columns, the form that `chancery language measure --ner` reads.

usage: gum_names.py gum-test.conllu > gum-test.iob2

A name is a person, organisation or place markable whose head is a proper noun, cut to the name itself (`corpora.gum_names`).
"""
import sys

from corpora import BIO, gum_names, read_conllu

doc = None
for s in read_conllu(sys.argv[1], "gum"):
    if s.doc != doc: print(f"# newdoc id = {s.doc}"); doc = s.doc
    for word, tag in zip(s.words, gum_names(s)[0]): print(word, BIO[tag], sep="\t")
    print()
