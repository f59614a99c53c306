"""Learn an English lemmatiser from Universal Dependencies corpora.

    lemmas.py --shared SHARED --out lemmas.tsv

The input of the lemmatiser is (form, UPOS, XPOS); its data are written as readable lines:

    k  TAG                  lemmas of this tag keep the case of the form
    r  TAG  SUFFIX  N  END  suffix rule: cut N characters, append END (the longest suffix wins)
    c  TAG  SUFFIX  0|1     a capitalised word with this suffix keeps (1) or loses (0) its capital
    u  WORD LEMMA           a proper noun in capitals or lower case throughout, and its lemma
    x  TAG  FORM    LEMMA   exception: a lower-cased form whose lemma the rules get wrong

TAG is a PTB tag, or UPOS/XPOS where the universal tag decides. `src/language/lemma.rs` reads the file;
`Model.lemma` below is the same procedure, and the two must stay alike.
"""

import argparse
import collections
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
Token = collections.namedtuple("Token", "form lemma upos xpos ewt typo")
RULE_TAGS = ("NNS", "NNPS", "VBD", "VBN", "VBG", "VBZ", "JJR", "JJS", "RBR", "RBS")
# Rules are learnt from forms with these endings; all others (and "bade", "hot") stay as they are.
REGULAR = {"VBD": "ed", "VBN": "ed", "VBG": "ing", "VBZ": "s", "JJR": "er", "JJS": "est", "RBR": "er", "RBS": "est"}
KEEP_TAGS = ("NNP", "NNPS", "ADD", "LS", "SYM", "$", "HYPH", "NFP")
NAME_TAGS = ("NNP", "NNPS")
# "nt" and "ve" count as typing mistakes in EWT, and are too common to get wrong.
CLOSED = ("AUX", "PART", "PRON")
VOWELS = "aeiou"
# The hand-written words outweigh the corpora up to this weight (two words of EWT).
DOUBT = 10
LONGEST = 7
STRAIGHT = str.maketrans("\u2018\u2019\u02bc`", "''''")
# Names in capitals from this length on are words, not acronyms, unless the data say otherwise.
WORD_LENGTH = 6


# ---------------------------------------------------------------- corpora

def documents(path):
    """Yield (document name, columns) for every word of a CoNLL-U file."""
    name = ""
    for line in open(path, encoding="utf8"):
        if line.startswith("# newdoc id = "):
            name = line.split("=", 1)[1].strip()
        columns = line.rstrip("\n").split("\t")
        if len(columns) == 10 and columns[0].isdigit():
            yield name, columns


def tokens(path, skip=()):
    """Words to learn from: no typing mistakes, no pieces of split words, no news of GUM's dev."""
    ewt = path.name.startswith("ewt")
    for name, col in documents(path):
        if path.name == "gum-dev.conllu" and name.startswith("GUM_news_"):
            continue
        wrong = "Typo=Yes" in col[5] or "CorrectForm=" in col[9]
        if wrong and col[3] not in CLOSED or "goeswith" in col[7] or col[2] == "_" or col[4] in ("_", "GW"):
            continue
        yield Token(col[1], col[2], col[3], col[4], ewt, wrong)


# ---------------------------------------------------------------- the procedure

def lowered(form):
    return form.lower().translate(STRAIGHT) if len(form) > 1 else form.lower()


def title(form):
    return form[:1] + form[1:].lower()


def caps(form):
    return len(form) > 1 and form.isupper()


