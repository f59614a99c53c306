//! What every address answers, on the graph of tests/data/questions.trig and on one with hostile words.

use std::collections::BTreeSet;

use oxigraph::io::{RdfFormat, RdfParser};
use serde_json::Value;

use super::super::reply::{Open, Refused};
use super::{ENDPOINTS, answer};
use crate::store::Store;

const FACT: &str = "https://w3id.org/chancery/fact/";
const ENTITY: &str = "https://w3id.org/chancery/entity/";

/// An article whose every word is meant ill.
const HOSTILE: &str = r#"
@prefix c: <https://w3id.org/chancery/ns#> . @prefix s: <https://schema.org/> . @prefix k: <http://www.w3.org/2004/02/skos/core#> .
@prefix n: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> . @prefix x: <http://www.w3.org/2001/XMLSchema#> .
@prefix t: <http://www.w3.org/2005/11/its/rdf#> .
<https://w3id.org/chancery/entity/person/x> a c:Person ; k:prefLabel "</script><script>alert(\"1\")</script> 🛢"@en .
<https://w3id.org/chancery/fact/x> a c:Meeting ; c:participant <https://w3id.org/chancery/entity/person/x> ; c:date "2020-02-30"^^x:date .
<https://evil.example/1> {
  <https://evil.example/1> a c:Article ; s:headline "<script>\"🛢\" \u0000 \\ '" ; s:publisher "a\"b" ; s:datePublished "2020"^^x:gYear .
  <https://evil.example/1#char=0,9> a n:Context , n:Sentence ; n:isString "🛢 met it." ; n:anchorOf "🛢 met it." ; n:beginIndex 0 ; n:endIndex 9 .
  <https://evil.example/1#char=0,1> t:taIdentRef <https://w3id.org/chancery/entity/person/x> .
  <https://evil.example/1#char=0,5> t:taIdentRef <https://w3id.org/chancery/entity/person/nobody> .
  <https://evil.example/1#char=4,9> t:taIdentRef <https://w3id.org/chancery/entity/person/x> .
  <https://evil.example/1#odd> t:taIdentRef <https://w3id.org/chancery/entity/person/x> .
  <https://evil.example/1#a> a c:Attestation ; c:fact <https://w3id.org/chancery/fact/x> ; c:evidence <https://evil.example/1#char=0,9> .
}"#;

fn open(texts: &[&[u8]]) -> Open {
    let engine = oxigraph::store::Store::new().expect("a store");
    for text in texts {
        for quad in RdfParser::from_format(RdfFormat::TriG).for_slice(text) {
            engine.insert(&quad.expect("TriG")).expect("put in");
        }
    }
    Open {
        store: Store::of(engine, "test"),
        text: None,
        base: "https://w3id.org/chancery/".to_owned(),
        services: crate::query::Services::default(),
    }
}

fn graph() -> Open {
    open(&[include_bytes!("../../../tests/data/questions.trig")])
}

/// Asks `path?name=value&…`, where values stand as they are.
fn ask(open: &Open, address: &str) -> Result<Value, Refused> {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let pairs = query.split('&').filter_map(|pair| pair.split_once('=')).map(|(n, v)| (n.to_owned(), v.to_owned()));
    let whole = answer(open, path, &pairs.collect::<Vec<_>>())?;
    assert_eq!((whole.status, whole.media), (200, "application/json"));
    Ok(serde_json::from_slice(&whole.body).expect("JSON"))
}

#[track_caller]
fn get(open: &Open, address: &str) -> Value {
    ask(open, address).unwrap_or_else(|refused| panic!("{address}: {refused:?}"))
}

/// The last parts of the IRIs of a list.
#[track_caller]
fn items(open: &Open, address: &str) -> Vec<String> {
    let page = get(open, address);
    let items = page["items"].as_array().expect("items").iter();
    items.map(|item| item["iri"].as_str().expect("an IRI").rsplit('/').next().expect("a part").to_owned()).collect()
}

