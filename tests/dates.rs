//! When a fact was: texts with the word of one fact in brackets, the day they were published, and the date of that fact.
#![expect(clippy::expect_used, clippy::panic, reason = "a helper of a test may fail it")]

use std::sync::LazyLock;

use chancery::article::{About, Article};
use chancery::finding::Value;
use chancery::pipeline::{Additions, Analyst};

static ANALYST: LazyLock<Analyst> = LazyLock::new(|| Analyst::rules_only(&Additions::default()).expect("what ships"));

/// 14 September 2021 was a Tuesday.
const DAY: &str = "2021-09-14";

/// The date of the fact at the marked word; empty where it has none.
fn date(marked: &str, published: &str) -> Result<String, String> {
    let begin = marked.find('[').expect("a marked word");
    let end = marked.find(']').expect("a marked word") - 1;
    let text = marked.replace(['[', ']'], "");
    let about = About { published: published.parse().ok(), ..About::default() };
    let findings = ANALYST.analyse(Article { iri: "http://example.org/date".to_owned(), text, about });
    let at_word = |f: &&chancery::finding::Fact| f.attestations.iter().any(|a| a.trigger.begin < end && begin < a.trigger.end);
    let fact = findings.facts.iter().find(at_word).ok_or_else(|| format!("no fact in: {marked}"))?;
    let date = fact.values.values().flatten().find_map(|v| if let Value::Date(d) = v { Some(d.to_string()) } else { None });
    Ok(date.unwrap_or_default())
}

