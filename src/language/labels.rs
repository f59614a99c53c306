//! The closed sets of Universal Dependencies labels and name types that the model speaks.
//!
//! UD v2: <https://universaldependencies.org/en/>; tags of the Penn Treebank as the English treebanks use them.

use std::fmt;
use std::str::FromStr;

/// A label that is in none of the model's sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLabel(pub String);

impl fmt::Display for UnknownLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown label `{}`", self.0)
    }
}

impl std::error::Error for UnknownLabel {}

macro_rules! closed_set {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $(#[doc = concat!("“", $text, "”")] $variant),+
        }

        impl $name {
            /// Every label of the set.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The label as the treebanks write it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl FromStr for $name {
            type Err = UnknownLabel;
            fn from_str(text: &str) -> Result<Self, UnknownLabel> {
                match text { $($text => Ok(Self::$variant),)+ _ => Err(UnknownLabel(text.to_owned())) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

closed_set! {
    /// Universal part of speech.
    Upos {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ", Noun = "NOUN", Num = "NUM",
        Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT", Sconj = "SCONJ", Sym = "SYM", Verb = "VERB", X = "X",
    }
}

closed_set! {
    /// Penn Treebank tag.
    Xpos {
        Dollar = "$", CloseQuote = "''", Comma = ",", Lrb = "-LRB-", Rrb = "-RRB-", Stop = ".", Colon = ":", Add = "ADD", Afx = "AFX",
        Cc = "CC", Cd = "CD", Dt = "DT", Ex = "EX", Fw = "FW", Gw = "GW", Hyph = "HYPH", In = "IN", Jj = "JJ", Jjr = "JJR", Jjs = "JJS",
        Ls = "LS", Md = "MD", Nfp = "NFP", Nn = "NN", Nnp = "NNP", Nnps = "NNPS", Nns = "NNS", Pdt = "PDT", Pos = "POS", Prp = "PRP",
        PrpS = "PRP$", Rb = "RB", Rbr = "RBR", Rbs = "RBS", Rp = "RP", Sym = "SYM", To = "TO", Uh = "UH", Vb = "VB", Vbd = "VBD",
        Vbg = "VBG", Vbn = "VBN", Vbp = "VBP", Vbz = "VBZ", Wdt = "WDT", Wp = "WP", WpS = "WP$", Wrb = "WRB", OpenQuote = "``",
    }
}

closed_set! {
    /// Dependency relation, with the subtypes that the model tells apart.
    Rel {
        Acl = "acl", AclRelcl = "acl:relcl", Advcl = "advcl", AdvclRelcl = "advcl:relcl", Advmod = "advmod", Amod = "amod", Appos = "appos",
        Aux = "aux", AuxPass = "aux:pass", Case = "case", Cc = "cc", CcPreconj = "cc:preconj", Ccomp = "ccomp", Compound = "compound",
        CompoundPrt = "compound:prt", Conj = "conj", Cop = "cop", Csubj = "csubj", Dep = "dep", Det = "det", DetPredet = "det:predet",
        Discourse = "discourse", Dislocated = "dislocated", Expl = "expl", Fixed = "fixed", Flat = "flat", Goeswith = "goeswith",
        Iobj = "iobj", List = "list", Mark = "mark", Nmod = "nmod", NmodDesc = "nmod:desc", NmodPoss = "nmod:poss",
        NmodUnmarked = "nmod:unmarked", Nsubj = "nsubj", NsubjOuter = "nsubj:outer", NsubjPass = "nsubj:pass", Nummod = "nummod",
        Obj = "obj", Obl = "obl", OblAgent = "obl:agent", OblUnmarked = "obl:unmarked", Orphan = "orphan", Parataxis = "parataxis",
        Punct = "punct", Reparandum = "reparandum", Root = "root", Vocative = "vocative", Xcomp = "xcomp",
    }
}

closed_set! {
    /// What a name names. States are places here; the register tells them apart later.
    NameType { Person = "PER", Organization = "ORG", Place = "LOC" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_reads_back() {
        assert!(Upos::ALL.iter().all(|l| l.as_str().parse() == Ok(*l)));
        assert!(Xpos::ALL.iter().all(|l| l.as_str().parse() == Ok(*l)));
        assert!(Rel::ALL.iter().all(|l| l.as_str().parse() == Ok(*l)));
        assert!(NameType::ALL.iter().all(|l| l.as_str().parse() == Ok(*l)));
        assert_eq!("dobj".parse::<Rel>(), Err(UnknownLabel("dobj".to_owned())));
    }
}
