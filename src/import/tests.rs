//! Lists of every format into register files.

use oxigraph::io::RdfFormat;

use super::{Format, Import, Importer};
use crate::finding::Kind;
use crate::mention::register::Register;
use crate::ontology::REGISTER;

fn shipped() -> Register {
    Register::read(REGISTER.iter().map(|e| (e.name, e.text))).expect("what ships is well formed")
}

fn import(lists: &[(&str, &str, Format)], kind: Option<Kind>) -> Import {
    let register = shipped();
    let mut importer = Importer::new(&register, kind);
    lists.iter().for_each(|(name, text, format)| importer.add(name, text, *format));
    importer.finish()
}

fn turtle(import: &Import) -> String {
    let mut bytes = Vec::new();
    import.write(&mut bytes).expect("memory can be written");
    let text = String::from_utf8(bytes).expect("UTF-8");
    // As users read it: after what ships.
    let files = REGISTER.iter().map(|e| (e.name, e.text)).chain([("out.ttl", text.as_str())]);
    Register::read(files).expect("a register that can be read");
    text
}

/// Its ids.
fn ids(import: &Import) -> Vec<&str> {
    import.gathered.entities.keys().map(String::as_str).collect()
}

fn said(import: &Import) -> Vec<String> {
    import.rejected.iter().chain(&import.warnings).map(ToString::to_string).collect()
}

const ITEMS: &str = "item,itemLabel,itemAltLabel,typeLabel,positionLabel,countryLabel,start,end,sitelinks
http://www.wikidata.org/entity/Q900001,Zorblat Quux,\"Z. Quux, Zorblat Quux, Jr., X\",human,President of Kenya,Kenya,2010-01-01T00:00:00Z,2014-05,7
http://www.wikidata.org/entity/Q900001,Zorblat Quux,,human,Minister of Trade of the Republic of Kenya,Kenya,2008,,7
Q900002,Zorblat Quux,,human,,Atlantis,,,1
Q900003,Q900003,,human,,,,,1
P31,Nobody,,human,,,,,1
Q900004,Vexia Flumm,,comet,,,,,1
Q114,Kenya,Jamhuri ya Kenya,,,Kenya,,,1
";

#[test]
fn items_of_wikidata_are_joined_and_told_apart() {
    let out = import(&[("items.csv", ITEMS, Format::WikidataCsv)], None);
    assert_eq!(ids(&out), ["person/zorblat-quux", "person/zorblat-quux-q900002", "state/kenya"]);
    assert_eq!((out.known(), out.terms(), out.rows), (1, 2, 5));
    let messages = said(&out);
    for want in [
        "items.csv:5: has no name but its Q-id Q900003 (is there a label in English?)",
        "items.csv:6: `P31` is no item of Wikidata (such as Q114)",
        "items.csv:7: `Vexia Flumm` is of a kind that is not known: comet",
        "items.csv:1: columns that are not known are passed over: `sitelinks`",
        "items.csv:2: the name `X` has one letter and is left out",
        "items.csv:4: the affiliation `Atlantis` is no state or body that is known, and is left out",
    ] {
        assert!(messages.iter().any(|m| m.starts_with(want)), "{want}: {messages:#?}");
    }
    assert_eq!((out.rejected.len(), out.warnings.len()), (3, 3));
    let text = turtle(&out);
    for want in [
        "skos:prefLabel \"Zorblat Quux\"@en",
        "skos:altLabel \"Z. Quux\"@en , \"Zorblat Quux, Jr.\"@en",
        "skos:exactMatch wd:Q900001",
        "chancery:affiliation state:kenya",
        "chancery:role \"Minister of Trade of the Republic of Kenya\"@en , \"President of Kenya\"@en",
        "chancery:office \"President\"@en",
        "chancery:office \"Minister of Trade\"@en",
        "chancery:of state:kenya",
        "chancery:holder person:zorblat-quux",
        "chancery:from \"2010-01-01\"^^xsd:date",
        "chancery:until \"2014-05\"^^xsd:gYearMonth",
        "chancery:from \"2008\"^^xsd:gYear",
        "skos:altLabel \"Jamhuri ya Kenya\"@en",
    ] {
        assert!(text.contains(want), "{want}:\n{text}");
    }
    assert!(!text.contains("_:"), "no blank nodes");
}

