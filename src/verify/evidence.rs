//! What must hold of one article's graph.

use oxigraph::model::{NamedNodeRef, Term};

use super::facts::{self, Attested};
use super::graph::Graph;
use super::report::Report;
use crate::rdf::vocabulary::{
    ANCHOR_OF, ARTICLE, ATTESTATION, ATTESTED, BEGIN_INDEX, CERTAINTY, CONCEPT_CLASS, CONTEXT, DENOTED_BY, END_INDEX, EVIDENCE, IS_STRING,
    PHRASE, REFERENCE_CONTEXT, RULE, RUN_CLASS, SENTENCE, SOURCE, TA_IDENT_REF, TRIGGER, WAS_GENERATED_BY, xsd,
};

/// The text of an article, by code points.
struct Text<'a> {
    text: &'a str,
    /// Where each code point begins, in bytes, and where the last one ends.
    begins: Vec<usize>,
}

impl<'a> Text<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, begins: text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect() }
    }

    fn len(&self) -> usize {
        self.begins.len() - 1
    }

    fn cut(&self, (begin, end): (usize, usize)) -> Option<&'a str> {
        self.text.get(*self.begins.get(begin)?..*self.begins.get(end)?)
    }
}

pub(super) fn check(article: &str, graph: &Graph, knowledge: &Graph, attested: &mut Attested, report: &mut Report) {
    report.demand(graph.is_a(article, ARTICLE), article, "the graph holds no article of this name");
    let inside = format!("{article}#");
    for (subject, properties) in graph.nodes() {
        report.demand(subject == article || subject.starts_with(&inside), subject, "stands in the graph of another article");
        for property in properties {
            report.demand(!knowledge.has(subject, property), subject, "the same triple stands in both layers");
        }
    }
    let contexts: Vec<&str> = graph.nodes().map(|(node, _)| node).filter(|node| graph.is_a(node, CONTEXT)).collect();
    let [context] = contexts[..] else { return report.fault(article, format!("has {} texts instead of one", contexts.len())) };
    let Some(text) = graph.text(context, IS_STRING) else { return report.fault(context, "does not have its text, once") };
    let text = Text::new(text);
    let name = format!("{article}#char=0,{}", text.len());
    report.demand(context == name, context, "the name does not fit the length of the text");
    for (node, properties) in graph.nodes() {
        if properties.iter().any(|(p, _)| p == BEGIN_INDEX.as_str()) || [SENTENCE, PHRASE].iter().any(|class| graph.is_a(node, *class)) {
            quotation(node, &inside, graph, context, &text, report);
            mention(node, graph, knowledge, report);
        }
        if graph.is_a(node, ATTESTATION) {
            report.attestations += 1;
            attestation(node, graph, knowledge, attested, report);
        }
    }
}

/// The words of a span are what stands in the text at its offsets.
fn quotation(node: &str, inside: &str, graph: &Graph, context: &str, text: &Text<'_>, report: &mut Report) {
    report.sentences += usize::from(graph.is_a(node, SENTENCE));
    report.demand(graph.iri(node, REFERENCE_CONTEXT) == Some(context), node, "does not refer to the text of its article");
    let Some(span) = span(node, graph) else { return report.fault(node, "does not have its two offsets, once each and whole numbers") };
    report.demand(node == format!("{inside}char={},{}", span.0, span.1), node, "the name does not fit the offsets");
    match (graph.text(node, ANCHOR_OF), text.cut(span)) {
        (None, _) => report.fault(node, "does not have its words, once"),
        (_, None) => report.fault(node, format!("the offsets lie outside the text of {} code points", text.len())),
        (Some(words), Some(there)) if words != there || words.is_empty() => {
            report.fault(node, format!("is said to be `{words}`, but the text there is `{there}`"));
        }
        _ => {}
    }
}

fn span(node: &str, graph: &Graph) -> Option<(usize, usize)> {
    let offset = |predicate: NamedNodeRef<'_>| {
        let mut objects = graph.objects(node, predicate);
        match (objects.next(), objects.next()) {
            (Some(Term::Literal(l)), None) if [xsd::NON_NEGATIVE_INTEGER, xsd::INTEGER].contains(&l.datatype()) => l.value().parse().ok(),
            _ => None,
        }
    };
    Some((offset(BEGIN_INDEX)?, offset(END_INDEX)?)).filter(|(begin, end)| begin <= end)
}

fn mention(node: &str, graph: &Graph, knowledge: &Graph, report: &mut Report) {
    for named in graph.objects(node, TA_IDENT_REF) {
        report.mentions += 1;
        let known = matches!(named, Term::NamedNode(n) if facts::is_entity(n.as_str(), knowledge));
        report.demand(known, node, "names an entity that has no class");
    }
}

fn attestation(node: &str, graph: &Graph, knowledge: &Graph, attested: &mut Attested, report: &mut Report) {
    let (fact, sentence) = (graph.iri(node, ATTESTED), graph.iri(node, EVIDENCE));
    let trigger = graph.iri(node, TRIGGER);
    report.demand(graph.text(node, RULE).is_some(), node, "does not name its rule, once");
    let certain = graph.iri(node, CERTAINTY).is_some_and(|c| knowledge.is_a(c, CONCEPT_CLASS));
    report.demand(certain, node, "has no certainty that is a concept");
    let made = graph.iris(node, WAS_GENERATED_BY).any(|run| knowledge.is_a(run, RUN_CLASS));
    report.demand(made, node, "comes from no run that is known");
    for source in graph.objects(node, SOURCE) {
        let known = matches!(source, Term::NamedNode(n) if facts::is_actor(n.as_str(), knowledge));
        report.demand(known, node, "has a source that is no actor");
    }
    match (fact, sentence) {
        (None, _) => report.fault(node, "does not attest one fact"),
        (_, None) => report.fault(node, "does not have one sentence as evidence"),
        (Some(fact), Some(sentence)) => {
            report.demand(facts::is_fact(fact, knowledge), node, "attests a fact that is not there");
            report.demand(graph.is_a(sentence, SENTENCE), node, "has evidence that is no sentence of its article");
            report.demand(knowledge.iris(fact, DENOTED_BY).any(|s| s == sentence), fact, "does not lead to a sentence that attests it");
            attested.note(fact, sentence);
            let (outer, inner) = (span(sentence, graph), trigger.filter(|t| graph.is_a(t, PHRASE)).and_then(|t| span(t, graph)));
            let within = outer.zip(inner).is_some_and(|(o, i)| o.0 <= i.0 && i.1 <= o.1);
            report.demand(within, node, "has no trigger inside its sentence");
        }
    }
}