class Model:
    """The lemmatiser as the Rust reader applies it."""

    def __init__(self):
        self.keep = set()
        self.rules = collections.defaultdict(dict)
        self.case = collections.defaultdict(dict)
        self.words = {}
        self.exceptions = collections.defaultdict(dict)

    def longest(self, table, low):
        if low in table:
            return table[low]
        for start in range(max(0, len(low) - LONGEST), len(low) + 1):
            if low[start:] in table:
                return table[low[start:]]
        return None

    def base(self, form, low, tag):
        """The form in the case of its lemma."""
        if tag in self.keep:
            if tag in NAME_TAGS and (caps(form) or form.islower()):
                known = self.words.get(low)
                if known:
                    return known
                if caps(form) and form.isalpha() and len(form) >= WORD_LENGTH:
                    return title(form)
            return form
        if tag == "CD":
            if any("0" <= c <= "9" for c in form):
                return form.replace(",", "").translate(STRAIGHT)
            if all(c in "IVXLCDM" for c in form):
                return form
        if tag == "NN" and len(form) == 1:
            return form
        if form != low and not caps(form) and self.longest(self.case.get(tag, {}), low):
            return form
        return low

    def by_rule(self, form, tag):
        low = lowered(form)
        base = self.base(form, low, tag)
        rule = self.longest(self.rules.get(tag, {}), low)
        if not rule or rule[0] >= len(base):
            return base
        return base[:len(base) - rule[0]] + rule[1]

    def lemma(self, form, upos, xpos):
        low = lowered(form)
        found = self.exceptions.get(upos + "/" + xpos, {}).get(low)
        if found is not None:
            return found
        if (upos, xpos) == ("VERB", "NNP"):
            inner = self.by_tag(low, "VBG" if low.endswith("ing") else "VBN")
            return inner if form[:1] == low[:1] else inner[:1].upper() + inner[1:]
        return self.by_tag(form, xpos)

    def by_tag(self, form, tag):
        found = self.exceptions.get(tag, {}).get(lowered(form))
        return self.by_rule(form, tag) if found is None else found

    def text(self):
        lines = ["# English lemmas: learnt by training/lemmas.py, do not edit."]
        lines += ["k\t" + tag for tag in sorted(self.keep)]
        for tag in sorted(self.rules):
            lines += [f"r\t{tag}\t{s}\t{n}\t{end}" for s, (n, end) in sorted(self.rules[tag].items())]
        for tag in sorted(self.case):
            lines += [f"c\t{tag}\t{s}\t{int(k)}" for s, k in sorted(self.case[tag].items())]
        lines += [f"u\t{word}\t{lemma}" for word, lemma in sorted(self.words.items())]
        for tag in sorted(self.exceptions):
            lines += [f"x\t{tag}\t{w}\t{m}" for w, m in sorted(self.exceptions[tag].items())]
        return "\n".join(lines) + "\n"


# ---------------------------------------------------------------- inflection, to make learning words

def syllables(word):
    groups, inside = 0, False
    for i, c in enumerate(word):
        vowel = c in VOWELS or (c == "y" and i > 0)
        groups += vowel and not inside
        inside = vowel
    return groups


FINAL_STRESS = set("""abet abhor abut acquit admit allot annul befit beget begin commit compel concur
confer control corral debar defer demur deter dispel disbar emit enrol equip excel expel extol forbid forget
forgo impel incur infer inter occur offset omit outfit patrol permit prefer propel rebel rebut recur refer
refit regret remit rerun reset submit transfer transmit transship upset unplug unwrap unzip outwit outbid
underpin overlap kidnap worship sidestep program humbug zigzag handicap format input output hobnob
outstrip unpin unclog bedim defrag reblog retrofit benefit""".split())
BRITISH = ("el", "al", "il", "ol")


def doublings(verb):
    """The stems a verb has before -ed and -ing."""
    if verb.endswith("ic"):
        return [verb + "k"]
    last = verb[-1:]
    closed = (len(verb) > 2 and last not in VOWELS + "wxyh" and verb[-2] in VOWELS
              and (verb[-3] not in VOWELS or verb[-3:-1] == "ui" and verb[-4:-3] == "q"))
    if not closed:
        return [verb]
    if syllables(verb) == 1:
        return [verb + last]
    if verb in FINAL_STRESS:
        return [verb + last] + ([verb] if verb in ("kidnap", "worship", "benefit", "program") else [])
    return [verb, verb + last] if verb.endswith(BRITISH) else [verb]


def plural(word):
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def third(verb):
    return verb + "es" if verb.endswith("o") and verb[-2:-1] not in VOWELS else plural(verb)


def past(verb):
    if verb.endswith("e"):
        return [verb + "d"]
    if verb.endswith("y") and verb[-2:-1] not in VOWELS:
        return [verb[:-1] + "ied"]
    return [stem + "ed" for stem in doublings(verb)]


def gerund(verb):
    if verb.endswith("ie"):
        return [verb[:-2] + "ying"]
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb not in ("be", "singe", "binge", "whinge"):
        return [verb[:-1] + "ing"]
    return [stem + "ing" for stem in doublings(verb)]


def compared(word):
    """Comparative and superlative."""
    if word.endswith("e"):
        return [word + "r"], [word + "st"]
    if word.endswith("y") and word[-2:-1] not in VOWELS:
        return [word[:-1] + "ier"], [word[:-1] + "iest"]
    stems = doublings(word) if syllables(word) == 1 else [word]
    return [s + "er" for s in stems], [s + "est" for s in stems]


