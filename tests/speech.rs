//! Who is the source of a fact: a text, a word that gives the fact away, and whom the text has say so.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chancery::article::{About, Article};
use chancery::finding::{Attestation, Certainty, Findings};
use chancery::pipeline::{Additions, Analyst};

static ANALYST: LazyLock<Analyst> = LazyLock::new(|| Analyst::rules_only(&Additions::default()).expect("what ships"));

fn read(text: &str) -> Findings {
    let about = About { published: "2021-09-14".parse().ok(), ..About::default() };
    ANALYST.analyse(Article { iri: "http://example.org/speech".to_owned(), text: text.to_owned(), about })
}

/// The attestations that the word gives away.
fn attested<'f>(findings: &'f Findings, word: &str) -> Vec<&'f Attestation> {
    let all = findings.facts.iter().flat_map(|f| &f.attestations);
    all.filter(|a| a.trigger.of(&findings.article.text).contains(word)).collect()
}

/// The rows of a table whose sources are others than it says; sources are parted by semicolons.
fn wrong(table: &[(&str, &str, &str)]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (text, word, sources) in table {
        let findings = read(text);
        let wanted: BTreeSet<String> = sources.split("; ").filter(|s| !s.is_empty()).map(str::to_owned).collect();
        let found = attested(&findings, word);
        let names = |a: &&Attestation| a.sources.iter().map(|e| findings.entities[*e].label.clone()).collect::<BTreeSet<String>>();
        if found.is_empty() || found.iter().any(|a| names(a) != wanted) {
            wrong.push(format!("{text}\n     {word}: {:?}", found.iter().map(names).collect::<Vec<_>>()));
        }
    }
    wrong
}

fn check(table: &[(&str, &str, &str)]) {
    let wrong = wrong(table);
    assert!(wrong.is_empty(), "{} of {} are read otherwise:\n{}", wrong.len(), table.len(), wrong.join("\n"));
}

#[test]
fn indirect_speech() {
    check(&[
        ("Sergei Lavrov said that Turkish troops had captured Manbij.", "captured", "Sergei Lavrov"),
        ("The Kenyan president says the rebels control Bunia.", "control", "Uhuru Kenyatta"),
        ("The former Kenyan president says the rebels control Bunia.", "control", "Kenya"),
        ("Manila insists that Chinese soldiers have occupied Pag-asa Island.", "occupied", "Philippines"),
        ("Josep Borrell told reporters that the rebels had withdrawn from Goma.", "withdrawn", "Josep Borrell"),
        ("The Ministry of Defence claimed that its soldiers controlled Kupiansk.", "controlled", "Ministry of Defence"),
        ("Ankara denies that its soldiers have withdrawn from Afrin.", "withdrawn", "Turkey"),
        ("Antony Blinken warned that the army had captured Omdurman and that the rebels held Nyala.", "held", "Antony Blinken"),
        ("The army left the town, Hassan Rouhani said, adding that rebels now controlled Marib.", "controlled", "Hassan Rouhani"),
        ("It is the army, the Security Council noted, that controls Kismayo.", "controls", "UN Security Council"),
        ("Narendra Modi rang Joe Biden. He added that Indian troops held Tawang.", "held", "Narendra Modi"),
    ]);
}

#[test]
fn speakers_put_in_and_after() {
    check(&[
        ("Turkish troops captured Manbij on Monday, the Kremlin said.", "captured", "Kremlin"),
        ("Turkish troops captured Manbij on Monday, said Sergei Lavrov.", "captured", "Sergei Lavrov"),
        ("Turkish troops, Antony Blinken said on Friday, have captured Manbij.", "captured", "Antony Blinken"),
        ("The rebels, as Antony Blinken put it, control Goma.", "control", ""),
        ("The rebels control Goma, according to the Pentagon.", "control", "Pentagon"),
        ("According to Reuters, the rebels have captured Goma.", "captured", "Reuters"),
        ("In the words of Emmanuel Macron, Russia occupies Crimea.", "occupies", "Emmanuel Macron"),
        ("In the Kenyan view, the rebels control Bunia.", "control", "Kenya"),
        ("By the estimate of the Pentagon, the army controls Kharkiv.", "controls", "Pentagon"),
        ("Turkish troops, he went on, have captured Manbij.", "captured", ""),
        ("Joe Biden rang Macron. Turkish troops, he went on, have captured Manbij.", "captured", "Joe Biden"),
        ("Norway, said its foreign minister, Espen Barth Eide, has withdrawn its troops from Mali.", "withdrawn", "Espen Barth Eide"),
        ("Merkel met Putin in Sochi on Monday, the Kremlin hastened to add.", "met", "Kremlin"),
    ]);
}

