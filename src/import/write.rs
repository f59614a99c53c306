//! Entities into a register file.

use std::collections::BTreeMap;
use std::io::{self, Write};

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term, Triple};

use super::gather::{self, Entity};
use super::item;
use super::name::tidy;
use crate::date::Date;
use crate::ontology::{ENTITY, NS, TENURE};
use crate::rdf::iri;
use crate::rdf::vocabulary::{AFFILIATION, ALT_LABEL, EXACT_MATCH, PREF_LABEL, ROLE, rdf};

/// Terms of office: followed by a hash of holder, office, whose it is, and its beginning.
const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

/// Writes the entities and their terms of office, made from the lists of these names.
pub(super) fn turtle(entities: &BTreeMap<String, Entity>, files: &[String], mut to: impl Write) -> io::Result<()> {
    writeln!(
        to,
        "# Register of {} that `chancery register import` (chancery {}) made of:",
        count(entities.len()),
        env!("CARGO_PKG_VERSION")
    )?;
    for file in files {
        // A name with a line break in it would end the comment.
        writeln!(to, "#   {}", tidy(file))?;
    }
    writeln!(to, "# Pass it to `chancery ingest`, `extract` or `explain` with --register.\n")?;
    let folders = ["armed-group", "organization", "person", "place", "state"].map(|f| (f, format!("{ENTITY}{f}/")));
    let vocabularies = [("chancery", NS), ("skos", "http://www.w3.org/2004/02/skos/core#"), ("wd", item::WIKIDATA), ("xsd", XSD)];
    let all = vocabularies.into_iter().chain([("tenure", TENURE)]).map(|(p, n)| (p, n.to_owned())).chain(folders);
    let mut serializer = RdfSerializer::from_format(RdfFormat::Turtle);
    for (prefix, namespace) in all {
        serializer = serializer.with_prefix(prefix, namespace).map_err(io::Error::other)?;
    }
    let mut serializer = serializer.for_writer(to);
    for (id, entity) in entities {
        let subject = node(id);
        let mut say = |subject: &NamedNode, predicate: NamedNodeRef<'_>, object: Term| {
            serializer.serialize_triple(&Triple::new(subject.clone(), predicate, object))
        };
        say(&subject, rdf::TYPE, iri::class(entity.kind).into())?;
        say(&subject, PREF_LABEL, text(&entity.label))?;
        let (demonym, seat) = (term("demonym"), term("seat"));
        let names =
            [(ALT_LABEL, &entity.aliases), (demonym.as_ref(), &entity.demonyms), (seat.as_ref(), &entity.seats), (ROLE, &entity.roles)];
        for (predicate, values) in names {
            values.iter().try_for_each(|value| say(&subject, predicate, text(value)))?;
        }
        entity.owners.iter().try_for_each(|owner| say(&subject, AFFILIATION, node(owner).into()))?;
        entity.matches.iter().try_for_each(|same| say(&subject, EXACT_MATCH, iri::node(same).into()))?;
        for (tenure, until) in &entity.terms {
            let name = tenure_node(&subject, tenure);
            let (of, from, office) = tenure;
            say(&name, rdf::TYPE, term("Tenure").into())?;
            say(&name, term("holder").as_ref(), subject.clone().into())?;
            say(&name, term("office").as_ref(), text(office))?;
            of.iter().try_for_each(|of| say(&name, term("of").as_ref(), node(of).into()))?;
            from.iter().try_for_each(|date| say(&name, term("from").as_ref(), day(*date)))?;
            until.iter().try_for_each(|date| say(&name, term("until").as_ref(), day(*date)))?;
        }
    }
    serializer.finish()?.flush()
}

fn count(entities: usize) -> String {
    if entities == 1 { "one entity".to_owned() } else { format!("{entities} entities") }
}

/// The IRI of a holder's term of office.
fn tenure_node(holder: &NamedNode, (of, from, office): &gather::Term) -> NamedNode {
    let of = of.as_ref().map(|of| node(of).into_string()).unwrap_or_default();
    let from = from.map(|date| date.to_string()).unwrap_or_default();
    NamedNode::new_unchecked(format!("{TENURE}{}", iri::hex(&[holder.as_str(), office, &of, &from], 16)))
}

/// The IRI of an entity.
fn node(id: &str) -> NamedNode {
    iri::node(&format!("{ENTITY}{id}"))
}

/// A term of the vocabulary.
fn term(local: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{NS}{local}"))
}

fn text(value: &str) -> Term {
    Literal::new_language_tagged_literal_unchecked(value, "en").into()
}

fn day(date: Date) -> Term {
    Literal::new_typed_literal(date.to_string(), NamedNode::new_unchecked(format!("{XSD}{}", date.datatype()))).into()
}
