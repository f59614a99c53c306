//! What `query` and `facts` promise, on a store of three articles.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

mod horn;

use horn::{chancery, store};

#[test]
fn show() {
    let store = store("query-show");
    for named in ["actors-by-mentions","articles","disputed-places","facts-with-sentences","meetings-of","sanctions-on","what-a-source-says","who-holds-what","who-met-whom","who-sanctions-whom"] {
        let out = chancery(&["query", "--named", named, "--store", &store, "--format", "table"]);
        eprintln!("{named}\n{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    }
    for f in ["table","csv","markdown","json"] {
        let out = chancery(&["facts", "--store", &store, "--format", f]);
        eprintln!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    }
}