# ---------------------------------------------------------------- what is known of words

class Lexicon:
    """Inflected words with their lemmas: seen ones, irregular ones, made ones, in this order."""

    def __init__(self, corpus):
        self.irregular = collections.defaultdict(dict)
        self.extra = collections.defaultdict(list)
        self.exact = []
        self.read(HERE / "irregular.tsv")
        self.seen = seen_words(corpus)
        self.made = collections.defaultdict(dict)
        self.sure = collections.defaultdict(dict)
        self.make([])
        self.sure, self.made = self.made, self.sure
        self.make(corpus)

    def add(self, tags, forms, lemma):
        for form in forms.split("/"):
            for tag in tags:
                if form != "-":
                    self.irregular[tag].setdefault(form, lemma)

    def read(self, path):
        for line in open(path, encoding="utf8"):
            if line.startswith("#"):
                continue
            kind, *rest = line.rstrip("\n").split("\t")
            if kind == "verb":
                self.add(["VBD"], rest[1], rest[0])
                self.add(["VBN"], rest[2], rest[0])
            elif kind == "noun":
                self.add(["NNS"], rest[1], rest[0])
            elif kind in ("adj", "adv"):
                first = "J" if kind == "adj" else "R"
                self.add([{"J": "JJR", "R": "RBR"}[first]], rest[1], rest[0])
                self.add([{"J": "JJS", "R": "RBS"}[first]], rest[2], rest[0])
            elif kind == "same":
                for word in rest[1].split():
                    self.irregular[rest[0]][word.lower()] = word
            elif kind == "exact":
                form, lemma = rest[1].split(" ")
                self.exact.append((rest[0], form, lemma))
            else:
                self.extra[kind] += rest[0].split()

    def make(self, corpus):
        verbs, nouns, adjectives = (collections.Counter(w for w in self.extra[k]) for k in ("regular", "nouns", "-"))
        for t in corpus:
            word = t.lemma
            if not (word.isascii() and word.isalpha() and word.islower() and len(word) > 2):
                continue
            if t.upos == "VERB" and t.xpos in ("VB", "VBP"):
                verbs[word] += 1
            elif t.xpos == "NN" and t.form.islower():
                nouns[word] += 1
            elif t.xpos == "JJ" and syllables(word) <= 2:
                adjectives[word] += 1
        put = lambda tag, form, lemma: self.made[tag].setdefault(form, lemma)
        for verb in in_order(verbs):
            put("VBZ", third(verb), verb)
            for form in gerund(verb):
                put("VBG", form, verb)
        strong = set(self.irregular["VBD"].values()) | set(self.irregular["VBN"].values())
        silent = [n for n in in_order(nouns) if n.endswith("e") and not n.endswith(("ie", "che")) and corpus]
        for verb in sorted(in_order(verbs), key=strong.__contains__) + silent:
            for tag in ("VBD", "VBN"):
                for form in past(verb):
                    put(tag, form, verb)
        for verb in silent:
            put("VBG", gerund(verb)[0], verb)
        for noun in in_order(nouns):
            put("NNS", plural(noun), noun)
        for word in in_order(adjectives):
            for tag, forms in zip(("JJR", "JJS"), compared(word)):
                for form in forms:
                    put(tag, form, word)

    def words(self, tag):
        """Form to lemma, the surest source first."""
        merged = {}
        tags = {"RBR": ("RBR", "JJR"), "RBS": ("RBS", "JJS")}.get(tag, (tag,))
        for name in tags:
            for source in (self.sure[name], self.seen[name], self.irregular[name], self.made[name]):
                for form, lemma in source.items():
                    merged.setdefault(form, lemma.lower())
        if tag == "NNPS":
            for form, lemma in self.words("NNS").items():
                merged.setdefault(form, lemma)
        return merged


def in_order(counts):
    return sorted(counts, key=lambda w: (-counts[w], w))


def seen_words(corpus):
    """For each tag, the lemma in lower case of each seen form; EWT decides where it knows enough."""
    counts = collections.defaultdict(lambda: collections.defaultdict(collections.Counter))
    for t in corpus:
        counts[t.xpos][lowered(t.form)][t.lemma.lower()] += 5 if t.ewt else 1
    return collections.defaultdict(dict, {
        tag: {form: best(lemmas) for form, lemmas in sorted(forms.items())} for tag, forms in counts.items()})


