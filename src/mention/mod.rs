//! Parsed sentences → who and when: names joined to entities, nouns and pronouns to whom they mean, dates reckoned.
//!
//! [`Analysis`] is what the rules read: trees, deep relations, dates, and [`Analysis::whom`], which answers whom a word denotes. It
//! knows no fact type and no RDF.

mod bearer;
mod body;
pub mod cast;
pub mod company;
pub mod dates;
mod ground;
mod group;
pub mod lexicon;
pub mod names;
mod nominal;
pub mod office;
mod pronoun;
pub mod register;
pub mod spelling;
mod tenure;

use std::collections::{BTreeMap, BTreeSet};

use cast::{Around, Cast, Placed};
use company::Company;
use dates::Times;
use jiff::civil;
use lexicon::Lexicon;
use office::Office;
use register::{By, Register};
use sha2::{Digest as _, Sha256};

use crate::article::Article;
use crate::finding::{Kind, Mention};
use crate::language::Parsed;
use crate::language::labels::{Rel, Upos, Xpos};
use crate::syntax::Tree;
use crate::syntax::deep::Deep;
use crate::text::Span;

/// A set of kinds of entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds(u8);

impl Kinds {
    /// Whoever can act.
    pub const ACTOR: Self = Self(0b0_1111);
    /// Whatever lies somewhere: places and states.
    pub const PLACE: Self = Self(0b1_0010);

    /// One kind alone.
    #[must_use]
    pub fn only(kind: Kind) -> Self {
        Self(1 << kind as u8)
    }

    /// Both sets together.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether only ground is wanted: places, or places and states.
    #[must_use]
    pub fn is_ground(self) -> bool {
        self.holds(Kind::Place) && self.0 & !Self::PLACE.0 == 0
    }

    /// Whether a kind is in both.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether the kind is one of them.
    #[must_use]
    pub fn holds(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }
}

/// Somebody or something at a word of the text, in the order of the text.
#[derive(Clone, Copy, Debug)]
struct Seen {
    sentence: usize,
    word: usize,
    entity: usize,
    plural: bool,
}

/// From how many mentions on one is as much spoken of as another.
const OFTEN: usize = 5;

/// Those whom the text names in one breath: "Peru and Ecuador", "Biden met Xi".
#[derive(Clone, Debug)]
struct Together {
    sentence: usize,
    word: usize,
    entities: Vec<usize>,
}

/// An article, understood as far as who and when.
#[derive(Debug)]
pub struct Analysis<'a> {
    /// The text.
    pub text: &'a str,
    /// Its sentences.
    pub trees: Vec<Tree<'a>>,
    /// Their deep relations.
    pub deep: Vec<Deep>,
    /// Their dates.
    pub times: Times,
    /// Its entities.
    pub cast: Cast<'a>,
    lexicon: &'a Lexicon,
    names: Vec<Placed>,
    denoted: Vec<usize>,
    /// (sentence, word) → the name around it.
    around: BTreeMap<(usize, usize), usize>,
    offices: Vec<Office>,
    seen: Vec<Seen>,
    together: Vec<Together>,
    /// Common nouns by which the text tells what a place is: "the port of Mukalla", "Mukalla, a city".
    described: BTreeMap<usize, BTreeSet<String>>,
    nominals: BTreeMap<(usize, usize), (usize, Span)>,
    /// Keeps what has no proper name to this article.
    apart: String,
    /// When it was published.
    published: Option<civil::Date>,
}

impl<'a> Analysis<'a> {
    /// Reads who and when in a parsed article.
    #[must_use]
    pub fn new(article: &'a Article, parsed: &'a Parsed<'a>, register: &'a Register, lexicon: &'a Lexicon) -> Self {
        let text = parsed.text;
        let trees: Vec<Tree<'a>> = parsed.sentences.iter().map(|s| Tree::new(text, s)).collect();
        let company = Company::of(&trees, register);
        let names = placed(text, &trees, register, lexicon, &company);
        let mut cast = Cast::new(register);
        let apart: String = Sha256::digest(article.iri.as_bytes())[..4].iter().map(|b| format!("{b:02x}")).collect();
        let published = article.about.published.and_then(crate::date::Date::last);
        let denoted = cast::denoted(&mut cast, &names, &Around { text, lexicon, company: &company, apart: &apart, published });
        let mut around = BTreeMap::new();
        for (at, name) in names.iter().enumerate() {
            let outer = !name.named.inner;
            for word in name.named.words.clone() {
                let known = around.entry((name.sentence, word)).or_insert(at);
                if outer {
                    *known = at;
                }
            }
        }
        let deep = trees.iter().map(Deep::of).collect();
        let times = dates::times(text, &trees, lexicon, article.about.published);
        let (offices, seen, together, described, nominals) = (Vec::new(), Vec::new(), Vec::new(), BTreeMap::new(), BTreeMap::new());
        let mut analysis = Self {
            text,
            trees,
            deep,
            times,
            cast,
            lexicon,
            names,
            denoted,
            around,
            offices,
            seen,
            together,
            described,
            nominals,
            apart,
            published,
        };
        analysis.find_offices();
        analysis.tell_bearers_apart();
        analysis.look_around();
        analysis.look_for_groups();
        analysis.look_for_descriptions();
        analysis
    }

