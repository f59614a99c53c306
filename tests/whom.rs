//! Whom the words of a text mean: a text, and who fills a role of its last fact.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chancery::article::{About, Article};
use chancery::pipeline::{Additions, Analyst};

static ANALYST: LazyLock<Analyst> = LazyLock::new(|| Analyst::rules_only(&Additions::default()).expect("what ships"));

/// Every filler of the role in the facts that the last sentence of the text states, by label.
fn fillers(text: &str, role: &str) -> BTreeSet<String> {
    let about = About { published: "2021-09-14".parse().ok(), ..About::default() };
    let found = ANALYST.analyse(Article { iri: "http://example.org/whom".to_owned(), text: text.to_owned(), about });
    let last = found.sentences.len() - 1;
    let facts = found.facts.iter().filter(|f| f.attestations.iter().any(|a| a.sentence == last));
    let roles = facts.flat_map(|f| &f.roles).filter(|(property, _)| property.ends_with(&format!("#{role}")));
    roles.flat_map(|(_, who)| who).map(|&e| found.entities[e].label.clone()).collect()
}

/// Checks a table of text, role, and labels joined by "; ".
fn check(table: &[(&str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (text, role, labels) in table {
        let wanted: BTreeSet<String> = labels.split("; ").filter(|l| !l.is_empty()).map(str::to_owned).collect();
        let got = fillers(text, role);
        if got != wanted {
            wrong.push(format!("{text}\n    {role}: wanted {wanted:?}, got {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), table.len(), wrong.join("\n"));
}

#[test]
fn those_who_were_named_together() {
    check(&[
        ("Olaf Scholz and Petr Fiala spoke to reporters. The two leaders met in Prague.", "participant", "Olaf Scholz; Petr Fiala"),
        ("Emmanuel Macron rang Mario Draghi. The two met in Rome a week later.", "participant", "Emmanuel Macron; Mario Draghi"),
        ("Narendra Modi and Sheikh Hasina exchanged letters. They will meet in Dhaka.", "participant", "Narendra Modi; Sheikh Hasina"),
        ("Kenya and Somalia recalled their envoys. Both countries will hold talks in Nairobi.", "participant", "Kenya; Somalia"),
        ("Greece and Turkey dispute the sea. The two sides held talks in Athens.", "participant", "Greece; Turkey"),
        ("Peru and Chile are at odds. The foreign ministers of the two countries met in Lima.", "participant", "Peru; Chile"),
        ("Angola, Zambia and Namibia share a border. The three countries held talks in Luanda.", "participant", "Angola; Zambia; Namibia"),
        ("Joe Biden and Xi Jinping disagree. The pair will meet in Bali.", "participant", "Joe Biden; Xi Jinping"),
        ("Iran and Iraq were at war. The UN imposed sanctions on both countries.", "target", "Iran; Iraq"),
        ("Japan claims Kunashir and Shikotan. Russia occupied both islands in 1945.", "territory", "Kunashir; Shikotan"),
        ("Yemen and Oman quarrelled. The neighbours held talks in Muscat.", "participant", "Yemen; Oman"),
        ("Armenia blames Azerbaijan for the clash. Canada has banned arms sales to both countries.", "target", "Armenia; Azerbaijan"),
        ("Kenya has long been at odds with Somalia. Turkey imposed sanctions on the two countries.", "target", "Kenya; Somalia"),
    ]);
}

#[test]
fn who_holds_an_office() {
    check(&[
        ("President Salva Kiir left Juba. Raila Odinga met the president in Nairobi.", "participant", "Salva Kiir; Raila Odinga"),
        ("General Min Aung Hlaing came to Jakarta. Joko Widodo saw the general.", "participant", "Min Aung Hlaing; Joko Widodo"),
        (
            "Foreign Minister Retno Marsudi and Prime Minister Hun Sen were there. Penny Wong met the foreign minister in Jakarta.",
            "participant",
            "Retno Marsudi; Penny Wong",
        ),
        ("Kofi Annan flew to Tripoli. The Secretary-General met Nelson Mandela in Pretoria.", "participant", "Kofi Annan; Nelson Mandela"),
        ("Leon Panetta is in Asia. The defence secretary met Liang Guanglie in Beijing.", "participant", "Leon Panetta; Liang Guanglie"),
        ("Colonel Abdoulaye Maiga spoke first. Bola Tinubu met the colonel in Abuja.", "participant", "Abdoulaye Maiga; Bola Tinubu"),
        ("A Kremlin spokesman spoke. Foreign ministers of Poland and Latvia met in Riga.", "participant", "Poland; Latvia"),
        (
            "Bashar al-Assad stayed at home. Hassan Rouhani received the Syrian president in Tehran.",
            "participant",
            "Bashar al-Assad; Hassan Rouhani",
        ),
        ("George Bush offered to send James Baker to see Saddam Hussein in Baghdad.", "participant", "James Baker; Saddam Hussein"),
    ]);
}

#[test]
fn which_ground() {
    check(&[
        ("Mukalla is a port. Al-Qaeda captured the port in April.", "territory", "al-Mukalla"),
        ("The town of Palma lies in the north. Insurgents seized the town in March.", "territory", "Palma"),
        ("Ukrainian forces shelled Kherson. The city is held by Russian troops.", "territory", "Kherson"),
        ("Iraq invaded Kuwait at night. Saddam Hussein annexed the emirate in August.", "territory", "Kuwait"),
        ("The rebels hold the north.", "territory", "north"),
        ("India controls about 45 per cent of Kashmir.", "territory", "Kashmir"),
        ("More than half of Bosnia fell to the Serbs.", "territory", "Bosnia and Herzegovina"),
        ("The talks took place in Paris.", "territory", ""),
        ("It is Ethiopia that occupies Badme.", "claimant", "Ethiopia"),
        ("It is the rebels who control Goma.", "claimant", "rebels"),
    ]);
}

#[test]
fn groups_and_people_without_a_name() {
    check(&[
        ("The Turkish army crossed the border. Some 5,000 of its soldiers are stationed in Bashiqa.", "claimant", "its soldiers"),
        ("About half of the garrison withdrew from Debaltseve.", "claimant", "garrison"),
        ("Units of the Malian army entered Kidal.", "claimant", "Mali's army"),
        ("French soldiers landed in Bangui. The soldiers are stationed at the airport.", "claimant", "France's army"),
        ("Russia barred nine Americans from the country.", "target", "nine Americans"),
        ("The EU imposed sanctions on twenty-one Russians and Ukrainians.", "target", "twenty-one Russians and Ukrainians"),
        ("The EU lifted its asset freeze on 28 Libyan companies.", "target", "28 Libyan companies"),
        ("Australia imposed travel bans on officers and ministers.", "target", "officers and ministers"),
        ("The United States blacklisted 116 persons and companies.", "target", "116 persons and companies"),
        ("Canada blacklisted eleven individuals and four entities.", "target", "eleven individuals; four entities"),
        ("Japan sanctioned two officials, Kim Yong Chol and Ri Yong Gil.", "target", "Kim Yong Chol; Ri Yong Gil"),
    ]);
}

#[test]
fn who_only_stands_before_a_noun_is_not_the_group() {
    check(&[
        ("The Houthis are under a UN arms embargo. Troops captured the group's stronghold.", "against", ""),
        ("Hezbollah fighters fled. A NATO spokesman said so. The group controls Tyre.", "claimant", "Hezbollah"),
    ]);
}

/// The IRIs' last parts of whoever is the source of a text's facts.
fn sources(text: &str, iri: &str) -> BTreeSet<String> {
    let about = About { published: "2021-09-14".parse().ok(), ..About::default() };
    let found = ANALYST.analyse(Article { iri: iri.to_owned(), text: text.to_owned(), about });
    let sources = found.facts.iter().flat_map(|f| &f.attestations).flat_map(|a| &a.sources);
    sources.map(|&e| found.entities[e].id.clone()).collect()
}

#[test]
fn each_state_has_its_own_foreign_ministry() {
    let said = |whose: &str| format!("{whose} Foreign Ministry said China had seized the Paracel Islands.");
    let (here, there) = ("http://example.org/here", "http://example.org/there");
    let of = |whose: &str, iri: &str| sources(&said(whose), iri);
    assert_eq!(of("Vietnam's", here), BTreeSet::from(["organization/vietnam-s-foreign-ministry".to_owned()]));
    assert_eq!(of("Vietnam's", here), of("Vietnam's", there));
    assert_ne!(of("Vietnam's", here), of("Malaysia's", here));
    // Whose it is, is not told: one of this article alone.
    assert_eq!(of("The", here).len(), 1);
    assert_ne!(of("The", here), of("The", there));
}
