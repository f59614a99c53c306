"""Uncased WordPiece and the case rows; for Latin script `src/language/wordpiece.rs` does the same."""
import unicodedata

CASES = ["other", "lower", "title", "upper", "initial", "mixed", "digit", "title-at-start"]
CLS, SEP, UNK, MASK = "[CLS]", "[SEP]", "[UNK]", "[MASK]"
MAX_PIECES = 12  # a longer word keeps its first pieces: nothing below reads more of it
# Typographic variants that the base vocabulary lacks or hardly saw.
FOLD = {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "…": "...", "–": "-", "—": "-", "−": "-"}


def fold(word):
    """Lower case, typographic variants and combining accents removed."""
    out = []
    for c in "".join(FOLD.get(c, c) for c in word).lower():
        out += [d for d in unicodedata.normalize("NFD", c) if unicodedata.category(d) != "Mn"]
    return "".join(out)


def is_punct(c):
    return not (c.isalnum() or c.isspace())


def parts(word):
    """Runs of letters and digits; every other character stands alone."""
    run, out = "", []
    for c in fold(word):
        if is_punct(c):
            if run: out.append(run)
            out.append(c); run = ""
        else: run += c
    return out + [run] if run else out


class WordPiece:
    def __init__(self, pieces):
        self.pieces = pieces
        self.id = {p: i for i, p in enumerate(pieces)}

    def word(self, word):
        """Ids of a word's pieces; never empty."""
        ids = []
        for part in parts(word):
            at = 0; found = []
            while at < len(part):
                end = len(part)
                while end > at and ("##" if at else "") + part[at:end] not in self.id: end -= 1
                if end == at: found = [self.id[UNK]]; break
                found.append(self.id[("##" if at else "") + part[at:end]]); at = end
            ids += found
            if len(ids) >= MAX_PIECES: break
        return ids[:MAX_PIECES] or [self.id[UNK]]


def case_of(word, first):
    """Row of the case table for a word; `first`: it opens the sentence."""
    letters = [c for c in word if c.isalpha()]
    if any(c.isnumeric() for c in word): return 6
    if not letters: return 0
    upper = [c.isupper() for c in letters]
    if not any(upper): return 1
    if all(upper): return 4 if len(letters) == 1 else 3
    if upper[0] and not any(upper[1:]): return 7 if first else 2
    return 5


def english_pieces(pieces):
    """Pieces that English news can meet: Latin script, digits, punctuation; no reserved rows."""
    def keep(p):
        if p in ("[PAD]", CLS, SEP, UNK, MASK): return True
        if p.startswith("[unused"): return False
        body = p.removeprefix("##")
        return fold(body) == body and all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x2200 for c in body)
    return [i for i, p in enumerate(pieces) if keep(p)]
