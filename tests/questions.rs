//! What every question that ships answers, on a small graph made by hand: ten articles, with links between what they tell.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

use chancery::query::named::Named;
use chancery::query::{Limit, Question};
use chancery::store::Store;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Quad, Term};
use oxigraph::sparql::QueryResults;

const LINKS: &str = "<https://w3id.org/chancery/links>";

/// The graph in memory, with its links or without.
fn store(linked: bool) -> Store {
    let quads: Vec<Quad> =
        RdfParser::from_format(RdfFormat::TriG).for_slice(include_bytes!("data/questions.trig")).collect::<Result<_, _>>().expect("TriG");
    let engine = oxigraph::store::Store::new().expect("a store");
    for quad in quads.iter().filter(|q| linked || q.graph_name.to_string() != LINKS) {
        engine.insert(quad).expect("put in");
    }
    Store::of(engine, "questions")
}

/// The names of the columns and the rows, with IRIs cut short and a bar between cells.
fn answer(store: &Store, name: &str, settings: &[&str]) -> Vec<String> {
    let settings: Vec<(String, String)> =
        settings.iter().map(|s| s.split_once('=').expect("a setting")).map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let text = Named::of(name).and_then(|named| named.sparql(&settings)).expect("a question");
    let question = Question::parse(&text).expect("SPARQL");
    let QueryResults::Solutions(solutions) = question.ask(store, None, &Limit::start(None)).expect("an answer") else { return Vec::new() };
    let cell = |term: &Term| match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        Term::BlankNode(node) => node.to_string(),
    };
    let mut out = vec![solutions.variables().iter().map(|v| v.as_str().to_owned()).collect::<Vec<_>>().join("|")];
    for solution in solutions {
        let row: Vec<String> = solution.expect("a row").values().iter().map(|term| term.as_ref().map_or_else(String::new, cell)).collect();
        out.push(row.join("|").replace("https://w3id.org/chancery/", "").replace("https://news.example/", ""));
    }
    out
}