#[test]
fn facts_pass_filters_and_stand_in_order() {
    let open = graph();
    let table: [(&str, &str); 24] = [
        ("facts", "m1 m3 m5 m2 s5 s2 s1 t2 t4 t3 t1 m4 s3 s4 t5 t6 t7 t8"),
        ("facts?sort=date&limit=3", "t1 t3 t2"),
        ("facts?sort=newest&limit=4", "s5 t6 t7 t8"),
        ("facts?type=meeting", "m1 m3 m5 m2 m4"),
        ("facts?type=Territorial-Claim&place=goma", "t2 t4 t3 t1 t5"),
        ("facts?type=OfficeHolding", "o1"),
        ("facts?type=chancery:Sanction&type=meeting&actor=congo", "m4 s4"),
        ("facts?actor=m23&actor=Congo", "t2 m4"),
        ("facts?actor=goma", ""),
        ("facts?place=Goma", "t2 t4 t3 t1 t5"),
        ("facts?entity=https://w3id.org/chancery/entity/place/goma", "t2 t4 t3 t1 t5"),
        ("facts?entity=person:isaias-afwerki", "m1 m3 m5 m2 s5"),
        ("facts?source=EU", "m2"),
        ("facts?status=captured", "t2 t4 t3"),
        ("facts?status=held&status=planned", "m1 m3 m2"),
        ("facts?article=https://news.example/a01", "m1"),
        ("facts?publisher=Lake Times", "t4 t3"),
        ("facts?publisher=lake times", ""),
        ("facts?linked=contradicts", "m1 m5 t2 t4"),
        ("facts?linked=followedBy&type=meeting", "m1 m3"),
        ("facts?from=2018-07-01&to=2018", "m1 m3 m5 m2 s5"),
        ("facts?to=2012-11", "t2 t4 t3 t1"),
        ("facts?entity=https://nowhere.example/x", ""),
        ("facts?actor=nobody", ""),
    ];
    for (address, wanted) in table {
        assert_eq!(items(&open, address).join(" "), wanted, "{address}");
    }
}

#[test]
fn pages_joined_are_the_whole_list() {
    let open = graph();
    for path in ["facts?type=meeting&type=sanction", "facts?sort=newest", "entities?q=", "entities?q=a", "articles?q="] {
        let whole = items(&open, &format!("{path}&limit=200"));
        let mut joined = Vec::new();
        for offset in (0..whole.len() + 3).step_by(3) {
            joined.extend(items(&open, &format!("{path}&limit=3&offset={offset}")));
        }
        assert_eq!(joined, whole, "{path}");
        assert_eq!(get(&open, &format!("{path}&limit=0"))["total"], whole.len(), "{path}");
        assert!(items(&open, &format!("{path}&offset=18446744073709551615")).is_empty());
    }
}

#[test]
fn a_fact_has_a_title_sentences_and_links() {
    let open = graph();
    let titles = [
        ("m1", "Meeting: Abiy Ahmed, Isaias Afwerki · Asmara · 2018-07-08 · held"),
        ("t2", "Territorial claim: M23 (claimant), against DR Congo · Goma · 2012-11-20 · captured"),
        ("t4", "Territorial claim: M23 (claimant) · Goma · 2012-11-20 · not captured"),
        ("s1", "Sanction: European Union (imposer), M23 (target) · 2013-01-09 · imposed, asset freeze, travel ban"),
        ("t7", "Territorial claim: M23 (claimant) · Badme · controls, share 60"),
        ("o1", "Office holding: Abiy Ahmed (holder), DR Congo (of) · Prime Minister · current"),
    ];
    for (name, title) in titles {
        assert_eq!(get(&open, &format!("fact?iri={FACT}{name}"))["title"], title);
    }
    let fact = get(&open, "fact?iri=fact:m1");
    assert_eq!((&fact["type"], &fact["date"], &fact["values"]["status"][0]), (&"Meeting".into(), &"2018-07-08".into(), &"held".into()));
    assert_eq!((&fact["articles"], &fact["publishers"], &fact["saidTotal"]), (&2.into(), &2.into(), &1.into()));
    let said = &fact["said"][0];
    assert_eq!(said["sentence"]["text"], "Abiy Ahmed met Isaias Afwerki in Asmara on 8 July 2018.");
    assert_eq!((&said["trigger"]["begin"], &said["mentions"][0]["entity"]["label"]), (&11.into(), &"Abiy Ahmed".into()));
    let links = &fact["links"];
    assert_eq!((&links["sameFactAs"][0]["iri"], &links["sameFactAs"][0]["score"]), (&format!("{FACT}m2").into(), &0.8.into()));
    assert_eq!((&links["follows"][0]["iri"], &links["contradicts"][0]["iri"]), (&format!("{FACT}m3").into(), &format!("{FACT}m5").into()));
    assert_eq!(links["followedBy"], serde_json::json!([]));
    let pair = &get(&open, "disagreements?limit=1")["items"][0];
    assert_eq!((&pair["reasons"][0], &pair["score"]), (&"held and denied".into(), &0.9.into()));
}

