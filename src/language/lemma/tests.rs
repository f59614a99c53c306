//! Tests of the lemmatiser with the data it ships with.

use super::*;

fn shipped() -> Lemmas {
    Lemmas::read(include_str!("../data/lemmas.tsv")).expect("the data are well formed")
}

/// Form, universal tag, Penn tag, lemma; several rows a line.
const TABLE: &str = "
    shot VERB VBD shoot | sought VERB VBD seek | overthrew VERB VBD overthrow | withdrew VERB VBD withdraw
    withdrawn VERB VBN withdraw | flown VERB VBN fly | shrunk VERB VBN shrink | forbade VERB VBD forbid
    women NOUN NNS woman | men NOUN NNS man | children NOUN NNS child | crises NOUN NNS crisis
    analyses NOUN NNS analysis | wives NOUN NNS wife | lives NOUN NNS life | leaves NOUN NNS leaf
    congressmen NOUN NNS congressman | spokeswomen NOUN NNS spokeswoman | referenda NOUN NNS referendum
    criteria NOUN NNS criterion | troops NOUN NNS troops | headquarters NOUN NNS headquarters
    politics NOUN NNS politics | allies NOUN NNS ally | treaties NOUN NNS treaty | parties NOUN NNS party
    addresses NOUN NNS address | classes NOUN NNS class | speeches NOUN NNS speech | taxes NOUN NNS tax
    clashes NOUN NNS clash | houses NOUN NNS house | cases NOUN NNS case | votes NOUN NNS vote
    heroes NOUN NNS hero | vetoes NOUN NNS veto | embargoes NOUN NNS embargo | thieves NOUN NNS thief
    initiatives NOUN NNS initiative | judges NOUN NNS judge | 1990s NOUN NNS 1990s | reserves NOUN NNS reserve
    stopped VERB VBD stop | agreed VERB VBD agree | banned VERB VBN ban | vowed VERB VBD vow
    voted VERB VBD vote | denied VERB VBD deny | vetoed VERB VBD veto | admitted VERB VBD admit
    committed VERB VBN commit | expelled VERB VBD expel | cancelled VERB VBD cancel | canceled VERB VBD cancel
    travelled VERB VBD travel | signalled VERB VBD signal | killed VERB VBN kill | freed VERB VBN free
    accused VERB VBN accuse | condemned VERB VBD condemn | urged VERB VBD urge | pledged VERB VBD pledge
    charged VERB VBN charge | challenged VERB VBD challenge | focused VERB VBD focus | passed VERB VBD pass
    discussed VERB VBN discuss | increased VERB VBD increase | closed VERB VBD close | proposed VERB VBD propose
    created VERB VBN create | treated VERB VBN treat | defeated VERB VBN defeat | resigned VERB VBD resign
    said VERB VBD say | rose VERB VBD rise | fell VERB VBD fall | led VERB VBD lead | fled VERB VBD flee
    won VERB VBD win | held VERB VBD hold | hanged VERB VBN hang | paid VERB VBN pay | struck VERB VBD strike
    running VERB VBG run | dying VERB VBG die | lying VERB VBG lie | seeing VERB VBG see | making VERB VBG make
    rallying VERB VBG rally | lobbying VERB VBG lobby | meeting VERB VBG meet | facing VERB VBG face
    bringing VERB VBG bring | changing VERB VBG change | calling VERB VBG call | rigging VERB VBG rig
    denies VERB VBZ deny | passes VERB VBZ pass | goes VERB VBZ go | has AUX VBZ have | says VERB VBZ say
    pushes VERB VBZ push | reaches VERB VBZ reach | proposes VERB VBZ propose | dies VERB VBZ die
    bigger ADJ JJR big | earlier ADV RBR early | better ADJ JJR good | worst ADJ JJS bad | largest ADJ JJS large
    wealthiest ADJ JJS wealthy | tougher ADJ JJR tough | later ADV RBR late | more ADJ JJR more
    blorked VERB VBD blork | trumpified VERB VBD trumpify | zalgated VERB VBD zalgate | deplorking VERB VBG deplork
    bloggies NOUN NNS bloggy | snazzes NOUN NNS snazz | zorbs NOUN NNS zorb | prebunks VERB VBZ prebunk
    Obama PROPN NNP Obama | SENATE PROPN NNP Senate | NATO PROPN NNP NATO | U.S. PROPN NNP U.S.
    Democrats PROPN NNPS Democrat | States PROPN NNPS State | Philippines PROPN NNPS Philippines
    Oct. PROPN NNP October | United VERB NNP Unite | WASHINGTON PROPN NNP Washington | sunday PROPN NNP Sunday
    Ukrainian ADJ JJ Ukrainian | American ADJ JJ American | Great ADJ JJ great | KILLS VERB VBZ kill
    PROTESTERS NOUN NNS protester | n't PART RB not | n’t PART RB not | ’s PART POS 's | ' PART POS 's
    're AUX VBP be | ’ll AUX MD will | ca AUX MD can | wo AUX MD will | I PRON PRP I | them PRON PRP they
    an DET DT a | those DET DT that | 200,000 NUM CD 200000 | II NUM CD II | The DET DT the";

