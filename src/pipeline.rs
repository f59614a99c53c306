//! The one place that knows the order of the stages: an article in, its findings out.

pub mod ordered;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::resume_unwind;
use std::thread;

use crate::article::Article;
use crate::diagnostic::Diagnostic;
use crate::event::Events;
use crate::fact;
use crate::finding::{Entity, Fact, Findings, Mention};
use crate::language::kernel::Kernel;
use crate::language::{Effort, Language, Sentence};
use crate::mention::Analysis;
use crate::mention::lexicon::Lexicon;
use crate::mention::register::Register;
use crate::ontology::{Embedded, FACTS, REGISTER};
use crate::rule::matcher::Index;
use crate::rule::package::{self, FactType};

/// What a user adds to what ships: pairs of a name for messages and the text of a file.
#[derive(Clone, Debug, Default)]
pub struct Additions {
    /// Register files in Turtle.
    pub register: Vec<(String, String)>,
    /// Rule files in TOML.
    pub facts: Vec<(String, String)>,
}

/// Everything that reading needs, loaded once and shared by all threads.
#[derive(Debug)]
pub struct Analyst {
    language: Language,
    events: Option<Events>,
    lexicon: Lexicon,
    register: Register,
    types: Vec<FactType>,
    index: Index,
}

impl Analyst {
    /// With what ships in the program and what the user adds.
    ///
    /// # Errors
    /// Says where an added file is wrong; what ships is tested.
    pub fn new(additions: &Additions) -> Result<Self, Diagnostic> {
        let analyst = Self::rules_only(additions)?;
        let events = Events::english(analyst.language.table())?;
        Ok(analyst.with(events))
    }

    /// The same without the network: what the rules alone state.
    ///
    /// # Errors
    /// As above.
    pub fn rules_only(additions: &Additions) -> Result<Self, Diagnostic> {
        let embedded = |list: &'static [Embedded]| list.iter().map(|e| (e.name, e.text));
        Self::of(
            embedded(REGISTER).chain(additions.register.iter().map(|(n, t)| (n.as_str(), t.as_str()))),
            embedded(FACTS).chain(additions.facts.iter().map(|(n, t)| (n.as_str(), t.as_str()))),
        )
    }

    /// With a network above the rules, for the fact types that it knows.
    #[must_use]
    pub fn with(self, events: Events) -> Self {
        Self { events: Some(events), ..self }
    }

    /// With these register files and rule files alone and no network: pairs of a name for messages and a text.
    ///
    /// # Errors
    /// Says where a file is wrong.
    pub fn of<'a>(
        register: impl IntoIterator<Item = (&'a str, &'a str)>,
        facts: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Diagnostic> {
        let facts: Vec<(&str, &str)> = facts.into_iter().collect();
        let rest = || Ok((rules(&facts)?, Language::english()?, Lexicon::english()?));
        // The register takes half of the time that starting takes.
        let (register, rest) = thread::scope(|scope| {
            let rest = scope.spawn(rest);
            (Register::read(register), rest.join().unwrap_or_else(|panic| resume_unwind(panic)))
        });
        let (register, ((types, index), language, lexicon)) = (register?, rest?);
        Ok(Self { language, events: None, lexicon, register, types, index })
    }

    /// The language it reads.
    #[must_use]
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// Whom it knows by name.
    #[must_use]
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// What tells its network's training from another; nothing where it has none.
    #[must_use]
    pub fn training(&self) -> &str {
        self.events.as_ref().map_or("", |e| &e.labels().digest)
    }

    /// The fact types it knows.
    #[must_use]
    pub fn types(&self) -> &[FactType] {
        &self.types
    }

    /// Reads an article: a pure function of the article and of what was loaded.
    #[must_use]
    pub fn analyse(&self, article: Article) -> Findings {
        let text = article.text.clone();
        let parsed = self.language.parse(&text, Effort::default());
        let view = self.events.as_ref().map(|e| e.view(&parsed, Kernel::best()));
        let mut analysis = Analysis::new(&article, &parsed, &self.register, &self.lexicon);
        let (facts, silences) = fact::facts(
            &mut analysis,
            &self.lexicon,
            &self.types,
            &self.index,
            view.as_ref().and_then(|v| Some((self.events.as_ref()?, v))),
        );
        let in_facts: BTreeSet<usize> = facts.iter().flat_map(taking_part).collect();
        let mentions = analysis.mentions(&|e| in_facts.contains(&e));
        let sentences = parsed.sentences.iter().map(Sentence::span).collect();
        let entities = analysis.cast.entities;
        compact(Findings { article, sentences, entities, mentions, facts, silences })
    }
}

/// The fact types of these rule files, and where their words are looked up.
fn rules(files: &[(&str, &str)]) -> Result<(Vec<FactType>, Index), Diagnostic> {
    let types = files.iter().map(|(name, text)| package::read(name, text)).collect::<Result<Vec<_>, _>>()?;
    let index = Index::new(&types);
    Ok((types, index))
}

/// Whoever takes part in a fact or says it.
fn taking_part(fact: &Fact) -> impl Iterator<Item = usize> + '_ {
    fact.roles.values().flatten().copied().chain(fact.attestations.iter().flat_map(|a| a.sources.iter().copied()))
}

/// Only the entities that are mentioned, take part, or are what such a one belongs to; in the order of the text.
fn compact(mut findings: Findings) -> Findings {
    let spoken = findings.mentions.iter().map(|m| m.entity).chain(findings.facts.iter().flat_map(taking_part));
    let mut order: Vec<usize> = Vec::new();
    let mut place: BTreeMap<usize, usize> = BTreeMap::new();
    for entity in spoken.collect::<Vec<_>>() {
        place.entry(entity).or_insert_with(|| {
            order.push(entity);
            order.len() - 1
        });
    }
    let mut next = 0;
    while next < order.len() {
        for owner in findings.entities[order[next]].affiliations.clone() {
            place.entry(owner).or_insert_with(|| {
                order.push(owner);
                order.len() - 1
            });
        }
        next += 1;
    }
    let moved = |set: &BTreeSet<usize>| set.iter().filter_map(|e| place.get(e).copied()).collect::<BTreeSet<usize>>();
    let entities =
        order.iter().map(|&e| Entity { affiliations: moved(&findings.entities[e].affiliations), ..findings.entities[e].clone() }).collect();
    for fact in &mut findings.facts {
        fact.roles.values_mut().for_each(|who| *who = moved(who));
        fact.attestations.iter_mut().for_each(|a| a.sources = moved(&a.sources));
    }
    let mentions = findings.mentions.iter().filter_map(|m| place.get(&m.entity).map(|&entity| Mention { entity, ..*m })).collect();
    Findings { entities, mentions, ..findings }
}