fn check(published: &str, table: &[(&str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .filter_map(|(text, wanted)| match date(text, published) {
            Ok(found) if found == *wanted => None,
            Ok(found) => Some(format!("wanted `{wanted}`, found `{found}`: {text}")),
            Err(none) => Some(none),
        })
        .collect();
    if !wrong.is_empty() {
        panic!("{} wrong\n{}", wrong.len(), wrong.join("\n"));
    }
}

#[test]
fn what_was_to_be_is_of_the_nearest_day() {
    // 14 September 2021 was a Tuesday.
    check(
        DAY,
        &[
            ("William Ruto was expected in Kampala on Thursday for [talks] with Yoweri Museveni.", "2021-09-16"),
            ("William Ruto was due in Kampala on Wednesday for [talks] with Yoweri Museveni.", "2021-09-15"),
            ("William Ruto was expected in Kampala on Monday for [talks] with Yoweri Museveni.", "2021-09-13"),
        ],
    );
}

#[test]
fn of_its_own_clause() {
    check(
        DAY,
        &[
            ("Narendra Modi [met] Emmanuel Macron in Delhi on Monday.", "2021-09-13"),
            ("On 3 June Olaf Scholz [received] Mario Draghi in Berlin.", "2021-06-03"),
            ("The [talks] between Kenya and Uganda were held in Nairobi yesterday.", "2021-09-13"),
            ("Rebel fighters [captured] Jijiga in March 2019.", "2019-03"),
            ("Norway [imposed] sanctions on Belarus last month.", "2021-08"),
            ("Chadian troops have been [stationed] in Bangui since 2014.", "2014"),
            ("Angola and Zambia held two days of [talks] in Lusaka that ended on Friday.", "2021-09"),
            ("William Ruto [met] Paul Kagame in Kigali from 5 to 7 July.", "2021-07"),
            ("Moon Jae-in [met] Joko Widodo in Jakarta in mid-June.", "2021-06"),
            ("The two presidents, Ruto and Kagame, [met] in Kigali on the ninth of August.", "2021-08-09"),
            ("Canada [lifted] its arms embargo on Kosovo as long ago as 2004.", "2004"),
            ("Ramaphosa [met] Tshisekedi in Pretoria last week.", "2021-09"),
            ("Putin [received] Erdogan in Sochi on the 9th.", "2021-09-09"),
            ("Rebel fighters [captured] Bunia at the end of January.", "2021-01"),
        ],
    );
}

#[test]
fn ahead_where_it_is_to_come() {
    check(
        DAY,
        &[
            ("Narendra Modi will [meet] Emmanuel Macron in Delhi on Monday.", "2021-09-20"),
            ("The foreign ministers of Peru and Chile [meet] in Lima on Friday.", "2021-09-17"),
            ("Joko Widodo [visits] Moon Jae-in in Seoul on Thursday.", "2021-09-16"),
            ("A [summit] between Ruto and Museveni is scheduled for January.", "2022-01"),
            ("Ruto is due in Kampala on Saturday to [meet] Museveni.", "2021-09-18"),
            ("Kagame is to [receive] Ruto in Kigali on 2 October.", "2021-10-02"),
            ("Putin to [meet] Erdogan in Sochi on Wednesday, Ankara confirms.", "2021-09-15"),
            ("Scholz agreed on Sunday to [meet] Draghi in Rome.", ""),
            ("Scholz on Sunday cancelled a [meeting] with Draghi that had been planned for November.", "2021-11"),
            ("Chile on Sunday called off its [talks] with Peru.", ""),
            ("Ruto was to have [met] Museveni on Monday.", "2021-09-13"),
            ("Ruto will [meet] Museveni tomorrow.", "2021-09-15"),
            ("Ruto and Museveni will hold [talks] next week.", "2021-09"),
        ],
    );
}

#[test]
fn shared_with_the_clause_above() {
    check(
        DAY,
        &[
            ("The plan was agreed on 4 April, when Mahmoud Abbas [met] King Abdullah in Amman.", "2021-04-04"),
            ("Scholz flew on Saturday to Tallinn, where Kaja Kallas [received] him.", "2021-09-11"),
            ("Ruto landed in Kigali on 8 July, [greeted] by Paul Kagame.", "2021-07-08"),
            ("Lavrov repeated the offer on Monday after [meeting] Péter Szijjártó in Budapest.", "2021-09-13"),
            ("The International Court of Justice ruled in 1992 that Bakassi [belongs] to Honduras.", "1992"),
            ("The presidency announced on Sunday that its soldiers have [liberated] Mocimboa.", "2021-09-12"),
            ("On Tuesday Kenya closed the border and Uganda [recalled] its troops from Juba.", "2021-09-14"),
        ],
    );
}

#[test]
fn not_that_of_another_clause() {
    check(
        DAY,
        &[
            ("Scholz said on Monday that he had [met] Draghi in Rome.", ""),
            ("Ruto, who was born in 1966, [met] Paul Kagame.", ""),
            ("Ruto [met] Paul Kagame, who took power in 2000.", ""),
            ("The army still [holds] Gondar, which it captured in 2019.", ""),
            ("The European Union [suspended] the sanctions in place against Burundi since 2016.", ""),
            ("Norway has [banned] arms sales to Chad until the end of May.", ""),
            ("The leaders of Peru and Chile have [met] twice before Friday.", ""),
            ("The house was searched on Monday over the [capture] of Gondar by the rebels.", ""),
            ("Ruto is to fly to Gulu in December, and the two sides resumed their [talks] with Kagame.", ""),
        ],
    );
}

#[test]
fn counted_from_what_was_told() {
    check(
        DAY,
        &[
            ("Ruto landed in Kigali on 8 July. The next day he [met] Paul Kagame.", "2021-07-09"),
            ("Ruto landed in Kigali on 8 July. Two days later he [met] Paul Kagame.", "2021-07-10"),
            ("Ruto was in Kigali on 8 July. Three days earlier he had [met] Yoweri Museveni.", "2021-07-05"),
            ("Ruto was in Kigali on 8 July. The same day Norway [lifted] its sanctions on Burundi.", "2021-07-08"),
            ("The rebels took Gondar in 1998 and [lost] it two years later.", "2000"),
            ("The war ended in December 2019. The following March Abbas [met] Putin in Moscow.", "2020-03"),
            ("The rebels entered Gondar on 5 May. Scholz [met] Draghi that evening.", "2021-05-05"),
            ("Two days after Ruto [met] Kagame, Norway on Friday lifted its ban.", "2021-09-08"),
            ("The army closed the road on 3 August, a day after the rebels [seized] Gondar.", "2021-08-02"),
            ("A week after its army [entered] Gondar, Eritrea has offered talks.", "2021-09-07"),
        ],
    );
}

#[test]
fn of_the_day_to_which_the_story_has_come() {
    check(
        DAY,
        &[
            ("Ruto flew to Kigali on Saturday. Paul Kagame [received] him at the airport.", "2021-09-11"),
            ("Ruto flew to Kigali on Saturday. He was [received] by Paul Kagame at the airport.", "2021-09-11"),
            ("Ruto opened the conference in Kigali on Saturday.\n\nOn the sidelines he also [met] Paul Kagame.", "2021-09-11"),
            ("Ruto opened the conference on Saturday. Hundreds came.\n\nEarlier in the day he had [met] Paul Kagame.", "2021-09-11"),
            // What lasts, what is to come, what had been, and what somebody said on that day, may be of any time.
            ("Ruto flew to Kigali on Saturday. The rebels [hold] Gondar.", ""),
            ("Ruto flew to Kigali on Saturday. He will [meet] Paul Kagame.", ""),
            ("Ruto flew to Kigali on Saturday. He had [met] Paul Kagame before.", ""),
            ("Ruto said on Saturday that he was well. Paul Kagame [received] him in Kigali.", ""),
            ("Ruto will fly to Kigali on Saturday. Paul Kagame [received] Yoweri Museveni.", ""),
        ],
    );
}

#[test]
fn without_the_dateline() {
    check(
        DAY,
        &[
            ("KIGALI, Sept 14 (Agency) - William Ruto [met] Paul Kagame on Sunday.", "2021-09-12"),
            ("PORT VILA, 14 September — Charlot Salwai [received] James Marape yesterday.", "2021-09-13"),
            ("NAIROBI, September 14, 2021 - William Ruto has [met] Paul Kagame.", ""),
        ],
    );
}

#[test]
fn in_articles_without_a_date() {
    check(
        "",
        &[
            ("Ruto [met] Kagame on Monday.", ""),
            ("Ruto [met] Kagame on 8 July.", ""),
            ("Ruto [met] Kagame on 8 July 2019.", "2019-07-08"),
            ("Ruto was in Kigali on 8 July 2019. On 4 August he [met] Paul Kagame.", "2019-08-04"),
            ("KIGALI, 8 July 2019 — William Ruto yesterday [met] Paul Kagame.", "2019-07-07"),
            ("Nairobi, 8 July 2019\n\nThe President, William Ruto, today [received] Paul Kagame in Nairobi.", "2019-07-08"),
        ],
    );
}

#[test]
fn in_chronicles() {
    check(
        "",
        &[
            (
                "The Ogaden war, 1977: a chronology\n\n13 July: Somali troops enter the Ogaden.\n12 September: Somali forces [capture] Jijiga.",
                "1977-09-12",
            ),
            ("Peace, month by month\n\nMarch 2014: Talks open.\n\nJune 2014: Santos [meets] Maduro in Caracas.", "2014-06"),
            ("- 2012: War.\n\n- 2014: In March Norway [lifts] its sanctions on Fiji.", "2014-03"),
            ("2014\n3 May – Rain.\n5 May – Santos [meets] Maduro in Caracas.", "2014-05-05"),
            ("The year 2014\n\nMay. Rain. On the 5th Santos [meets] Maduro in Caracas.", "2014-05-05"),
            ("The year 2014\n\n3 May: War.\n8 May: Two men resign. Two days later Santos [meets] Maduro in Caracas.", "2014-05-10"),
        ],
    );
    check(
        DAY,
        &[
            ("Thu 16 Sept, KIGALI. William Ruto will be [received] by Paul Kagame.", "2021-09-16"),
            // Long ago, months are those of the year just told.
            ("Haile Selassie landed in Accra on 8 April 1958. In September he [met] Nasser in Cairo.", "1958-09"),
            ("The rebels took Gondar in August 2020. In March Ruto [met] Kagame.", "2021-03"),
        ],
    );
}
