//! What must hold of the store's own records: the knowledge is what the articles gave, all of it and no more.

use std::collections::HashSet;

use oxigraph::model::NamedNodeRef;

use super::graph::Graph;
use super::report::Report;
use crate::diagnostic::Diagnostic;
use crate::store::Store;

/// What the records of all articles say together.
#[derive(Debug, Default)]
pub(super) struct Records {
    given: HashSet<(String, String)>,
    any: bool,
}

impl Records {
    /// Reads the record of one article; files have none.
    pub(super) fn check(
        &mut self,
        store: &Store,
        article: NamedNodeRef<'_>,
        knowledge: &Graph,
        report: &mut Report,
    ) -> Result<(), Diagnostic> {
        let Some(layers) = store.layers(article)? else { return Ok(()) };
        self.any = true;
        for triple in layers.knowledge {
            let subject = triple.subject.to_string().trim_matches(['<', '>']).to_owned();
            let object = triple.object.to_string();
            let property = (triple.predicate.into_string(), triple.object);
            report.demand(knowledge.has(&subject, &property), &subject, "lacks what an article gave");
            self.given.insert((subject, property.0 + " " + &object));
        }
        Ok(())
    }

    /// Looks for knowledge that no article gave.
    pub(super) fn finish(&self, knowledge: &Graph, report: &mut Report) {
        if !self.any {
            return;
        }
        for (subject, properties) in knowledge.nodes() {
            for (predicate, object) in properties {
                let given = self.given.contains(&(subject.to_owned(), format!("{predicate} {object}")));
                report.demand(given, subject, "has a property that no article gave");
            }
        }
    }
}