def best(counts):
    return min(counts, key=lambda k: (-counts[k], k))


# ---------------------------------------------------------------- learning

def action(form, lemma):
    """(characters to cut, string to append) that makes the lemma of the form."""
    same = 0
    while same < min(len(form), len(lemma)) and form[same] == lemma[same]:
        same += 1
    return len(form) - same, lemma[same:]


def learn_suffixes(examples, gain):
    """Rules for {word: class}: a suffix gets one where it beats the shorter suffix's rule by `gain` words."""
    at = collections.defaultdict(collections.Counter)
    for word, result in examples.items():
        for start in range(max(0, len(word) - LONGEST), len(word) + 1):
            at[word[start:]][result] += 1
    rules = {}
    for suffix in sorted(at, key=lambda s: (len(s), s)):
        choice = best(at[suffix])
        parent = next((rules[suffix[i:]] for i in range(1, len(suffix) + 1) if suffix[i:] in rules), None)
        if suffix == "" or (choice != parent and at[suffix][choice] - at[suffix][parent] >= gain):
            rules[suffix] = choice
    return rules


def learn_rules(model, lexicon):
    for tag in RULE_TAGS:
        examples = {}
        for form, lemma in lexicon.words(tag).items():
            cut, end = action(form, lemma)
            if form.endswith(REGULAR.get(tag, "")) and cut < len(form) and cut <= 5 and len(end) <= 3:
                examples[form] = (cut, end)
        rules = learn_suffixes(examples, 2)
        if tag in REGULAR:
            rules.setdefault(REGULAR[tag], rules[""])
            rules[""] = (0, "")
        model.rules[tag] = rules


def learn_case(model, corpus, lexicon):
    """Which capitalised adjectives keep their capital: "Kenyan", but "Great"."""
    votes, plain = (collections.defaultdict(collections.Counter) for _ in range(2))
    for t in corpus:
        low = lowered(t.form)
        if t.xpos == "JJ" and len(low) > 2 and not caps(t.form) and t.lemma.lower() == low:
            (plain if t.form == low else votes)[low][t.lemma != low] += 5 if t.ewt else 1
    keeps = {w: best(c) for w, c in plain.items()} | {w: best(c) for w, c in votes.items()}
    keeps |= {w.lower(): True for w in lexicon.extra["cased"]}
    table = learn_suffixes(keeps, 3)
    for word, keep in sorted(keeps.items()):
        count = votes[word]
        sure = abs(count[True] - count[False]) >= 5 or word.title() in lexicon.extra["cased"]
        if sure and len(word) > 4 and keep != model.longest(table, word):
            table[word] = keep
    model.case["JJ"] = table


def learn_words(model, corpus, lexicon):
    """Case of proper nouns written in capitals or lower case throughout."""
    seen = collections.defaultdict(collections.Counter)
    odd = collections.defaultdict(collections.Counter)
    for t in corpus:
        if t.xpos not in NAME_TAGS or t.lemma.lower() != t.form.lower():
            continue
        if caps(t.form) or t.form.islower():
            odd[t.form][t.lemma] += 5 if t.ewt else 1
        else:
            seen[lowered(t.form)][t.lemma] += 1
    lowercase = {f for f, c in odd.items() if f.islower() and best(c) == f}
    for form, lemmas in odd.items():
        seen[lowered(form)].update({m: n for m, n in lemmas.items() if m != form or caps(form)})
    for low in sorted(w for w in seen if seen[w]):
        lemma = best(seen[low])
        acronym = caps(lemma)
        wanted = (2 < len(low) < WORD_LENGTH and not acronym and low.isalpha()
                  or len(low) >= WORD_LENGTH and lemma != title(lemma.upper()) and low.isalpha()
                  or low in odd and best(odd[low]) != low)
        if wanted and low not in lowercase and len(low) > 2:
            model.words[low] = lemma
    for name in lexicon.extra["names"] + lexicon.extra["caps"]:
        model.words[name.lower()] = name
    for low, lemma in list(model.words.items()):
        # "who", "now" in lower case are no names; the table is for capitals there.
        if low in lowercase:
            del model.words[low]


