//! Writes as many articles as are asked for, as JSON lines: those of `examples/articles` again and again, each time with
//! other IRIs. `benches/README.md` tells what for.
//!
//! ```text
//! cargo run --release --example many_articles -- 10000 > articles.jsonl
//! ```

use std::error::Error;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use chancery::read::{self, Item, Options};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let many: usize = std::env::args().nth(1).ok_or("usage: many_articles HOW_MANY")?.parse()?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/articles");
    let mut articles = Vec::new();
    for item in read::articles(vec![folder], Options::default()) {
        match item {
            Item::Article(article) => articles.push(article),
            Item::Warning(why) | Item::Rejected(why) => return Err(why.into()),
        }
    }
    let mut out = BufWriter::new(io::stdout().lock());
    for (count, article) in articles.iter().cycle().take(many).enumerate() {
        let about = &article.about;
        let line = json!({
            "id": format!("http://example.org/many/{count}"),
            "title": about.headline,
            "date": about.published.map(|date| date.to_string()),
            "publisher": about.publisher,
            "text": article.text,
        });
        writeln!(out, "{line}")?;
    }
    Ok(out.flush()?)
}