#[test]
fn both_shapes_of_json_say_the_same() {
    let sparql = r#"{"head": {"vars": ["item"]}, "results": {"bindings": [
        {"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q900001"}, "itemLabel": {"type": "literal", "xml:lang": "en", "value": "Zorblat \"Z\" Quux"},
         "type": {"type": "uri", "value": "http://www.wikidata.org/entity/Q5"}, "end": {"type": "bnode", "value": "b0"}, "role": {"type": "literal", "value": "Mayor"}},
        {"itemLabel": {"type": "literal", "value": "No item"}},
        7
    ]}}"#;
    let flat = r#"[
        {"item": "http://www.wikidata.org/entity/Q900001", "itemLabel": "Zorblat \"Z\" Quux",
         "type": "http://www.wikidata.org/entity/Q5", "end": "_:b0", "role": "Mayor"},
        {"itemLabel": "No item"},
        7
    ]"#;
    for (name, text, lines) in [("a.json", sparql, [4, 5]), ("a.json", flat, [4, 5])] {
        let out = import(&[(name, text, Format::WikidataJson)], None);
        assert_eq!((ids(&out), out.terms()), (vec!["person/zorblat-z-quux"], 0));
        let messages = said(&out);
        assert!(messages[0].starts_with(&format!("a.json:{}: has no `item`", lines[0])), "{messages:?}");
        assert!(messages[1].starts_with(&format!("a.json:{}: is no object", lines[1])), "{messages:?}");
        assert!(messages[2].contains("is not a date") && messages.len() == 3, "{messages:?}");
        assert!(turtle(&out).contains(r#"skos:prefLabel "Zorblat \"Z\" Quux"@en"#));
    }
    for (text, want) in [
        ("{\"head\": {}}", "no result of a query: missing field `results`"),
        ("[{\"a\": 1}\n", "a.json:2: broken JSON"),
        ("", "broken JSON"),
    ] {
        let messages = said(&import(&[("a.json", text, Format::WikidataJson)], None));
        assert!(messages.len() == 1 && messages[0].contains(want), "{messages:?}");
    }
}

#[test]
fn concepts_are_read_in_every_syntax() {
    let turtle_list = r#"
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix c: <http://example.org/c/> .
        c:scheme a skos:ConceptScheme ; skos:prefLabel "All"@en .
        c:1 a skos:Concept ; skos:prefLabel "Vexischer Bund"@de , "Vexian League"@en , "Vexian league"@en-GB ;
            skos:altLabel "VL" , "Liga"@es ; skos:exactMatch <http://www.wikidata.org/entity/Q900010> , <http://dbpedia.org/resource/Vexia> .
        c:2 a skos:Concept ; skos:prefLabel "Florin"@mul .
        c:3 a skos:Concept ; skos:prefLabel "Florin"@mul .
        c:4 a skos:Concept .
        [] a skos:Concept ; skos:prefLabel "Nameless"@en .
    "#;
    let out = import(&[("c.ttl", turtle_list, Format::Skos(RdfFormat::Turtle))], Some(Kind::Organization));
    assert_eq!(ids(&out).len(), 3);
    assert!(ids(&out).contains(&"organization/florin") && ids(&out).contains(&"organization/vexian-league"), "{:?}", ids(&out));
    assert_eq!(said(&out), ["c.ttl: <http://example.org/c/4> has no name (every entity needs one)"]);
    let text = turtle(&out);
    for want in [
        "skos:altLabel \"VL\"@en , \"Vexian league\"@en",
        "skos:exactMatch <http://dbpedia.org/resource/Vexia> , <http://example.org/c/1> , wd:Q900010",
    ] {
        assert!(text.contains(want), "{want}:\n{text}");
    }
    let triples = "<http://example.org/c/9> <http://www.w3.org/2004/02/skos/core#prefLabel> \"Vexia\" .\nbroken\n<http://example.org/c/9> \
                   <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://dbpedia.org/ontology/Country> .\n";
    let out = import(&[("c.nt", triples, Format::Skos(RdfFormat::NTriples))], None);
    assert_eq!((ids(&out), out.rejected.len()), (vec!["state/vexia"], 1));
    assert!(said(&out)[0].starts_with("c.nt:2: not N-Triples"), "{:?}", said(&out));
    let xml = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
        <skos:Concept rdf:about="urn:x:1"><skos:prefLabel xml:lang="fr">Vexie</skos:prefLabel></skos:Concept></rdf:RDF>"#;
    let out = import(&[("c.rdf", xml, Format::Skos(RdfFormat::RdfXml))], Some(Kind::Place));
    assert_eq!(ids(&out), ["place/vexie"]);
    assert!(!turtle(&out).contains("urn:x:1"), "only IRIs of the web are kept");
}

const TABLE: &str = "Name,Kind,Aliases,Demonyms,Seat,Role,Affiliation,From,Until,Wikidata
Vexia,State,Republic of Vexia|Vexian Republic,Vexian|Vexians,Vexburg,,,,,
\"Quux, Zorblat\",Person,Zorblat Quux,,,Prime Minister,Vexia,2019-03,2021,
\"Quux, Zorblat\",Person,,,,Prime Minister,state/vexia,2019-03,2021-04-05,
Plink Plonk,Person,,,,Governor of Georgia,United States,2020,2019,
Plink Plonk,person,,,,Governor of Georgia,United States,2018,2020,
,,,,,,,,,
Anon,,,,,,,,,
,Person,,,,,,,,
short,Person
1999,Person,,,,,,,,
Lukashenko,Person,,,,,,,,Q900030
Abulfaz Elcibey,Person,,,,,,,,
Green Band,armed group,,,,,Vexian Republic,2001,,
";

#[test]
fn tables_are_read_and_bad_rows_told() {
    let out = import(&[("t.csv", TABLE, Format::Csv)], None);
    assert_eq!(
        ids(&out),
        [
            "armed-group/green-band",
            "person/abulfaz-elchibey",
            "person/lukashenko",
            "person/plink-plonk",
            "person/quux-zorblat",
            "state/vexia"
        ]
    );
    let messages = said(&out);
    for want in [
        "t.csv:8: `Anon` has no kind (Person, State",
        "t.csv:9: has no name",
        "t.csv:10: 2 fields, but the header has 10",
        "t.csv:11: its name `1999` has no letters",
        "t.csv:5: it ends (2019) before it begins (2020): the term of office is left out",
        "t.csv:14: dates without an office: the term of office is left out",
    ] {
        assert!(messages.iter().any(|m| m.starts_with(want)), "{want}: {messages:#?}");
    }
    assert_eq!(messages.len(), 6);
    let text = turtle(&out);
    assert_eq!(text.matches("a chancery:Tenure").count(), 2, "{text}");
    for want in [
        "chancery:until \"2021-04-05\"^^xsd:date",
        "chancery:demonym \"Vexian\"@en , \"Vexians\"@en",
        "chancery:seat \"Vexburg\"@en",
        "chancery:office \"Governor of Georgia\"@en",
        "chancery:of state:united-states",
        "skos:prefLabel \"Abulfaz Elchibey\"@en",
        "chancery:affiliation state:vexia",
    ] {
        assert!(text.contains(want), "{want}:\n{text}");
    }
    let semicolons = import(&[("t.csv", "name;kind\nVexia;state\n", Format::Csv)], None);
    assert_eq!(ids(&semicolons), ["state/vexia"]);
    let nameless = import(&[("t.csv", "title,kind\nVexia,state\n", Format::Csv)], None);
    assert!(said(&nameless)[0].starts_with("t.csv: has no column `name`"));
}

#[test]
fn the_same_lists_give_the_same_bytes_and_what_ships_is_kept() {
    let lists = [("items.csv", ITEMS, Format::WikidataCsv), ("t.csv", TABLE, Format::Csv)];
    assert_eq!(turtle(&import(&lists, None)), turtle(&import(&lists, None)));
    // What ships under the same name and another item is another.
    let out = import(&[("a.csv", "item,itemLabel,type\nQ900020,Kenya,country\nQ900021,\"Kenya\",city\n", Format::WikidataCsv)], None);
    assert_eq!(ids(&out), ["place/kenya", "state/kenya-q900020"]);
    // The label that ships stays, whatever the list calls it.
    let out = import(&[("a.csv", "name,wikidata,kind\nJamhuri,Q114,city\n", Format::Csv)], None);
    assert_eq!(said(&out), ["a.csv:2: `Jamhuri` (Q114) is a State here, and stays one"]);
    let text = turtle(&out);
    assert!(
        text.contains("state:kenya a chancery:State") && text.contains("skos:prefLabel \"Kenya\"@en") && text.contains("\"Jamhuri\"@en")
    );
    let ships: Vec<(&str, &str)> = REGISTER.iter().map(|e| (e.name, e.text)).collect();
    let whole = Register::read(ships.iter().copied().chain([("a.ttl", text.as_str())])).expect("a register");
    let kenya = &whole.entries[whole.by_id("state/kenya").expect("Kenya")];
    assert!(kenya.label == "Kenya" && kenya.aliases.contains("Jamhuri"));
}

#[test]
fn the_format_is_told_by_ending_and_first_line() {
    for (name, text, want) in [
        ("a.json", "", Some(Format::WikidataJson)),
        ("a.CSV.gz", "Item,itemLabel\n", Some(Format::WikidataCsv)),
        ("a.tsv", "name\tkind\n", Some(Format::Csv)),
        ("a.ttl", "", Some(Format::Skos(RdfFormat::Turtle))),
        ("a.nt.zst", "", Some(Format::Skos(RdfFormat::NTriples))),
        ("a.rdf", "", Some(Format::Skos(RdfFormat::RdfXml))),
        ("stdin", " [{}]", Some(Format::WikidataJson)),
        ("stdin", "name,kind", None),
    ] {
        assert_eq!(Format::of(name, text), want, "{name}");
    }
    assert_eq!(Format::skos("stdin"), Format::Skos(RdfFormat::Turtle));
}

/// Time and memory of many: `cargo test --release --locked --no-default-features --lib a_hundred_thousand -- --ignored --nocapture`
#[test]
#[ignore = "measures, and holds nothing"]
#[expect(clippy::print_stderr, reason = "it is for people who look")]
fn a_hundred_thousand_actors() {
    use std::fmt::Write as _;
    use std::time::Instant;

    let memory = || {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default().to_owned();
        line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<usize>().ok()).unwrap_or(0) / 1024
    };
    // Made-up names of the length and number of aliases that Wikidata has; many share a first word, as names do.
    let syllables = ["ba", "ko", "ri", "mu", "ten", "sal", "vor", "el", "shi", "dan", "ga", "lo"];
    let word = |mut n: usize, count: usize| {
        let mut word = String::new();
        for _ in 0..count {
            word += syllables[n % syllables.len()];
            n /= syllables.len();
        }
        word[..1].to_uppercase() + &word[1..]
    };
    let mut list = "item,itemLabel,itemAltLabel,typeLabel,positionLabel,countryLabel,start,end\n".to_owned();
    for i in 0..100_000_usize {
        let (first, last) = (word(i * 7919 % 500, 2), word(i, 5));
        let (state, year) = (["Kenya", "France", "Peru", "Japan"][i % 4], 1950 + i % 70);
        let _ = writeln!(
            list,
            "Q{},{first} {last},\"{last}, {} {last}, {first} A. {last}\",human,Minister of {last} of {state},{state},{year}-01-01T00:00:00Z,{}",
            i + 10_000_000,
            word(i % 300, 2),
            year + 4
        );
    }
    let before = memory();
    let begin = Instant::now();
    let out = import(&[("many.csv", &list, Format::WikidataCsv)], None);
    let imported = begin.elapsed();
    let text = turtle(&out);
    let written = begin.elapsed() - imported;
    eprintln!("{} MB in, {} entities, {} terms, {} warnings", list.len() >> 20, out.entities(), out.terms(), out.warnings.len());
    eprintln!("import {imported:.2?}, write and check {written:.2?}, {} MB out, memory {before} → {} MB", text.len() >> 20, memory());
    drop((out, list));
    let before = memory();
    let begin = Instant::now();
    let ships: Vec<(&str, &str)> = REGISTER.iter().map(|e| (e.name, e.text)).collect();
    let register = Register::read(ships.iter().copied().chain([("many.ttl", text.as_str())])).expect("a register");
    eprintln!("Register::read {:.2?}, {} entries, memory {before} → {} MB", begin.elapsed(), register.entries.len(), memory());
    let begin = Instant::now();
    let mut found = 0;
    for i in 0..100_000 {
        let (first, last) = (word(i * 7919 % 500, 2), word(i, 5));
        found += register.at(&[&first, &last, "said", "so"]).len();
    }
    eprintln!("Register::at {:.2?} a look-up, {found} found", begin.elapsed() / 100_000);
}