#[test]
fn entities_are_found_by_name_and_told_in_full() {
    let open = graph();
    let table = [
        ("entities?q=abiy", "abiy-ahmed"),
        ("entities?q=EU", "european-union"),
        ("entities?q=is&kind=Person", "isaias-afwerki issayas-afeworki"),
        ("entities?q=movement", "m23"),
        ("entities?q=goma&kind=Person", ""),
        ("entities?kind=Place&kind=State", "dr-congo goma asmara badme geneva"),
    ];
    for (address, wanted) in table {
        assert_eq!(items(&open, address).join(" "), wanted, "{address}");
    }
    let abiy = get(&open, &format!("entity?iri={ENTITY}person/abiy-ahmed"));
    assert_eq!((&abiy["kind"], &abiy["names"]), (&"Person".into(), &serde_json::json!(["Abiy", "Abiy Ahmed"])));
    assert_eq!(abiy["facts"], serde_json::json!({ "Meeting": 4, "OfficeHolding": 1 }));
    assert_eq!(
        (&abiy["met"][0]["entity"]["label"], &abiy["met"][0]["count"], &abiy["met"][1]["count"]),
        (&"Isaias Afwerki".into(), &2.into(), &1.into())
    );
    let office = &abiy["offices"][0];
    assert_eq!(
        (&office["title"], &office["body"]["label"], &office["status"]),
        (&"Prime Minister".into(), &"DR Congo".into(), &"current".into())
    );
    assert_eq!((&office["firstTold"], &office["lastTold"], &abiy["articles"]), (&"2018-07-09".into(), &"2018-07-10".into(), &3.into()));
    let isaias = get(&open, "entity?iri=person:isaias-afwerki");
    assert_eq!(isaias["possiblySame"][0]["score"], 0.75);
}

#[test]
fn articles_and_their_sum_are_told() {
    let open = graph();
    let table = [
        ("articles?limit=3", "a10 a02 a01"),
        ("articles?publisher=Kivu Wire", "a06 a04"),
        ("articles?q=goma fall", "a05 a04"),
        ("articles?from=2013&to=2014-01", "a07"),
    ];
    for (address, wanted) in table {
        assert_eq!(items(&open, address).join(" "), wanted, "{address}");
    }
    let article = get(&open, "article?iri=https://news.example/a02");
    assert_eq!((&article["headline"], article["facts"].as_array().map(Vec::len)), (&"Abiy in Asmara".into(), Some(2)));
    assert_eq!((&article["sentences"][1]["begin"], &article["triggers"][0]["fact"]), (&58.into(), &format!("{FACT}m2").into()));
    assert_eq!(article["mentions"].as_array().map(Vec::len), Some(2));
    let summary = get(&open, "summary");
    assert_eq!(
        (&summary["articles"], &summary["entities"], &summary["first"], &summary["last"]),
        (&10.into(), &10.into(), &"2012-11-21".into(), &"2018-07-15".into())
    );
    assert_eq!(summary["facts"][0], serde_json::json!({ "type": "Meeting", "label": "meeting", "count": 5 }));
    assert_eq!(
        (&summary["links"]["sameFactAs"], &summary["newest"][0]["facts"], summary["newest"].as_array().map(Vec::len)),
        (&2.into(), &4.into(), Some(5))
    );
    assert_eq!(summary["publishers"][0], serde_json::json!({ "name": "Horn Agency", "count": 3 }));
}

#[test]
fn what_cannot_be_answered_is_refused() {
    let open = graph();
    let table = [
        ("nosuch", 404, "nothing at /api/nosuch"),
        ("facts?nosuch=1", 400, "`nosuch`"),
        ("facts?type=protest", 400, "`type` the store holds no fact of the type `protest`"),
        ("facts?entity=two words", 400, "`entity` is no IRI"),
        ("facts?linked=hated", 400, "`linked`"),
        ("facts?q=oil", 503, "no text index"),
        ("search?q=oil", 503, "no text index"),
        ("search", 400, "`q` is missing"),
        ("fact", 400, "`iri` is missing"),
        ("fact?iri=https://news.example/a01", 404, "no fact"),
        ("entity?iri=https://news.example/a01", 404, "no entity"),
        ("entity?iri=https://w3id.org/chancery/concept/stance/claims", 404, "no entity"),
        ("article?iri=person:abiy-ahmed", 404, "no article"),
        ("summary?limit=1", 400, "it has none"),
    ];
    for (address, status, said) in table {
        let refused = ask(&open, address).expect_err(address);
        assert!(refused.status == status && refused.message.contains(said), "{address}: {refused:?}");
    }
}