#[test]
fn relays_name_both() {
    check(&[
        ("Vladimir Putin said that the army had captured Bakhmut, TASS reported.", "captured", "Vladimir Putin; TASS"),
        ("The BBC reported that Emmanuel Macron said the rebels controlled Gao.", "controlled", "BBC; Emmanuel Macron"),
        ("Lavrov says, according to Interfax, that the army controls Bakhmut.", "controls", "Sergei Lavrov; Interfax"),
    ]);
}

#[test]
fn quoted_and_cited() {
    check(&[
        ("Sergei Lavrov was quoted by TASS as saying that the army had captured Bakhmut.", "captured", "Sergei Lavrov; TASS"),
        ("TASS quoted Sergei Lavrov as saying the army had captured Bakhmut.", "captured", "Sergei Lavrov; TASS"),
        ("The rebels had captured Goma, a Pentagon spokesman was quoted as saying.", "captured", "Pentagon"),
        ("The army has captured Bakhmut, Reuters reported, citing the Pentagon.", "captured", "Reuters; Pentagon"),
        ("Citing the Pentagon, Reuters reported that the army had captured Bakhmut.", "captured", "Reuters; Pentagon"),
    ]);
}

#[test]
fn what_somebody_is_sure_of() {
    check(&[
        ("Joe Biden is convinced that the rebels have captured Goma.", "captured", "Joe Biden"),
        ("Joe Biden made clear that the rebels had captured Goma.", "captured", "Joe Biden"),
        (
            "The Foreign Ministry in Kigali let it be known that Rwandan troops had withdrawn from Goma.",
            "withdrawn",
            "Foreign Ministry in Kigali",
        ),
        ("Joe Biden expressed concern that the rebels had captured Goma.", "captured", "Joe Biden"),
        ("Joe Biden voiced the view that the rebels had captured Goma.", "captured", "Joe Biden"),
        ("Joe Biden and Emmanuel Macron said in a joint statement that Russia occupies Crimea.", "occupies", "Joe Biden; Emmanuel Macron"),
    ]);
}

#[test]
fn spokesmen_stand_for_bodies() {
    check(&[
        ("A Pentagon spokesperson said the rebels had captured Goma.", "captured", "Pentagon"),
        ("A spokesman for the Foreign Ministry said that Merkel had met Putin in Sochi.", "met", "Foreign Ministry"),
        ("Kremlin spokesman Dmitry Peskov said Putin had met Xi Jinping in Beijing.", "met", "Dmitry Peskov"),
        ("The rebels left, a Pentagon spokesman noted. The army controls Goma, the spokesman said.", "controls", "Pentagon"),
        ("Georgian officials said that Russian troops had withdrawn from Poti.", "withdrawn", "Georgian officials"),
        ("A senior U.S. official said the rebels had withdrawn from Goma.", "withdrawn", "United States"),
    ]);
}

#[test]
fn nouns_of_saying_and_papers() {
    check(&[
        ("A statement by the Kremlin said that Putin had met Xi Jinping in Beijing.", "met", "Kremlin"),
        ("Russia's claim that its soldiers control Bakhmut was not confirmed.", "control", "Russia"),
        ("The announcement by the Pentagon that the rebels had captured Goma came late.", "captured", "Pentagon"),
        ("According to a report by the UN, the rebels control Goma.", "control", "United Nations"),
        ("The rebels control Goma, according to a report that the Pentagon published.", "control", "Pentagon"),
        ("The Pentagon issued a statement. Its statement says the army controls Goma.", "controls", "Pentagon"),
        ("BRASILIA, 3 May 2021 — Statement by the Foreign Ministry. Lula met Joe Biden in Brasilia on Monday.", "met", "Foreign Ministry"),
        ("ACCRA, May 3, 2021 — Readout by the White House. Joe Biden met Nana Akufo-Addo in Accra on Monday.", "met", "White House"),
        ("Kigali denies reports that its soldiers have captured Goma.", "captured", "Rwanda"),
    ]);
}

