//! What a request asks: the operations of the SPARQL 1.1 Protocol, sections 2.1 and 2.2.

use crate::query::named::Named;
use crate::serve::ask::Dataset;
use crate::serve::reply::Refused;

/// What a request asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// What the service is.
    Description {
        /// Names of syntaxes.
        formats: Vec<String>,
    },
    /// An answer.
    Query {
        /// The query.
        query: String,
        /// Names of syntaxes, which count for more than what is accepted; the first that is known.
        formats: Vec<String>,
        /// The dataset.
        graphs: Option<Dataset>,
        /// Seconds that it may run.
        timeout: Option<u64>,
    },
    /// A change.
    Update(Update),
}

/// A change in SPARQL.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(in crate::serve) struct Update {
    /// The text.
    pub update: String,
    /// What its patterns are looked up in, where it does not say so itself.
    pub using: Option<Dataset>,
}

/// By GET: all of it in the address.
pub(super) fn by_get(address: Option<&str>) -> Result<Asked, Refused> {
    let fields = Fields::read(address.unwrap_or("").as_bytes())?;
    if fields.update.is_some() {
        return Err(Refused::new(405_u16, "updates come by POST"));
    }
    fields.asked()
}

/// By POST: as a form, or the query or update alone with the rest in the address.
pub(super) fn by_post(address: Option<&str>, media: &str, body: &[u8]) -> Result<Asked, Refused> {
    let media = media.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    let mut fields = Fields::read(address.unwrap_or("").as_bytes())?;
    match media.as_str() {
        "application/x-www-form-urlencoded" => fields.add(body)?,
        "application/sparql-query" => once(&mut fields.query, text(body)?, "queries")?,
        "application/sparql-update" => once(&mut fields.update, text(body)?, "updates")?,
        _ => {
            let known =
                "queries and updates come as application/sparql-query, application/sparql-update or application/x-www-form-urlencoded";
            let message = if media.is_empty() { known.to_owned() } else { format!("{known}, not as {media}") };
            return Err(Refused::new(415_u16, message));
        }
    }
    if fields.query.is_none() && fields.update.is_none() && fields.named.is_none() {
        return Err(bad("the request holds no query and no update"));
    }
    fields.asked()
}

fn bad(message: impl Into<String>) -> Refused {
    Refused::new(400_u16, message)
}

fn text(body: &[u8]) -> Result<String, Refused> {
    std::str::from_utf8(body).map(str::to_owned).map_err(|_| bad("the body is not UTF-8"))
}

fn once(field: &mut Option<String>, value: String, what: &str) -> Result<(), Refused> {
    if field.replace(value).is_some() { Err(bad(format!("there are two {what}"))) } else { Ok(()) }
}

/// The parameters of the protocol, and those of our own.
#[derive(Default)]
struct Fields {
    query: Option<String>,
    update: Option<String>,
    named: Option<String>,
    formats: Vec<String>,
    timeout: Option<u64>,
    graphs: Dataset,
    using: Dataset,
    settings: Vec<(String, String)>,
}

impl Fields {
    fn read(text: &[u8]) -> Result<Self, Refused> {
        let mut fields = Self::default();
        fields.add(text)?;
        Ok(fields)
    }

    fn add(&mut self, text: &[u8]) -> Result<(), Refused> {
        let escaped = |text: &[u8]| percent_decoded_is_utf8(text);
        if !escaped(text) {
            return Err(bad("the parameters are not UTF-8"));
        }
        for (name, value) in form_urlencoded::parse(text) {
            match name.as_ref() {
                "query" => once(&mut self.query, value.into_owned(), "queries")?,
                "update" => once(&mut self.update, value.into_owned(), "updates")?,
                "named" if !value.is_empty() => once(&mut self.named, value.into_owned(), "named questions")?,
                "format" | "output" | "results" if !value.is_empty() => self.formats.push(value.into_owned()),
                "timeout" => self.timeout = Some(value.parse().map_err(|_| bad("timeout is a number of seconds"))?),
                "default-graph-uri" => self.graphs.default.push(value.into_owned()),
                "named-graph-uri" => self.graphs.named.push(value.into_owned()),
                "using-graph-uri" => self.using.default.push(value.into_owned()),
                "using-named-graph-uri" => self.using.named.push(value.into_owned()),
                // Without a named question, others are for other servers.
                _ => self.settings.push((name.into_owned(), value.into_owned())),
            }
        }
        Ok(())
    }

