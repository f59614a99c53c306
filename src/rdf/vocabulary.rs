//! The terms that the graphs are written in.

use oxigraph::model::NamedNodeRef;
pub use oxigraph::model::vocab::{rdf, xsd};

/// Terms of the program's own vocabulary.
pub const CHANCERY: &str = "https://w3id.org/chancery/ns#";
/// Entities: followed by [`crate::finding::Entity::id`].
pub const ENTITY: &str = "https://w3id.org/chancery/entity/";
/// Facts: followed by a hash of what makes them the fact they are.
pub const FACT: &str = "https://w3id.org/chancery/fact/";
/// SKOS concepts: followed by the scheme, `/` and the code.
pub const CONCEPT: &str = "https://w3id.org/chancery/concept/";
/// Runs: followed by a hash of the program and its data.
pub const RUN: &str = "https://w3id.org/chancery/run/";
/// Links: followed by a hash of what is linked and how.
pub const LINK: &str = "https://w3id.org/chancery/link/";
/// Groups of facts that are one: followed by a hash of the members.
pub const GROUP: &str = "https://w3id.org/chancery/group/";
/// What the store notes for itself; never exported.
pub const INTERNAL: &str = "https://w3id.org/chancery/internal#";
/// The graph of the links between facts and between entities, which can be made again at any time.
pub const LINKS: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://w3id.org/chancery/links");

/// Prefixes that exports declare, by prefix.
pub const PREFIXES: &[(&str, &str)] = &[
    ("chancery", CHANCERY),
    ("gaf", "http://groundedannotationframework.org/gaf#"),
    ("itsrdf", "http://www.w3.org/2005/11/its/rdf#"),
    ("nif", "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "https://schema.org/"),
    ("sem", "http://semanticweb.cs.vu.nl/2009/11/sem/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("wd", "http://www.wikidata.org/entity/"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

macro_rules! terms {
    ($namespace:literal: $($(#[$doc:meta])* $name:ident = $local:literal),+ $(,)?) => {
        $($(#[$doc])* pub const $name: NamedNodeRef<'static> = NamedNodeRef::new_unchecked(concat!($namespace, $local));)+
    };
}

terms! { "https://w3id.org/chancery/ns#":
    /// Class of articles.
    ARTICLE = "Article",
    /// Class of attestations.
    ATTESTATION = "Attestation",
    /// Class of runs.
    RUN_CLASS = "Run",
    /// An actor's office or function.
    ROLE = "role",
    /// What an actor belongs to.
    AFFILIATION = "affiliation",
    /// The fact that is attested.
    ATTESTED = "fact",
    /// The sentence that attests it.
    EVIDENCE = "evidence",
    /// The words that gave it away.
    TRIGGER = "trigger",
    /// To whom it is attributed.
    SOURCE = "source",
    /// How sure the text is.
    CERTAINTY = "certainty",
    /// What found it: a rule, the event network, or both.
    RULE = "rule",
    /// A fact that is the same, though not told in the same way.
    SAME_FACT_AS = "sameFactAs",
    /// An entity that may be the same.
    POSSIBLY_SAME = "possiblySame",
    /// What came of it.
    FOLLOWED_BY = "followedBy",
    /// A fact that cannot hold as well.
    CONTRADICTS = "contradicts",
    /// Class of links, with their scores and reasons.
    LINK_CLASS = "Link",
    /// How good a link is, from 0 to 1; in a search for words, how well they fit.
    SCORE = "score",
    /// The service that finds words, in a query.
    SEARCH = "search",
    /// A sentence with the words.
    MATCHES = "matches",
    /// An entity with a name that has the words.
    NAMED = "named",
    /// How many are found at most.
    LIMIT = "limit",
    /// Why it was made.
    REASON = "linkReason",
    /// Class of groups of facts that are one.
    FACT_GROUP = "FactGroup",
    /// A fact of a group.
    MEMBER = "member",
    /// How many articles attest a fact or another of its group.
    ARTICLE_COUNT = "articleCount",
    /// How many publishers they have.
    PUBLISHER_COUNT = "publisherCount",
    /// How many of them are independent: neither copies of one text nor of one publisher.
    INDEPENDENT_COUNT = "independentCount",
}

terms! { "https://w3id.org/chancery/internal#":
    /// Digest of the article as it was read and of what read it.
    DIGEST = "digest",
    /// The knowledge that the article gave, as N-Triples.
    STATES = "states",
    /// Graph of what has changed since links were made.
    CHANGES = "changes",
    /// That a fact, an entity or an article has changed.
    CHANGED = "changed",
    /// Graph of the keys by which what may belong together is found.
    INDEX = "index",
    /// A key of a fact or an entity.
    KEY = "key",
    /// What tells how like another an article is.
    SKETCH = "sketch",
    /// With which rules the links were made.
    LINKED = "linked",
}

/// All properties of the store's own notes.
pub const NOTES: [NamedNodeRef<'static>; 6] = [DIGEST, STATES, CHANGED, KEY, SKETCH, LINKED];

terms! { "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#":
    /// Class of texts.
    CONTEXT = "Context",
    /// Class of sentences.
    SENTENCE = "Sentence",
    /// Class of mentions and triggers.
    PHRASE = "Phrase",
    /// The text itself.
    IS_STRING = "isString",
    /// Where the text was published.
    SOURCE_URL = "sourceUrl",
    /// The text a span lies in.
    REFERENCE_CONTEXT = "referenceContext",
    /// First code point of a span.
    BEGIN_INDEX = "beginIndex",
    /// Just after the last code point of a span.
    END_INDEX = "endIndex",
    /// The words of a span.
    ANCHOR_OF = "anchorOf",
}

terms! { "http://www.w3.org/2005/11/its/rdf#":
    /// Whom a mention names.
    TA_IDENT_REF = "taIdentRef",
}

terms! { "http://groundedannotationframework.org/gaf#":
    /// A sentence that states a fact.
    DENOTED_BY = "denotedBy",
}

terms! { "http://www.w3.org/1999/02/22-rdf-syntax-ns#":
    /// What a link leads from.
    SUBJECT = "subject",
    /// How it links.
    PREDICATE = "predicate",
    /// What it leads to.
    OBJECT = "object",
}

terms! { "http://www.w3.org/2004/02/skos/core#":
    /// Class of concepts.
    CONCEPT_CLASS = "Concept",
    /// A concept's code.
    NOTATION = "notation",
    /// A concept's scheme.
    IN_SCHEME = "inScheme",
    /// The name an entity goes by.
    PREF_LABEL = "prefLabel",
    /// Another name.
    ALT_LABEL = "altLabel",
    /// The same entity elsewhere.
    EXACT_MATCH = "exactMatch",
}

terms! { "http://www.w3.org/ns/prov#":
    /// Class of articles.
    PROV_ENTITY = "Entity",
    /// Class of runs.
    ACTIVITY = "Activity",
    /// The run that made an attestation.
    WAS_GENERATED_BY = "wasGeneratedBy",
}

terms! { "https://schema.org/":
    /// Class of articles.
    NEWS_ARTICLE = "NewsArticle",
    /// An article's title.
    HEADLINE = "headline",
    /// When it was published.
    DATE_PUBLISHED = "datePublished",
    /// Who published it.
    PUBLISHER = "publisher",
    /// Where it was published.
    URL = "url",
    /// Who wrote it.
    AUTHOR = "author",
    /// The version of the program.
    SOFTWARE_VERSION = "softwareVersion",
}

terms! { "http://www.w3.org/2000/01/rdf-schema#":
    /// How a run is called.
    LABEL = "label",
}