#[test]
fn verbs_with_things() {
    check(&[
        ("The Pentagon confirmed the capture of Goma by the rebels.", "capture", "Pentagon"),
        ("Emmanuel Macron welcomed the liberation of Gao by Malian troops.", "liberation", "Emmanuel Macron"),
        ("Kyiv denounced the Russian occupation of Crimea.", "occupation", "Ukraine"),
        ("The army announced the recapture of Konna by Malian troops.", "recapture", "army"),
        ("The recapture of Konna by Malian troops was announced by the Foreign Ministry.", "recapture", "Foreign Ministry"),
        ("Hamas spoke of a withdrawal of Israeli troops from Gaza.", "withdrawal", "Hamas"),
        ("Tbilisi accuses Russia of occupying Abkhazia.", "occupying", "Georgia"),
        // Who announces sanctions imposes them.
        ("Canada announced sanctions against Belarus.", "announced", ""),
        ("The European Union has announced a travel ban against Alexander Lukashenko.", "announced", ""),
    ]);
}

#[test]
fn colons_and_headlines() {
    check(&[
        ("Confirmed by the Pentagon: the rebels have captured Goma.", "captured", "Pentagon"),
        ("Kremlin: Putin met Xi Jinping in Beijing", "met", "Kremlin"),
        ("Peskov on Monday: Putin met Xi Jinping in Beijing.", "met", "Dmitry Peskov"),
        ("Gaza: Israeli troops have withdrawn from Rafah.", "withdrawn", ""),
        ("10 January: Malian troops captured Konna.", "captured", ""),
    ]);
}

#[test]
fn direct_speech() {
    check(&[
        ("\"The army has captured Bakhmut,\" Sergei Shoigu said.", "captured", "Sergei Shoigu"),
        ("\"The army has captured Bakhmut,\" said Sergei Shoigu.", "captured", "Sergei Shoigu"),
        ("“We are calm,” said Sergei Shoigu. “The army has captured Bakhmut. The rebels control Avdiivka.”", "captured", "Sergei Shoigu"),
        ("“We are calm,” said Sergei Shoigu. “The army has captured Bakhmut. The rebels control Avdiivka.”", "control", "Sergei Shoigu"),
        ("Angela Merkel was blunt. \"Russia occupies Crimea,\" she said.", "occupies", "Angela Merkel"),
        ("The army captured the \"glorious\" town of Bakhmut, and Sergei Shoigu was pleased.", "captured", ""),
    ]);
}

#[test]
fn what_the_article_says_itself() {
    check(&[
        ("The army captured Bakhmut on Monday.", "captured", ""),
        ("Emmanuel Macron said that Goma, which the rebels captured in 2012, was calm.", "captured", ""),
        ("Emmanuel Macron said the rebels were tired; Malian troops have captured Gao.", "captured", ""),
        ("Malian troops have captured Gao; the rebels are tired, Emmanuel Macron said.", "captured", ""),
        ("Emmanuel Macron smiled after Malian troops captured Gao.", "captured", ""),
        ("The Foreign Ministry studied a report that the army captured Bakhmut.", "captured", ""),
        ("Reports say the army captured Bakhmut.", "captured", ""),
        ("Nobody fled, the Kremlin said, but they captured Gao.", "captured", "Kremlin"),
        ("Moscow was asleep, the Kremlin said, and Malian troops captured Gao.", "captured", ""),
        ("Emmanuel Macron spoke about food. Malian troops captured Gao on Friday.", "captured", ""),
    ]);
}

#[test]
fn the_writer_keeps_his_distance() {
    let certainty = |text: &str, word: &str| -> BTreeSet<Certainty> { attested(&read(text), word).iter().map(|a| a.certainty).collect() };
    let claimed = [
        ("Russian troops have reportedly captured Bakhmut.", "captured"),
        ("Russia claims that its troops have captured Bakhmut.", "captured"),
        ("Russian troops are said to have captured Bakhmut.", "captured"),
        ("Russia is accused of occupying Abkhazia.", "occupying"),
    ];
    for (text, word) in claimed {
        assert_eq!(certainty(text, word), BTreeSet::from([Certainty::Claimed]), "{text}");
    }
    for (text, word) in [("Russian troops captured Bakhmut.", "captured"), ("Kyiv said that Russian troops captured Bakhmut.", "captured")]
    {
        assert_eq!(certainty(text, word), BTreeSet::from([Certainty::Stated]), "{text}");
    }
}