def learn_exceptions(model, corpus, lexicon):
    tables = collections.defaultdict(lambda: collections.defaultdict(collections.Counter))
    for t in corpus:
        if (t.upos, t.xpos) == ("VERB", "NNP"):
            continue
        tables[t.xpos][lowered(t.form)][t.form, t.lemma] += 5 if t.ewt else 1
    for tag in sorted(tables):
        for low, pairs in sorted(tables[tag].items()):
            if tag == "JJ" and low.title() in lexicon.extra["cased"]:
                continue
            sure = lexicon.irregular[tag].get(low) or lexicon.sure[tag].get(low)
            if sure and sum(pairs.values()) <= DOUBT:
                if model.by_rule(low, tag).lower() != sure.lower():
                    model.exceptions[tag][low] = sure
                continue
            add_exception(model, tag, low, pairs)
    for tag in sorted(set(lexicon.irregular) | set(lexicon.made)):
        known = dict(lexicon.made[tag])
        known.update(lexicon.irregular[tag])
        for form, lemma in sorted(known.items()):
            seen = form in tables[tag]
            if not seen and model.by_rule(form, tag).lower() != lemma.lower():
                model.exceptions[tag][form] = lemma
    learn_universal(model, corpus, lexicon)
    for tag, form, lemma in lexicon.exact:
        model.exceptions[tag][form] = lemma


def add_exception(model, tag, low, pairs):
    """An exception where one lemma for every spelling of the form is right more often than the rules."""
    lemmas = collections.Counter()
    right = 0
    for (form, lemma), n in pairs.items():
        lemmas[lemma] += n
        right += n * (model.by_rule(form, tag) == lemma)
    lemma = best(lemmas)
    gain = lemmas[lemma] - right
    sure = tag in RULE_TAGS or (tag == "JJ" and lemma.lower() == low)
    if gain >= (1 if sure else 8):
        model.exceptions[tag][low] = lemma


def learn_universal(model, corpus, lexicon):
    """Exceptions that hang on the universal tag."""
    counts = collections.defaultdict(collections.Counter)
    wrong = collections.Counter()
    for t in corpus:
        key = t.upos + "/" + t.xpos, lowered(t.form)
        counts[key][t.lemma] += 5 if t.ewt else 1
        wrong[key] += (5 if t.ewt else 1) * (model.lemma(t.form, t.upos, t.xpos) != t.lemma)
    for (tag, low), lemmas in sorted(counts.items()):
        if low.title() in lexicon.extra["cased"]:
            continue
        lemma = best(lemmas)
        if wrong[tag, low] - (sum(lemmas.values()) - lemmas[lemma]) >= 6:
            model.exceptions[tag][low] = lemma


def learn(corpus):
    key = lambda t: (lowered(t.form), t.lemma, t.xpos)
    slips = collections.Counter(key(t) for t in corpus if t.typo)
    corpus = [t for t in corpus if not t.typo or slips[key(t)] >= 4]
    model = Model()
    model.keep = set(KEEP_TAGS)
    lexicon = Lexicon(corpus)
    learn_rules(model, lexicon)
    learn_case(model, corpus, lexicon)
    learn_words(model, corpus, lexicon)
    learn_exceptions(model, corpus, lexicon)
    return model


# ---------------------------------------------------------------- command line

def measure(model, path, show):
    """Accuracy over the words that have a lemma; with `show`, the commonest errors."""
    right = total = 0
    errors = collections.Counter()
    for name, col in documents(path):
        if col[2] == "_" and col[1] != "_":
            continue
        got = model.lemma(col[1], col[3], col[4])
        total += 1
        right += got == col[2]
        if got != col[2]:
            errors[col[1], col[3], col[4], col[2], got] += 1
    print(f"{path.name}: {100 * right / total:.2f} ({total - right} wrong of {total})", file=sys.stderr)
    for error, n in errors.most_common(show):
        print(n, *error, file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--shared", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--train", default="ewt-train,ewt-dev,gum-train,gum-dev,pud")
    parser.add_argument("--measure", default="", help="corpora to measure on")
    parser.add_argument("--errors", type=int, default=0, help="how many kinds of error to show")
    args = parser.parse_args()
    corpora = args.shared / "corpora"
    corpus = [t for name in args.train.split(",") for t in tokens(corpora / (name + ".conllu"))]
    model = learn(corpus)
    args.out.write_text(model.text(), encoding="utf8")
    for name in filter(None, args.measure.split(",")):
        measure(model, corpora / (name + ".conllu"), args.errors)


if __name__ == "__main__":
    main()