    /// Puts everybody in the order of the text, so that a pronoun can look back.
    fn look_around(&mut self) {
        let named = self.names.iter().zip(&self.denoted).filter(|(n, _)| n.named.by != By::Demonym && !n.named.inner);
        let plural = |n: &Placed| self.trees[n.sentence].xpos(n.named.words.end - 1) == Xpos::Nnps;
        self.seen.extend(named.map(|(n, &entity)| Seen { sentence: n.sentence, word: n.named.head, entity, plural: plural(n) }));
        for sentence in 0..self.trees.len() {
            for word in 0..self.trees[sentence].len() {
                if self.around.contains_key(&(sentence, word)) || self.trees[sentence].upos(word) != Upos::Noun {
                    continue;
                }
                if let Some(entity) = self.collective(sentence, word) {
                    self.seen.push(Seen { sentence, word, entity, plural: true });
                }
            }
        }
        self.seen.sort_by_key(|s| (s.sentence, s.word));
    }

    /// The name around a word.
    fn name_at(&self, sentence: usize, word: usize) -> Option<usize> {
        self.around.get(&(sentence, word)).copied()
    }

    /// Whom the name around a word denotes.
    fn entity_at(&self, sentence: usize, word: usize) -> Option<usize> {
        self.name_at(sentence, word).map(|n| self.denoted[n])
    }

    /// How often the article names it, as far as that matters.
    fn mentions_of(&self, entity: usize) -> usize {
        self.denoted.iter().filter(|d| **d == entity).count().min(OFTEN)
    }

    /// What kind of thing it is.
    #[must_use]
    pub fn kind(&self, entity: usize) -> Kind {
        self.cast.entities[entity].kind
    }

    /// Whom the phrase with this head denotes, of the wanted kinds; several for "the two leaders", nobody where the text does not say.
    pub fn whom(&mut self, sentence: usize, word: usize, wanted: Kinds) -> Vec<usize> {
        let mut found = self.anybody(sentence, word, wanted, 4);
        // "Half of Bosnia" is ground, though Bosnia is a state.
        let part = wanted.is_ground() && self.is_part(sentence, word);
        let wanted = if part { wanted.or(Kinds::PLACE) } else { wanted };
        found.retain(|e| wanted.holds(self.kind(*e)));
        found
    }

    fn anybody(&mut self, sentence: usize, word: usize, wanted: Kinds, depth: usize) -> Vec<usize> {
        if let Some(entity) = self.entity_at(sentence, word).filter(|_| !self.counted_people(sentence, word)) {
            let part = if wanted.is_ground() { self.part_of_country(sentence, word) } else { None };
            return vec![part.unwrap_or(entity)];
        }
        let part = wanted.is_ground() && self.is_part(sentence, word);
        match self.trees[sentence].upos(word) {
            Upos::Pron | Upos::Det | Upos::Adv if part => self.noun(sentence, word, wanted, depth),
            Upos::Pron | Upos::Det => self.pronoun(sentence, word, wanted),
            Upos::Adv if self.trees[sentence].lemma(word) == "here" => self.first_place(),
            Upos::Adv if self.trees[sentence].lemma(word) == "there" => self.there(sentence, word),
            Upos::Adj if self.trees[sentence].rel(word) == Rel::Amod => Vec::new(),
            Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj | Upos::Sym => self.noun(sentence, word, wanted, depth),
            _ => Vec::new(),
        }
    }

    /// Whether the word is a part of something: "half of", "a third of", "most of".
    fn is_part(&self, sentence: usize, word: usize) -> bool {
        self.lexicon.nouns.part.contains(self.trees[sentence].lemma(word))
    }

    /// "Eighteen Russians and Ukrainians" are people, not their states.
    fn counted_people(&self, sentence: usize, word: usize) -> bool {
        let tree = &self.trees[sentence];
        let people = |w: usize| self.name_at(sentence, w).is_some_and(|n| self.names[n].named.by == By::Demonym);
        let counted = |w: usize| people(w) && tree.child(w, &[Rel::Nummod]).is_some();
        let beside =
            || people(word) && tree.xpos(word) == Xpos::Nnps && tree.rel(word) == Rel::Conj && tree.head(word).is_some_and(counted);
        counted(word) || beside()
    }

    /// Every name of the article as a mention, and the unnamed of `used` where they are spoken of.
    #[must_use]
    pub fn mentions(&self, used: &dyn Fn(usize) -> bool) -> Vec<Mention> {
        let is_name = |p: &Placed| p.named.by != By::Demonym || names::names_its_state(&self.trees[p.sentence], &p.named);
        let named = self.names.iter().zip(&self.denoted).filter(|(p, e)| is_name(p) && (self.kind(**e).is_actor() || used(**e)));
        let mut found: Vec<Mention> = named.map(|(p, &entity)| Mention { span: p.span, entity }).collect();
        found.extend(self.nominals.values().filter(|(e, _)| used(*e)).map(|&(entity, span)| Mention { span, entity }));
        found.sort();
        found.dedup();
        found
    }
}

/// The names of all sentences.
fn placed(text: &str, trees: &[Tree<'_>], register: &Register, lexicon: &Lexicon, company: &Company) -> Vec<Placed> {
    let mut found = Vec::new();
    for (sentence, tree) in trees.iter().enumerate() {
        for named in names::names(tree, register, lexicon, company) {
            let span = tree.span(names::with_honorific(tree, lexicon, &named));
            let surface = tree.span(named.words.clone()).of(text).split_whitespace().collect::<Vec<_>>().join(" ");
            let surface = surface.strip_suffix("'s").or_else(|| surface.strip_suffix("’s")).unwrap_or(&surface).to_owned();
            found.push(Placed { sentence, named, span, surface });
        }
    }
    found
}
