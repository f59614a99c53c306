//! The second layer: the article, its text, sentences, mentions and attestations.
//!
//! Spans that coincide are one node with several classes: a one-word sentence that is a mention, a sentence that is the whole
//! text. What else is said of a span follows from its offsets, so such a node says nothing twice or otherwise.

use std::collections::BTreeSet;

use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term, Triple};

use super::vocabulary::{
    ANCHOR_OF, ARTICLE, ATTESTATION, ATTESTED, AUTHOR, BEGIN_INDEX, CERTAINTY, CONTEXT, DATE_PUBLISHED, END_INDEX, EVIDENCE, HEADLINE,
    IS_STRING, NEWS_ARTICLE, PHRASE, PROV_ENTITY, PUBLISHER, REFERENCE_CONTEXT, RULE, SENTENCE, SOURCE, SOURCE_URL, TA_IDENT_REF, TRIGGER,
    URL, WAS_GENERATED_BY, rdf, xsd,
};
use super::{Offsets, Run, iri, knowledge};
use crate::article::Article;
use crate::finding::{Attestation, Findings};
use crate::text::Span;

/// The triples of the article's graph; `facts` are the IRIs of the facts, in their order.
pub(super) fn triples(findings: &Findings, facts: &[NamedNode], article: &NamedNode, offsets: &Offsets, run: &Run) -> Vec<Triple> {
    let context = iri::span(article.as_ref(), 0, offsets.at(findings.article.text.len()));
    let mut writer = Writer { article, text: &findings.article.text, offsets, context, out: Vec::new() };
    writer.about(&findings.article);
    for place in worthwhile(findings) {
        writer.span(findings.sentences[place], SENTENCE);
    }
    for mention in findings.mentions.iter().filter(|m| !m.span.is_empty()) {
        let node = writer.span(mention.span, PHRASE);
        if let Some(entity) = findings.entities.get(mention.entity) {
            writer.add(&node, TA_IDENT_REF, iri::entity(entity));
        }
    }
    for (fact, node) in findings.facts.iter().zip(facts) {
        for attestation in &fact.attestations {
            writer.attest(findings, node, attestation, run);
        }
    }
    writer.out
}

/// The sentences that attest a fact or hold a mention.
fn worthwhile(findings: &Findings) -> BTreeSet<usize> {
    let attesting = findings.facts.iter().flat_map(|f| &f.attestations).map(|a| a.sentence);
    let holding = findings.mentions.iter().filter_map(|mention| {
        let place = findings.sentences.partition_point(|s| s.end <= mention.span.begin);
        findings.sentences.get(place).is_some_and(|s| s.begin <= mention.span.begin).then_some(place)
    });
    attesting.chain(holding).filter(|place| *place < findings.sentences.len()).collect()
}

struct Writer<'a> {
    article: &'a NamedNode,
    text: &'a str,
    offsets: &'a Offsets,
    context: NamedNode,
    out: Vec<Triple>,
}

impl Writer<'_> {
    fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.out.push(Triple::new(subject.clone(), predicate, object));
    }

    /// The article and its text.
    fn about(&mut self, article: &Article) {
        let (node, about) = (self.article.clone(), &article.about);
        for class in [ARTICLE, NEWS_ARTICLE, PROV_ENTITY] {
            self.add(&node, rdf::TYPE, class);
        }
        let known = [(HEADLINE, &about.headline), (PUBLISHER, &about.publisher)].into_iter().filter_map(|(p, v)| Some((p, v.as_ref()?)));
        for (predicate, value) in known.chain(about.authors.iter().map(|a| (AUTHOR, a))) {
            self.add(&node, predicate, Literal::new_simple_literal(value));
        }
        if let Some(date) = about.published {
            self.add(&node, DATE_PUBLISHED, knowledge::date(date));
        }
        let url = about.url.as_ref().and_then(|url| NamedNode::new(url).ok());
        if let Some(url) = &url {
            self.add(&node, URL, url.clone());
        }
        let context = self.context.clone();
        self.add(&context, rdf::TYPE, CONTEXT);
        self.add(&context, IS_STRING, Literal::new_simple_literal(self.text));
        self.add(&context, SOURCE_URL, url.unwrap_or(node));
    }

    /// A sentence or phrase, by its offsets in code points.
    fn span(&mut self, span: Span, class: NamedNodeRef<'_>) -> NamedNode {
        let (begin, end) = self.offsets.of(span);
        let node = iri::span(self.article.as_ref(), begin, end);
        self.add(&node, rdf::TYPE, class);
        self.add(&node, REFERENCE_CONTEXT, self.context.clone());
        self.add(&node, BEGIN_INDEX, offset(begin));
        self.add(&node, END_INDEX, offset(end));
        self.add(&node, ANCHOR_OF, Literal::new_simple_literal(span.of(self.text)));
        node
    }

    fn attest(&mut self, findings: &Findings, fact: &NamedNode, attestation: &Attestation, run: &Run) {
        let Some(sentence) = findings.sentences.get(attestation.sentence) else { return };
        let sentence = self.span(*sentence, SENTENCE);
        let trigger = self.span(attestation.trigger, PHRASE);
        let said = [fact.as_ref(), sentence.as_ref(), trigger.as_ref()];
        let node = iri::attestation(self.article.as_ref(), attestation, &findings.entities, said);
        self.add(&node, rdf::TYPE, ATTESTATION);
        self.add(&node, ATTESTED, fact.clone());
        self.add(&node, EVIDENCE, sentence);
        self.add(&node, TRIGGER, trigger);
        for source in attestation.sources.iter().filter_map(|e| findings.entities.get(*e)) {
            self.add(&node, SOURCE, iri::entity(source));
        }
        self.add(&node, CERTAINTY, knowledge::certainty(attestation.certainty.as_str()));
        self.add(&node, RULE, Literal::new_simple_literal(&attestation.rule));
        self.add(&node, WAS_GENERATED_BY, run.node().clone());
    }
}

/// An offset in code points.
fn offset(count: usize) -> Literal {
    Literal::new_typed_literal(count.to_string(), xsd::NON_NEGATIVE_INTEGER)
}