/// A question, its settings, its rows.
type Case = (&'static str, &'static [&'static str], &'static [&'static str]);

#[rustfmt::skip]
const TABLE: &[Case] = &[
    ("actors-by-mentions", &["kind=person"], &[
        "name|kind|mentions|articles|entity",
        "Abiy Ahmed|Person|3|3|entity/person/abiy-ahmed",
    ]),
    ("articles", &[], &[
        "published|headline|publisher|facts|article",
        "2018-07-15|Who owns Badme|Horn Agency|4|a10",
        "2018-07-10|Abiy in Asmara|Nile Post|3|a02",
        "2018-07-09|A handshake|Horn Agency|2|a01",
        "2018-07-01|A visit is planned|Horn Agency|1|a03",
        "2015-03-05|EU lifts||1|a09",
        "2014-02-01|EU extends|Brussels Desk|1|a08",
        "2013-01-10|EU acts|Brussels Desk|2|a07",
        "2012-12-02|Rebels leave Goma|Kivu Wire|2|a06",
        "2012-11-22|Goma has not fallen|Lake Times|2|a05",
        "2012-11-21|Goma falls|Kivu Wire|2|a04",
    ]),
    ("claims-of", &["actor=m23", "stance=captured"], &[
        "date|told|claimant|stance|negated|territory|share|against|according|contradicted|claim",
        "2012-11-20|2012-11-21|M23|captured||Goma||DR Congo|Lake Times, M23|yes|fact/t2",
        "2012-11-20|2012-11-22|M23|captured|true|Goma|||DR Congo|yes|fact/t4",
    ]),
    ("claims-of", &["actor=congo"], &[
        "date|told|claimant|stance|negated|territory|share|against|according|contradicted|claim",
        "|2018-07-15|DR Congo|claims||Badme|||Horn Agency|no|fact/t6",
        "2012|2012-11-21|DR Congo|controls||Goma|||Kivu Wire|no|fact/t1",
    ]),
    ("control-history", &["place=goma"], &[
        "territory|date|told|claimant|stance|against|share|according|contradicted|then|claim",
        "Goma|2012|2012-11-21|DR Congo|controls|||Kivu Wire|no|2012-11-20 M23 captured|fact/t1",
        "Goma|2012-11-20|2012-11-21|M23|captured|DR Congo||Lake Times, M23|yes|M23 withdrew|fact/t2",
        "Goma||2012-12-02|M23|withdrew|||Kivu Wire|no||fact/t5",
    ]),
    ("control-history", &["place=goma", "joined=no"], &[
        "territory|date|told|claimant|stance|against|share|according|contradicted|then|claim",
        "Goma|2012|2012-11-21|DR Congo|controls|||Kivu Wire|no|2012-11-20 M23 captured|fact/t1",
        "Goma|2012-11|2012-11-22|M23|captured|||Lake Times|no||fact/t3",
        "Goma|2012-11-20|2012-11-21|M23|captured|DR Congo||M23|yes|M23 withdrew|fact/t2",
        "Goma||2012-12-02|M23|withdrew|||Kivu Wire|no||fact/t5",
    ]),
    ("disagreements", &[], &[
        "reason|score|one_says|one_according|other_says|other_according|one|other",
        "held and denied|0.9|held, 2018-07-08 · participant: Abiy Ahmed, Isaias Afwerki · place: Asmara|Horn Agency|denied, 2018-07-08 · participant: Abiy Ahmed, Isaias Afwerki · place: Asmara|Isaias Afwerki|fact/m1|fact/m5",
        "captured and denied|0.9|captured, 2012-11-20 · against: DR Congo · claimant: M23 · territory: Goma|M23|not captured, 2012-11-20 · claimant: M23 · territory: Goma|DR Congo|fact/t2|fact/t4",
    ]),
    ("disagreements", &["place=goma"], &[
        "reason|score|one_says|one_according|other_says|other_according|one|other",
        "captured and denied|0.9|captured, 2012-11-20 · against: DR Congo · claimant: M23 · territory: Goma|M23|not captured, 2012-11-20 · claimant: M23 · territory: Goma|DR Congo|fact/t2|fact/t4",
    ]),
    ("disagreements", &["actor=EU"], &[
        "reason|score|one_says|one_according|other_says|other_according|one|other",
    ]),
    ("disputed-places", &[], &[
        "territory|one|one_stance|other|other_stance",
        "Badme|M23|controls|DR Congo|claims",
        "Goma|M23|captured|DR Congo|controls",
    ]),
    ("disputed-places", &["place=badme"], &[
        "territory|one|one_stance|other|other_stance",
        "Badme|M23|controls|DR Congo|claims",
    ]),
    ("facts-with-sentences", &["type=sanction"], &[
        "type|trigger|sentence|begin|end|article|fact",
        "Sanction|froze|The EU froze the assets of the M23 and banned it from travel on 9 January.|0|74|a07|fact/s1",
        "Sanction|threatened|The EU threatened Congo with an arms embargo.|75|120|a07|fact/s4",
        "Sanction|extended|The EU extended the freeze on the M23 in January.|0|49|a08|fact/s2",
        "Sanction|lifted|The EU lifted its sanctions on the M23, Congo said.|0|51|a09|fact/s3",
        "Sanction|sanctions|Isaias is under sanctions in 2018.|105|139|a10|fact/s5",
    ]),
    ("meetings-of", &["actor=isaias"], &[
        "date|told|actor|with|where|status|according|articles|meeting",
        "2018-07-08|2018-07-01|Isaias Afwerki|Abiy Ahmed|Asmara|planned|Horn Agency|1|fact/m3",
        "2018-07-08|2018-07-10|Isaias Afwerki|Abiy Ahmed|Asmara|denied|Isaias Afwerki|1|fact/m5",
        "2018-07-08|2018-07-09|Isaias Afwerki|Abiy Ahmed, European Union|Asmara|held|European Union, Horn Agency|2|fact/m1",
    ]),
    ("meetings-of", &["actor=isaias", "from=2018-07-09"], &[
        "date|told|actor|with|where|status|according|articles|meeting",
        "2018-07-08|2018-07-09|Isaias Afwerki|Abiy Ahmed, European Union|Asmara|held|European Union, Horn Agency|2|fact/m1",
    ]),
    ("meetings-of", &["actor=m23"], &[
        "date|told|actor|with|where|status|according|articles|meeting",
        "|2012-12-02|M23|DR Congo||proposed|Kivu Wire|1|fact/m4",
    ]),
    ("most-connected", &[], &[
        "name|kind|partners|met|sanctions|contests|actor",
        "European Union|Organization|3|2|1|0|entity/organization/european-union",
        "Abiy Ahmed|Person|2|2|0|0|entity/person/abiy-ahmed",
        "Isaias Afwerki|Person|2|2|0|0|entity/person/isaias-afwerki",
        "M23|ArmedGroup|2|0|1|1|entity/armed-group/m23",
        "DR Congo|State|1|0|0|1|entity/state/dr-congo",
    ]),
    ("most-connected", &["kind=person", "by=met"], &[
        "name|kind|partners|met|sanctions|contests|actor",
        "Abiy Ahmed|Person|2|2|0|0|entity/person/abiy-ahmed",
        "Isaias Afwerki|Person|2|2|0|0|entity/person/isaias-afwerki",
    ]),
    ("possible-duplicates", &[], &[
        "one_name|other_name|kind|score|reasons|one|other",
        "Isaias Afwerki|Issayas Afeworki|Person|0.75|names spelt nearly alike: Isaias Afwerki, Issayas Afeworki|entity/person/isaias-afwerki|entity/person/issayas-afeworki",
    ]),
    ("possible-duplicates", &["name=abiy"], &[
        "one_name|other_name|kind|score|reasons|one|other",
    ]),
    ("same-facts", &["type=meeting"], &[
        "group|weakest|type|code|date|roles|score|reasons|sentence|articles|fact",
        "group/g1|0.8|Meeting|held|2018-07|participant: Abiy Ahmed, European Union, Isaias Afwerki|0.8|2 of 3 take part in both; 2018-07-08 and 2018-07 agree|Abiy, Isaias and an EU envoy met this month, the EU said.|a02|fact/m2",
        "group/g1|0.8|Meeting|held|2018-07-08|participant: Abiy Ahmed, Isaias Afwerki · place: Asmara|0.8|2 of 3 take part in both; 2018-07-08 and 2018-07 agree|Abiy Ahmed met Isaias Afwerki in Asmara on 8 July 2018.|a01|fact/m1",
    ]),
    ("same-facts", &["type=territorialclaim"], &[
        "group|weakest|type|code|date|roles|score|reasons|sentence|articles|fact",
        "group/g2|0.95|TerritorialClaim|captured|2012-11|claimant: M23 · territory: Goma|0.95|2012-11-20 and 2012-11 agree; the same take part|The M23 captured Goma in November.|a05|fact/t3",
        "group/g2|0.95|TerritorialClaim|captured|2012-11-20|against: DR Congo · claimant: M23 · territory: Goma|0.95|2012-11-20 and 2012-11 agree; the same take part|The M23 took Goma from Congo on 20 November, the rebels said.|a04|fact/t2",
    ]),
    ("sanctions-on", &["target=march 23"], &[
        "target|imposer|date|told|status|measures|according|then|sentence|sanction",
        "M23|European Union|2013-01-09|2013-01-10|imposed|asset-freeze, travel-ban|Brussels Desk|2014-01 extended|The EU froze the assets of the M23 and banned it from travel on 9 January.|fact/s1",
        "M23|European Union|2014-01|2014-02-01|extended|asset-freeze|Brussels Desk|lifted|The EU extended the freeze on the M23 in January.|fact/s2",
        "M23|European Union||2015-03-05|lifted|asset-freeze, travel-ban|DR Congo||The EU lifted its sanctions on the M23, Congo said.|fact/s3",
    ]),
    ("sanctions-on", &["target=congo", "status=imposed"], &[
        "target|imposer|date|told|status|measures|according|then|sentence|sanction",
    ]),
    ("sentence-facts", &["article=a05", "words=did not"], &[
        "sentence|type|code|negated|date|roles|trigger|source|certainty|rule|begin|article|fact",
        "The M23 did not take Goma on 20 November, Congo said.|TerritorialClaim|captured|true|2012-11-20|claimant: M23 · territory: Goma|take|DR Congo|stated|territorial-claim/capture|35|a05|fact/t4",
    ]),
    ("single-source", &["type=sanction"], &[
        "type|code|date|told|roles|according|articles|sentence|fact",
        "Sanction|in-force|2018|2018-07-15|target: Isaias Afwerki|Horn Agency|1|Isaias is under sanctions in 2018.|fact/s5",
        "Sanction|lifted||2015-03-05|imposer: European Union · target: M23|DR Congo|1|The EU lifted its sanctions on the M23, Congo said.|fact/s3",
        "Sanction|extended|2014-01|2014-02-01|imposer: European Union · target: M23|Brussels Desk|1|The EU extended the freeze on the M23 in January.|fact/s2",
        "Sanction|threatened||2013-01-10|imposer: European Union · target: DR Congo|Brussels Desk|1|The EU threatened Congo with an arms embargo.|fact/s4",
        "Sanction|imposed|2013-01-09|2013-01-10|imposer: European Union · target: M23|Brussels Desk|1|The EU froze the assets of the M23 and banned it from travel on 9 January.|fact/s1",
    ]),
    ("what-a-source-says", &["source=Congo"], &[
        "source|type|certainty|sentence|fact",
        "DR Congo|Sanction|claimed|The EU lifted its sanctions on the M23, Congo said.|fact/s3",
        "DR Congo|TerritorialClaim|stated|The M23 did not take Goma on 20 November, Congo said.|fact/t4",
    ]),
    ("what-came-of", &[], &[
        "date|told|who|where|status|came|then|then_meeting|meeting",
        "2018-07-08|2018-07-01|Abiy Ahmed, Isaias Afwerki|Asmara|planned|held|2018-07-08|fact/m1|fact/m3",
        "|2012-12-02|DR Congo, M23||proposed|nothing yet|||fact/m4",
    ]),
    ("what-came-of", &["came=held"], &[
        "date|told|who|where|status|came|then|then_meeting|meeting",
        "2018-07-08|2018-07-01|Abiy Ahmed, Isaias Afwerki|Asmara|planned|held|2018-07-08|fact/m1|fact/m3",
    ]),
    ("who-held-which-office", &["office=prime minister"], &[
        "of|office|holder|status|first_told|last_told|articles|fact",
        "DR Congo|Prime Minister|Abiy Ahmed|current|2018-07-09|2018-07-10|2|fact/o1",
    ]),
    ("who-held-which-office", &["holder=Isaias"], &["of|office|holder|status|first_told|last_told|articles|fact"]),
    ("who-holds-what", &[], &[
        "territory|claimant|stance|since|told|share|against|according|contradicted|claim",
        "Badme|M23|controls||2018-07-15|60||Horn Agency|no|fact/t7",
        "Goma|M23|withdrew||2012-12-02|||Kivu Wire|no|fact/t5",
    ]),
    ("who-holds-what", &["place=goma", "date=2012-11-01"], &[
        "territory|claimant|stance|since|told|share|against|according|contradicted|claim",
        "Goma|M23|captured|2012-11-20|2012-11-21||DR Congo|Lake Times, M23|yes|fact/t2",
        "Goma|DR Congo|controls|2012|2012-11-21|||Kivu Wire|no|fact/t1",
    ]),
    ("who-holds-what", &["place=goma", "date=2012-11-25"], &[
        "territory|claimant|stance|since|told|share|against|according|contradicted|claim",
        "Goma|M23|captured|2012-11-20|2012-11-21||DR Congo|Lake Times, M23|yes|fact/t2",
    ]),
    ("who-holds-what", &["place=goma", "date=2012-12"], &[
        "territory|claimant|stance|since|told|share|against|according|contradicted|claim",
        "Goma|M23|withdrew||2012-12-02|||Kivu Wire|no|fact/t5",
    ]),
    ("who-met-whom", &[], &[
        "date|told|who|where|status|medium|meeting",
        "2018-07-08|2018-07-09|Abiy Ahmed, European Union, Isaias Afwerki|Asmara|held|in-person|fact/m1",
        "2018-07-08|2018-07-01|Abiy Ahmed, Isaias Afwerki|Asmara|planned||fact/m3",
        "2018-07-08|2018-07-10|Abiy Ahmed, Isaias Afwerki|Asmara|denied||fact/m5",
        "|2012-12-02|DR Congo, M23||proposed||fact/m4",
    ]),
    ("who-met-whom", &["joined=no", "status=held"], &[
        "date|told|who|where|status|medium|meeting",
        "2018-07-08|2018-07-09|Abiy Ahmed, Isaias Afwerki|Asmara|held|in-person|fact/m1",
        "2018-07|2018-07-10|Abiy Ahmed, European Union, Isaias Afwerki||held||fact/m2",
    ]),
    ("who-met-whom", &["with=m23", "from=2012", "to=2012-12-02"], &[
        "date|told|who|where|status|medium|meeting",
        "|2012-12-02|DR Congo, M23||proposed||fact/m4",
    ]),
    ("who-met-whom", &["to=2012-12-01"], &[
        "date|told|who|where|status|medium|meeting",
    ]),
    ("who-sanctions-whom", &["imposer=eu", "from=2014"], &[
        "date|told|imposer|target|status|measures|according|then|sanction",
        "|2015-03-05|European Union|M23|lifted|asset-freeze, travel-ban|DR Congo||fact/s3",
        "2014-01|2014-02-01|European Union|M23|extended|asset-freeze|Brussels Desk|lifted|fact/s2",
    ]),
    ("who-sanctions-whom", &["status=in-force"], &[
        "date|told|imposer|target|status|measures|according|then|sanction",
        "2018|2018-07-15||Isaias Afwerki|in-force|sanctions|Horn Agency||fact/s5",
    ]),
    ("who-sanctions-whom", &["imposer=kenya"], &[
        "date|told|imposer|target|status|measures|according|then|sanction",
    ]),
];

#[test]
fn every_question_answers_as_it_says() {
    let store = store(true);
    for (name, settings, rows) in TABLE {
        assert_eq!(answer(&store, name, settings), *rows, "{name} {settings:?}");
    }
    for named in Named::all() {
        assert!(TABLE.iter().any(|(name, _, rows)| *name == named.name && rows.len() > 1), "{} is not tried", named.name);
    }
}

#[test]
fn no_question_fails_where_nothing_is_linked() {
    let (store, bare) = (store(true), store(false));
    for (name, settings, rows) in TABLE {
        assert_eq!(answer(&bare, name, settings).first().map(String::as_str), rows.first().copied(), "{name} {settings:?}");
    }
    // What asks for links has none to show; what does not, shows each telling by itself.
    for name in ["disagreements", "possible-duplicates", "same-facts"] {
        assert_eq!(answer(&bare, name, &[]).len(), 1, "{name}");
    }
    for name in ["claims-of", "control-history", "sanctions-on", "single-source", "what-came-of", "who-met-whom", "who-holds-what"] {
        assert!(answer(&bare, name, &[]).len() >= answer(&store, name, &[]).len(), "{name}");
    }
    assert_eq!(answer(&bare, "what-came-of", &["came=nothing yet"]).len(), 3);
}
