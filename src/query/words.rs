//! Words inside SPARQL: `SERVICE chancery:search`, which looks them up in the text index.
//!
//! The words stand in the query, so what is found depends on nothing else in it: it is looked up before the query runs and put in the place
//! of the service as a table of values, which the engine joins with the rest, beginning there.

use spargebra::algebra::GraphPattern;
use spargebra::term::{GroundTerm, Literal, NamedNode, NamedNodePattern, TermPattern, TriplePattern, Variable};

use super::{Reason, Refusal, Services};
use crate::diagnostic::Diagnostic;
use crate::rdf::vocabulary::{LIMIT, MATCHES, NAMED, SCORE, SEARCH, xsd};
use crate::search::{Reader, Words};

/// How many are found where the query does not say, and at most.
const USUAL: usize = 1000;
const MOST: usize = 10_000;
/// How it is written.
const FORM: &str = "write SERVICE chancery:search { ?sentence chancery:matches \"oil embargo*\" ; chancery:score ?score ; chancery:limit 50 }, \
                    or ?entity chancery:named \"lavr*\"; score and limit may be left out, and all else stands outside the braces";

/// What a service is asked for.
struct Asked {
    /// What is found is bound to it.
    found: Variable,
    score: Option<Variable>,
    names: bool,
    words: String,
    limit: usize,
}

/// Whether a service is the one that finds words.
pub(super) fn is_search(name: &NamedNodePattern) -> bool {
    *name == NamedNodePattern::NamedNode(SEARCH.into_owned())
}

/// Whether a service is one that may be asked, and words are asked for in the way that is understood.
pub(super) fn check(pattern: &GraphPattern, services: &Services) -> Result<(), Refusal> {
    if let GraphPattern::Service { name, inner, silent } = pattern {
        if !is_search(name) {
            // A variable is looked at when it has a value.
            let allowed = match name {
                NamedNodePattern::NamedNode(name) => services.allow(name.as_str()),
                NamedNodePattern::Variable(_) => !services.is_empty(),
            };
            if allowed {
                return Ok(());
            }
            let hint = "ask the other endpoint itself, and join what it says; SERVICE chancery:search finds words, and is here";
            return Err(Refusal::plain(
                Reason::Service,
                "SERVICE is not allowed: no endpoint is called but those that are named when the service is started",
                hint,
            ));
        }
        if *silent {
            return Err(refused("SERVICE SILENT would hide that words are not understood; leave SILENT out"));
        }
        Asked::read(inner)?;
    }
    Ok(())
}

/// Puts what is found in the place of a service.
///
/// # Errors
/// Where there is no index, or it cannot be read.
pub(super) fn look_up(pattern: &mut GraphPattern, text: Option<&Reader>) -> Result<(), Diagnostic> {
    let GraphPattern::Service { inner, name, .. } = pattern else { return Ok(()) };
    if !is_search(name) {
        return Ok(());
    }
    let asked = Asked::read(inner).map_err(|refusal| refusal.diagnostic)?;
    let missing = || Diagnostic::new("the store has no text index yet").hinted("`chancery link` makes one");
    let text = text.ok_or_else(missing)?;
    let hits = if asked.names { text.names(&asked.words, asked.limit, 0) } else { text.sentences(&asked.words, asked.limit, 0) }?.hits;
    let rows = hits.into_iter().map(|hit| {
        let score = asked.score.as_ref().map(|_| GroundTerm::Literal(Literal::new_typed_literal(hit.score.to_string(), xsd::DECIMAL)));
        std::iter::once(GroundTerm::NamedNode(NamedNode::new_unchecked(hit.iri))).chain(score).map(Some).collect()
    });
    let bindings = rows.collect();
    *pattern = GraphPattern::Values { variables: std::iter::once(asked.found).chain(asked.score).collect(), bindings };
    Ok(())
}

impl Asked {
    fn read(pattern: &GraphPattern) -> Result<Self, Refusal> {
        let GraphPattern::Bgp { patterns } = pattern else { return Err(refused("SERVICE chancery:search takes words and nothing else")) };
        let Some(first) = patterns.first() else { return Err(refused("SERVICE chancery:search is given no words")) };
        let TermPattern::Variable(found) = &first.subject else {
            return Err(refused("SERVICE chancery:search binds what it finds to a variable, and this is none"));
        };
        let (mut score, mut limit, mut words) = (None, None, None);
        for TriplePattern { subject, predicate, object } in patterns {
            let NamedNodePattern::NamedNode(property) = predicate else {
                return Err(refused("SERVICE chancery:search knows no property but its own"));
            };
            if *subject != TermPattern::Variable(found.clone()) {
                return Err(refused("SERVICE chancery:search finds one thing at a time; write another SERVICE for the other"));
            }
            let again = match (property.as_ref(), object) {
                (MATCHES | NAMED, TermPattern::Literal(literal)) => {
                    words.replace((property.as_ref() == NAMED, literal.value().to_owned())).is_some()
                }
                (MATCHES | NAMED, _) => return Err(refused("the words of SERVICE chancery:search are a string, and not a variable")),
                (SCORE, TermPattern::Variable(variable)) if variable != found => score.replace(variable.clone()).is_some(),
                (SCORE, _) => return Err(refused("chancery:score binds a variable of its own")),
                (LIMIT, TermPattern::Literal(literal)) => {
                    let count = literal.value().parse().ok().filter(|count| (1..=MOST).contains(count));
                    let count = count.ok_or_else(|| refused(&format!("chancery:limit is a number from 1 to {MOST}")))?;
                    limit.replace(count).is_some()
                }
                (LIMIT, _) => return Err(refused(&format!("chancery:limit is a number from 1 to {MOST}"))),
                _ => return Err(refused("SERVICE chancery:search knows no property but its own")),
            };
            if again {
                return Err(refused("SERVICE chancery:search is asked twice in one; write another SERVICE for the other"));
            }
        }
        let Some((names, words)) = words else { return Err(refused("SERVICE chancery:search is given no words")) };
        Words::parse(&words).map_err(|diagnostic| Refusal { reason: Reason::Service, diagnostic, excerpt: None })?;
        Ok(Self { found: found.clone(), score, names, words, limit: limit.unwrap_or(USUAL) })
    }
}

fn refused(message: &str) -> Refusal {
    Refusal::plain(Reason::Service, message, FORM)
}
