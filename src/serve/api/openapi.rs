//! The OpenAPI 3.1 document, made of the list of addresses and of the shapes below.

use serde_json::{Map, Value, json};

use super::super::reply::{Open, Refused};
use super::parameters::{Given, Parameter, Takes};
use super::{ENDPOINTS, Endpoint, address};

/// The document.
pub(super) fn document(open: &Open, _: &Given<'_>) -> Result<Value, Refused> {
    let paths: Map<String, Value> = ENDPOINTS.iter().map(|endpoint| (address(endpoint), json!({ "get": operation(endpoint) }))).collect();
    Ok(json!({
        "openapi": "3.1.0",
        "info": {
            "title": "chancery", "version": env!("CARGO_PKG_VERSION"), "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
            "description": format!("Facts of political news, each with its sentences and sources. Things are named by IRIs, of which its own begin with {}. All answers are JSON in UTF-8; refusals are problem details (RFC 9457). For all else there is SPARQL at /query.", open.base),
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": { "schemas": schemas(), "responses": responses() },
    }))
}

fn operation(endpoint: &Endpoint) -> Value {
    let answer = json!({ "schema": reference(endpoint.schema), "example": example(endpoint.schema) });
    let mut answers = json!({
        "200": { "description": endpoint.title, "content": { "application/json": answer } },
        "400": { "$ref": "#/components/responses/Wrong" },
        "500": { "$ref": "#/components/responses/Failed" },
    });
    if endpoint.parameters.iter().any(|p| p.takes == Takes::NeededIri) {
        answers["404"] = json!({ "$ref": "#/components/responses/Unknown" });
    }
    if ["facts", "search"].contains(&endpoint.path) {
        answers["503"] = json!({ "$ref": "#/components/responses/NoIndex" });
    }
    let name = if endpoint.path.is_empty() { "listing" } else { endpoint.path.trim_end_matches(".json") };
    json!({
        "operationId": name, "summary": endpoint.title, "description": endpoint.about,
        "parameters": endpoint.parameters.iter().map(parameter).collect::<Vec<_>>(), "responses": answers,
    })
}

fn parameter(parameter: &Parameter) -> Value {
    let one = match parameter.takes {
        Takes::Words | Takes::NeededWords => json!({ "type": "string" }),
        Takes::Iri | Takes::NeededIri => json!({ "type": "string", "format": "iri" }),
        Takes::Date => json!({ "type": "string", "pattern": DATE }),
        Takes::Count(default, None) => json!({ "type": "integer", "minimum": 0, "default": default }),
        Takes::Count(default, Some(most)) => json!({ "type": "integer", "minimum": 0, "maximum": most, "default": default }),
        Takes::OneOf(choices) => json!({ "type": "string", "enum": choices }),
    };
    let number = parameter.example.parse::<u64>().ok().filter(|_| matches!(parameter.takes, Takes::Count(..)));
    let example = number.map_or_else(|| json!(parameter.example), |number| json!(number));
    let (schema, example) = if parameter.many { (json!({ "type": "array", "items": one }), json!([example])) } else { (one, example) };
    json!({
        "name": parameter.name, "in": "query", "required": parameter.takes.is_needed(), "description": parameter.about, "schema": schema,
        "example": example, "style": "form", "explode": true,
    })
}

/// A day, a month or a year.
const DATE: &str = "^\\d{4}(-\\d{2}(-\\d{2})?)?$";

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn responses() -> Value {
    let problem = |about: &str, status: u16, detail: &str| {
        let example = json!({ "type": "about:blank", "title": about, "status": status, "detail": detail });
        json!({ "description": about, "content": { "application/problem+json": { "schema": reference("Problem"), "example": example } } })
    };
    json!({
        "Wrong": problem("A parameter is wrong", 400, "`limit` is a whole number of 200 at most"),
        "Unknown": problem("There is nothing of that IRI", 404, "the store holds no fact of that IRI"),
        "Failed": problem("The store cannot be read", 500, "the store cannot be read or written"),
        "NoIndex": problem("There is no text index", 503, "this store has no text index"),
    })
}

/// An object with just these members, each of them always there.
fn object(members: Value) -> Value {
    let required: Vec<String> = members.as_object().into_iter().flat_map(Map::keys).cloned().collect();
    json!({ "type": "object", "properties": members, "required": required, "additionalProperties": false })
}

fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

fn map(of: Value) -> Value {
    json!({ "type": "object", "additionalProperties": of })
}

fn page(of: Value) -> Value {
    object(json!({ "total": count(), "limit": count(), "offset": count(), "items": list(of) }))
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn string() -> Value {
    json!({ "type": "string" })
}

fn iri() -> Value {
    json!({ "type": "string", "format": "iri" })
}

fn maybe(kind: &str) -> Value {
    json!({ "type": [kind, "null"] })
}

/// One object with the members of several.
fn joined(parts: &[Value]) -> Value {
    let members = parts.iter().filter_map(Value::as_object).flatten().map(|(name, schema)| (name.clone(), schema.clone()));
    object(Value::Object(members.collect()))
}

fn schemas() -> Value {
    let entity = json!({ "iri": iri(), "label": string(), "kind": string() });
    let listed = json!({ "names": list(string()), "facts": count() });
    let score = json!({ "score": { "type": "number" } });
    let article = json!({ "iri": iri(), "headline": maybe("string"), "publisher": maybe("string"), "published": maybe("string"), "url": maybe("string") });
    let span = json!({ "begin": count(), "end": count() });
    let named = json!({ "entity": reference("EntityRef") });
    let words = json!({ "iri": iri(), "text": string() });
    let mut schemas = json!({
        "EntityRef": object(entity.clone()),
        "ListedEntity": joined(&[entity.clone(), listed]),
        "LikelyEntity": joined(&[entity.clone(), score]),
        "ArticleRef": object(article.clone()),
        "ListedArticle": joined(&[article.clone(), json!({ "facts": count() })]),
        "Quote": joined(&[words, span.clone()]),
        "Mark": object(span.clone()),
        "Mention": joined(&[span.clone(), named.clone()]),
        "Trigger": joined(&[span.clone(), json!({ "fact": iri() })]),
        "SentencePlace": joined(&[span, json!({ "iri": iri() })]),
        "WholeArticle": joined(&[article, json!({
            "authors": list(string()), "text": string(), "sentences": list(reference("SentencePlace")), "mentions": list(reference("Mention")),
            "triggers": list(reference("Trigger")), "facts": list(reference("Fact")),
        })]),
        "WholeEntity": joined(&[entity, json!({
            "names": list(string()), "roles": list(string()), "affiliations": list(reference("EntityRef")), "same": list(iri()),
            "possiblySame": list(reference("LikelyEntity")), "offices": list(reference("Office")), "facts": map(count()),
            "met": list(reference("Met")), "articles": count(),
        })]),
        "Met": joined(&[named, json!({ "count": count() })]),
        "Office": object(json!({
            "fact": iri(), "title": maybe("string"), "body": { "oneOf": [reference("EntityRef"), { "type": "null" }] }, "status": maybe("string"),
            "firstTold": maybe("string"), "lastTold": maybe("string"), "articles": count(),
        })),
    });
    if let (Some(schemas), Value::Object(more)) = (schemas.as_object_mut(), more_schemas()) {
        schemas.extend(more);
    }
    schemas
}

fn more_schemas() -> Value {
    let linked = || list(reference("LinkedFact"));
    json!({
        "FactRef": object(json!({ "iri": iri(), "title": string() })),
        "LinkedFact": object(json!({ "iri": iri(), "title": string(), "score": { "type": "number" } })),
        "Statement": object(json!({
            "attestation": iri(), "article": reference("ArticleRef"), "sentence": reference("Quote"), "trigger": reference("Quote"),
            "mentions": list(reference("Mention")), "sources": list(reference("EntityRef")), "certainty": string(), "rule": string(),
        })),
        "Fact": object(json!({
            "iri": iri(), "type": string(), "title": string(), "roles": map(list(reference("EntityRef"))),
            "values": map(list(json!({ "type": ["string", "number", "boolean"] }))), "date": maybe("string"),
            "said": list(reference("Statement")), "saidTotal": count(), "articles": count(), "publishers": count(), "links": reference("Links"),
        })),
        "Links": object(json!({ "sameFactAs": linked(), "followedBy": linked(), "follows": linked(), "contradicts": linked() })),
        "FactPage": page(reference("Fact")),
        "EntityPage": page(reference("ListedEntity")),
        "ArticlePage": page(reference("ListedArticle")),
        "DisagreementPage": page(reference("Disagreement")),
        "Disagreement": object(json!({
            "score": { "type": "number" }, "reasons": list(string()), "left": reference("Fact"), "right": reference("Fact"),
        })),
        "Found": object(json!({ "entities": list(reference("ListedEntity")), "sentences": reference("SentencePage") })),
        "SentencePage": page(reference("FoundSentence")),
        "FoundSentence": object(json!({
            "article": reference("ArticleRef"), "sentence": reference("Quote"), "score": { "type": "number" }, "marks": list(reference("Mark")),
            "facts": list(reference("FactRef")),
        })),
        "Summary": object(json!({
            "articles": count(), "entities": count(), "sentences": count(), "facts": list(reference("TypeCount")),
            "publishers": list(reference("PublisherCount")), "first": maybe("string"), "last": maybe("string"),
            "newest": list(reference("ListedArticle")), "links": map(count()),
        })),
        "TypeCount": object(json!({ "type": string(), "label": string(), "count": count() })),
        "PublisherCount": object(json!({ "name": string(), "count": count() })),
        "Questions": list(reference("Question")),
        "Question": object(json!({
            "name": string(), "title": string(), "about": string(), "parameters": list(reference("QuestionParameter")), "sparql": string(),
        })),
        "QuestionParameter": object(json!({ "name": string(), "about": string(), "default": string(), "choices": list(string()) })),
        "Prefixes": list(reference("Prefix")),
        "Prefix": object(json!({ "prefix": string(), "namespace": string() })),
        "Terms": list(reference("Term")),
        "Term": object(json!({ "iri": string(), "prefixed": string(), "label": string(), "kind": string() })),
        "Listing": object(json!({ "openapi": string(), "paths": list(reference("Address")) })),
        "Address": object(json!({ "path": string(), "title": string(), "about": string(), "parameters": list(string()) })),
        "Document": { "type": "object", "required": ["openapi", "info", "paths"] },
        "Problem": {
            "type": "object", "required": ["title", "status"],
            "properties": { "type": string(), "title": string(), "status": count(), "detail": string() },
        },
    })
}

/// An example of a schema, made of its members; empty where it has none of its own.
fn example(name: &str) -> Value {
    let schemas = schemas();
    filled(&schemas, &schemas[name], 0)
}

/// The simplest thing of a schema.
fn filled(schemas: &Value, schema: &Value, depth: usize) -> Value {
    if let Some(name) = schema["$ref"].as_str().and_then(|name| name.rsplit('/').next()) {
        return filled(schemas, &schemas[name], depth + 1);
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str()).unwrap_or("");
    match kind {
        "object" => {
            let members = schema["properties"].as_object().into_iter().flatten();
            Value::Object(members.map(|(name, schema)| (name.clone(), filled(schemas, schema, depth + 1))).collect())
        }
        "array" if depth > 5 => json!([]),
        "array" => json!([filled(schemas, &schema["items"], depth + 1)]),
        "integer" => json!(1),
        "number" => json!(0.9),
        "boolean" => json!(true),
        "string" if schema["format"] == "iri" => json!("https://w3id.org/chancery/fact/0123456789abcdef0123456789abcdef"),
        "string" => json!("words"),
        _ => Value::Null,
    }
}
