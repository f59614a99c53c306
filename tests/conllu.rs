//! Reading treebanks: the rebuilt text, joined words, and messages for what is no CoNLL-U.

use chancery::language::conllu::read;

const TREEBANK: &str = "\
# newdoc id = one
# newpar
# sent_id = 1
1\tWe\twe\tPRON\tPRP\t_\t3\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
2\tdo\tdo\tAUX\tVBP\t_\t3\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t0\troot\t_\t_
4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_

1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\tSpaceAfter=No
2\t.\t.\tPUNCT\t.\t_\t1\tpunct\t_\t_
2.1\tghost\t_\t_\t_\t_\t_\t_\t_\t_

# newpar id = 2
1\tEnd\tend\tNOUN\tNN\t_\t0\troot\t_\t_

# newdoc id = two
1\tCafé\tcafé\tNOUN\tNN\t_\t0\troot\t_\t_
";

#[test]
fn text_and_words_are_rebuilt() {
    let documents = read(TREEBANK).expect("well-formed");
    let shown: Vec<(String, Vec<String>)> = documents
        .iter()
        .map(|d| {
            (d.text.clone(), d.sentences.iter().map(|s| s.spans.iter().map(|w| w.of(&d.text)).collect::<Vec<_>>().join("|")).collect())
        })
        .collect();
    let want = [("We don't. Yes.\n\nEnd", vec!["We|do|n't|.", "Yes|.", "End"]), ("Café", vec!["Café"])];
    assert_eq!(shown, want.map(|(text, words)| (text.to_owned(), words.into_iter().map(str::to_owned).collect::<Vec<_>>())));
    assert_eq!(documents[0].sentences[0].heads, [3, 3, 0, 3]);
}

#[test]
fn what_is_no_treebank_is_said_with_its_line() {
    assert_eq!(read("# c\n1\tonly\tthree").expect_err("two fields").at_line(2).to_string(), ":2: ten columns expected, found 3");
    let head = read("1\ta\ta\tX\tX\t_\tx\tdep\t_\t_").expect_err("no head");
    assert!(head.to_string().contains("1: head `x` is no number"), "{head}");
}