#[test]
fn words_of_the_news() {
    let lemmas = shipped();
    let rows: Vec<&str> = TABLE.split(['|', '\n']).filter(|row| !row.trim().is_empty()).collect();
    let mut wrong = Vec::new();
    for row in &rows {
        let fields: Vec<&str> = row.split_whitespace().collect();
        let [form, upos, xpos, lemma] = fields[..] else { panic!("odd row {row:?}") };
        let got = lemmas.lemma(form, upos, xpos);
        if got != lemma {
            wrong.push(format!("{form}/{xpos}: {got}, not {lemma}"));
        }
    }
    assert!(rows.len() >= 80 && wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_string_panics() {
    let lemmas = shipped();
    let odd = [
        "",
        "s",
        "S",
        "es",
        "ed",
        "ing",
        "ies",
        "'s",
        "’",
        "’s",
        "ß",
        "ẞ",
        "İ",
        "İES",
        "éed",
        "日本ies",
        "日",
        "ǅ",
        "\u{301}s",
        "a\u{301}ies",
        "👩‍👩‍👧s",
        "🇺🇦",
        "Σ",
        "ΟΔΟΣ",
        "ﬁes",
        "\0",
        "\n",
        "\t",
        "--",
        "…",
        "1,000.5",
        ",",
        ",,,1",
        "ÅÄÖING",
        "ŉed",
        "-ing",
        "ssssssssssssssssssss",
        "ЯNNS",
        "\u{feff}ed",
        "xyzzy\u{2019}\u{2019}s",
    ];
    let tags = ["", "_", "NN", "NNS", "NNP", "NNPS", "VBD", "VBN", "VBG", "VBZ", "JJ", "JJR", "JJS", "RBR", "CD", "é"];
    for form in odd {
        for tag in tags {
            for upos in ["", "VERB", "NOUN", "PROPN", "é"] {
                lemmas.lemma(form, upos, tag);
                lemmas.lemma(&form.repeat(3), upos, tag);
            }
        }
    }
    assert_eq!(lemmas.lemma("", "NOUN", "NNS"), "");
}

#[test]
fn an_error_names_the_line() {
    let error = |data: &str| Lemmas::read(data).err().unwrap_or_default();
    assert_eq!(error("# a\nk\tNNP\nr\tNNS\ts\tone\t"), "lemmas, line 3: \"one\" is no number of characters");
    assert!(error("z\ta").starts_with("lemmas, line 1: unknown kind"));
    assert!(error("c\tJJ\tian\t2").starts_with("lemmas, line 1"));
    assert!(Lemmas::read("").is_ok_and(|empty| empty.lemma("Dogs", "NOUN", "NNS") == "dogs"));
}