    fn asked(self) -> Result<Asked, Refused> {
        let named = self.named.map(|name| {
            let question = Named::of(&name).map_err(|e| Refused::new(404_u16, e.to_string()))?;
            question.sparql(&self.settings).map_err(|e| bad(e.to_string()))
        });
        let given = |graphs: Dataset| Some(graphs).filter(|g| *g != Dataset::default());
        match (self.query, named.transpose()?, self.update) {
            (None, None, None) => Ok(Asked::Description { formats: self.formats }),
            (None, None, Some(update)) => Ok(Asked::Update(Update { update, using: given(self.using) })),
            (Some(query), None, None) | (None, Some(query), None) => {
                Ok(Asked::Query { query, formats: self.formats, graphs: given(self.graphs), timeout: self.timeout })
            }
            _ => Err(bad("there is more than one of a query, a named question and an update")),
        }
    }
}

/// Whether what a form holds is UTF-8 when its escapes are taken away.
fn percent_decoded_is_utf8(text: &[u8]) -> bool {
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, after @ ..] = rest {
        let digits = after.get(..2).filter(|_| *first == b'%').and_then(|d| std::str::from_utf8(d).ok());
        match digits.and_then(|d| u8::from_str_radix(d, 16).ok()) {
            Some(byte) => {
                plain.push(byte);
                rest = &after[2..];
            }
            None => {
                plain.push(*first);
                rest = after;
            }
        }
    }
    std::str::from_utf8(&plain).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "application/x-www-form-urlencoded; charset=UTF-8";

    #[test]
    fn the_three_ways_to_ask_say_the_same() {
        let by_address = by_get(Some("query=ASK%20%7B%7D&format=csv&default-graph-uri=https%3A%2F%2Fa.example%2F1")).expect("fine");
        let graphs = Some(Dataset { default: vec!["https://a.example/1".to_owned()], named: Vec::new() });
        let asked = Asked::Query { query: "ASK {}".to_owned(), formats: vec!["csv".to_owned()], graphs, timeout: None };
        assert_eq!(by_address, asked);
        assert_eq!(by_post(None, FORM, b"query=ASK+%7B%7D&format=csv&default-graph-uri=https://a.example/1").as_ref(), Ok(&asked));
        let address = Some("format=csv&default-graph-uri=https://a.example/1");
        assert_eq!(by_post(address, "Application/SPARQL-Query", b"ASK {}").as_ref(), Ok(&asked));
        assert_eq!(by_post(address, FORM, b"query=ASK+{}").as_ref(), Ok(&asked), "a form and an address");
    }

    #[test]
    fn the_two_ways_to_change_say_the_same() {
        let using = Some(Dataset { default: vec!["https://a.example/1".to_owned()], named: vec!["https://a.example/2".to_owned()] });
        let asked = Ok(Asked::Update(Update { update: "CLEAR ALL".to_owned(), using }));
        let address = "using-graph-uri=https://a.example/1&using-named-graph-uri=https://a.example/2";
        assert_eq!(by_post(Some(address), "application/sparql-update", b"CLEAR ALL"), asked);
        assert_eq!(by_post(None, FORM, format!("update=CLEAR+ALL&{address}").as_bytes()), asked);
    }

    #[test]
    fn what_is_no_query_is_refused() {
        let table: [(&str, Option<&str>, &[u8], u16); 9] = [
            ("text/plain", None, b"ASK {}", 415),
            ("", None, b"ASK {}", 415),
            (FORM, None, b"q=ASK", 400),
            (FORM, None, b"query=ASK+{}&update=CLEAR+ALL", 400),
            (FORM, None, b"query=%FF", 400),
            ("application/sparql-query", Some("query=ASK+{}"), b"ASK {}", 400),
            ("application/sparql-query", None, b"\xff", 400),
            ("application/sparql-update", None, b"\xff", 400),
            (FORM, None, b"query=ASK+{}&timeout=soon", 400),
        ];
        for (media, address, body, status) in table {
            assert_eq!(by_post(address, media, body).map_err(|refused| refused.status), Err(status), "{media}");
        }
        assert!(by_get(Some("query=a&query=b")).is_err());
        assert_eq!(by_get(Some("update=CLEAR+ALL")).map_err(|refused| refused.status), Err(405));
        assert_eq!(by_get(None), Ok(Asked::Description { formats: Vec::new() }));
    }

    #[test]
    fn questions_that_ship_are_asked_by_name() {
        let Ok(Asked::Query { query, formats, .. }) = by_get(Some("named=meetings-of&actor=Kenya%22&format=csv")) else {
            unreachable!("it is a query")
        };
        assert!(query.contains(r#""Kenya\"""#) && formats == ["csv"]);
        let status = |address: &str| by_get(Some(address)).map_err(|refused| refused.status).err();
        assert_eq!(status("named=nosuch"), Some(404));
        assert_eq!((status("named=meetings-of&who=Kenya"), status("named=meetings-of&query=ASK+{}")), (Some(400), Some(400)));
    }
}