#[test]
fn hostile_words_stay_words_and_spans_stay_apart() {
    let open = open(&[HOSTILE.as_bytes()]);
    let fact = get(&open, "fact?iri=fact:x");
    assert_eq!(fact["title"], "Meeting: </script><script>alert(\"1\")</script> 🛢 · 2020-02-30");
    assert_eq!(fact["said"][0]["article"]["headline"], "<script>\"🛢\" \u{0} \\ '");
    let spans: Vec<_> =
        fact["said"][0]["mentions"].as_array().expect("a list").iter().map(|m| (m["begin"].as_u64(), m["end"].as_u64())).collect();
    assert_eq!(spans, [(Some(0), Some(5))], "the first of the longest stays");
    assert_eq!(items(&open, "facts?publisher=a\"b"), ["x"]);
    assert_eq!(items(&open, "facts?from=2020"), [""; 0], "a day that no calendar has");
    assert_eq!(items(&open, "entities?q=<SCRIPT>"), ["x"]);
    assert_eq!(items(&open, "articles?q=<script>"), ["1"]);
    for q in ["\"", "\\", "}", "'; DROP", "\u{0}", "🛢", "%00", "?x"] {
        for address in [
            "facts?actor=",
            "facts?place=",
            "facts?source=",
            "facts?status=",
            "facts?publisher=",
            "entities?q=",
            "articles?q=",
            "entities?kind=",
        ] {
            get(&open, &format!("{address}{q}"));
        }
        assert!(ask(&open, &format!("facts?type={q}")).is_err());
    }
    let empty = self::open(&[]);
    assert_eq!((&get(&empty, "summary")["first"], &get(&empty, "facts")["total"]), (&Value::Null, &0.into()));
}

#[test]
fn the_document_tells_of_all_that_is_served_and_of_nothing_else() {
    let open = graph();
    let document = get(&open, "openapi.json");
    let told: BTreeSet<&str> = document["paths"].as_object().expect("paths").keys().map(String::as_str).collect();
    let served: Vec<String> = ENDPOINTS.iter().map(super::address).collect();
    assert_eq!(told, served.iter().map(String::as_str).collect());
    for endpoint in ENDPOINTS {
        let operation = &document["paths"][super::address(endpoint)]["get"];
        let names: Vec<&str> = operation["parameters"].as_array().expect("a list").iter().filter_map(|p| p["name"].as_str()).collect();
        assert_eq!(names, endpoint.parameters.iter().map(|p| p.name).collect::<Vec<_>>(), "{}", endpoint.path);
        assert!(document["components"]["schemas"][endpoint.schema].is_object(), "{}", endpoint.schema);
        let answer = &operation["responses"]["200"]["content"]["application/json"];
        if endpoint.schema != "Document" {
            assert_fits(&document, &answer["schema"], &answer["example"], endpoint.path);
        }
    }
    let text = document.to_string();
    for name in text.split("#/components/").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(document["components"].pointer(&format!("/{name}")).is_some(), "{name}");
    }
}

#[test]
fn answers_are_as_the_document_has_them() {
    let open = graph();
    let document = get(&open, "openapi.json");
    for address in [
        "",
        "facts?limit=200",
        "facts?type=OfficeHolding",
        "fact?iri=fact:t2",
        "entities",
        "entity?iri=person:isaias-afwerki",
        "entity?iri=person:abiy-ahmed",
        "articles",
        "article?iri=https://news.example/a10",
        "article?iri=https://news.example/a09",
        "disagreements",
        "summary",
        "questions",
    ] {
        let path = format!("/api/{}", address.split('?').next().expect("a path"));
        let schema = &document["paths"][path.trim_end_matches('/')]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        assert_fits(&document, schema, &get(&open, address), address);
    }
}

/// That a value has just the members and the types that its schema has.
#[track_caller]
fn assert_fits(document: &Value, schema: &Value, value: &Value, place: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let schema = document.pointer(name.trim_start_matches('#')).unwrap_or_else(|| panic!("{name}"));
        return assert_fits(document, schema, value, place);
    }
    if let Some(either) = schema["oneOf"].as_array() {
        let schema = either.iter().find(|schema| (schema["type"] == "null") == value.is_null()).expect("one of them");
        return assert_fits(document, schema, value, place);
    }
    let kinds: Vec<&str> = schema["type"]
        .as_array()
        .map_or_else(|| schema["type"].as_str().into_iter().collect(), |all| all.iter().filter_map(Value::as_str).collect());
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_u64() && kinds.contains(&"integer") => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    assert!(kinds.contains(&kind), "{place}: {value} is not {kinds:?}");
    for (at, item) in value.as_array().into_iter().flatten().enumerate() {
        assert_fits(document, &schema["items"], item, &format!("{place}/{at}"));
    }
    let Some(members) = value.as_object() else { return };
    for (name, member) in members {
        let known = schema["properties"].get(name).unwrap_or(&schema["additionalProperties"]);
        assert!(known.is_object(), "{place}: {name} is not told of");
        assert_fits(document, known, member, &format!("{place}/{name}"));
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        assert!(members.contains_key(name), "{place}: {name} is missing");
    }
}
