//! What a request asks: the operations of the SPARQL 1.1 Protocol, section 2.1.

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use oxigraph::model::NamedNode;

use super::reply::Refused;
use crate::query::Graphs;
use crate::query::named::Named;

/// What a request asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// The query; none where a description of the service is asked for.
    pub query: Option<String>,
    /// The name of a syntax, which counts for more than what is accepted.
    pub format: Option<String>,
    /// The dataset.
    pub graphs: Option<Graphs>,
    /// Seconds that it may run.
    pub timeout: Option<u64>,
}

/// By GET: all of it in the address.
pub(super) fn by_get(address: Option<&str>) -> Result<Asked, Refused> {
    parameters(address.unwrap_or("").as_bytes())
}

/// By POST: as a form, or the query alone with the rest in the address.
pub(super) fn by_post(address: Option<&str>, headers: &HeaderMap, body: &[u8]) -> Result<Asked, Refused> {
    let media = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let media = media.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    let asked = match media.as_str() {
        "application/x-www-form-urlencoded" => parameters(body)?,
        "application/sparql-query" => {
            let query = std::str::from_utf8(body).map_err(|_| bad("the query is not UTF-8"))?;
            let rest = parameters(address.unwrap_or("").as_bytes())?;
            if rest.query.is_some() {
                return Err(bad("there are two queries, one in the address and one in the body"));
            }
            Asked { query: Some(query.to_owned()), ..rest }
        }
        "application/sparql-update" => return Err(update()),
        _ => {
            let known = "queries come as application/sparql-query or application/x-www-form-urlencoded";
            let message = if media.is_empty() { known.to_owned() } else { format!("{known}, not as {media}") };
            return Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
        }
    };
    if asked.query.is_none() {
        return Err(bad("the form holds no query"));
    }
    Ok(asked)
}

fn bad(message: impl Into<String>) -> Refused {
    Refused::new(StatusCode::BAD_REQUEST, message)
}

fn update() -> Refused {
    Refused::new(StatusCode::FORBIDDEN, "this is an update, and the store is only read")
}

fn parameters(text: &[u8]) -> Result<Asked, Refused> {
    let mut asked = Asked::default();
    let mut graphs = Graphs::default();
    let (mut named, mut settings) = (None, Vec::new());
    for (name, value) in form_urlencoded::parse(text) {
        match name.as_ref() {
            "query" if asked.query.is_some() => return Err(bad("there are two queries")),
            "query" => asked.query = Some(value.into_owned()),
            "update" => return Err(update()),
            "format" if !value.is_empty() => asked.format = Some(value.into_owned()),
            "timeout" => asked.timeout = Some(value.parse().map_err(|_| bad("timeout is a number of seconds"))?),
            "default-graph-uri" => graphs.default.push(graph(&value)?),
            "named-graph-uri" => graphs.named.push(graph(&value)?),
            "named" if !value.is_empty() => named = Some(value.into_owned()),
            // Without a named question, others are for other servers.
            _ => settings.push((name.into_owned(), value.into_owned())),
        }
    }
    if let Some(name) = named {
        if asked.query.is_some() {
            return Err(bad("there are two queries, a named one and another"));
        }
        let question = Named::of(&name).map_err(|e| Refused::new(StatusCode::NOT_FOUND, e.to_string()))?;
        asked.query = Some(question.sparql(&settings).map_err(|e| bad(e.to_string()))?);
    }
    asked.graphs = Some(graphs).filter(|g| *g != Graphs::default());
    Ok(asked)
}

fn graph(iri: &str) -> Result<NamedNode, Refused> {
    NamedNode::new(iri).map_err(|_| bad(format!("`{iri}` is no IRI of a graph")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(media: &str, address: Option<&str>, body: &[u8]) -> Result<Asked, StatusCode> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, media.parse().expect("a header"));
        by_post(address, &headers, body).map_err(|refused| refused.status)
    }

    #[test]
    fn the_three_ways_to_ask_say_the_same() {
        let asked = by_get(Some("query=ASK%20%7B%7D&format=csv&default-graph-uri=https%3A%2F%2Fa.example%2F1")).expect("fine");
        assert_eq!((asked.query.as_deref(), asked.format.as_deref()), (Some("ASK {}"), Some("csv")));
        assert_eq!(asked.graphs.as_ref().map(|g| (g.default.len(), g.named.len())), Some((1, 0)));
        let form = post(
            "application/x-www-form-urlencoded; charset=UTF-8",
            None,
            b"query=ASK+%7B%7D&format=csv&default-graph-uri=https://a.example/1",
        );
        assert_eq!(form, Ok(asked.clone()));
        let address = Some("format=csv&default-graph-uri=https://a.example/1");
        assert_eq!(post("Application/SPARQL-Query", address, b"ASK {}"), Ok(asked));
    }

    #[test]
    fn what_is_no_query_is_refused() {
        let table: [(&str, Option<&str>, &[u8], u16); 7] = [
            ("text/plain", None, b"ASK {}", 415),
            ("application/sparql-update", None, b"CLEAR ALL", 403),
            ("application/x-www-form-urlencoded", None, b"update=CLEAR+ALL", 403),
            ("application/x-www-form-urlencoded", None, b"q=ASK", 400),
            ("application/sparql-query", Some("query=ASK+{}"), b"ASK {}", 400),
            ("application/sparql-query", None, b"\xff", 400),
            ("application/x-www-form-urlencoded", None, b"query=ASK+{}&timeout=soon", 400),
        ];
        for (media, address, body, status) in table {
            assert_eq!(post(media, address, body).map_err(|s| s.as_u16()), Err(status), "{media}");
        }
        assert!(by_get(Some("query=a&query=b")).is_err() && by_get(Some("query=a&named-graph-uri=no+iri")).is_err());
        assert_eq!(by_get(None), Ok(Asked::default()));
    }

    #[test]
    fn questions_that_ship_are_asked_by_name() {
        let asked = by_get(Some("named=meetings-of&actor=Kenya%22&format=csv")).expect("fine");
        assert!(asked.query.as_deref().is_some_and(|q| q.contains(r#""Kenya\"""#)) && asked.format.as_deref() == Some("csv"));
        let status = |address: &str| by_get(Some(address)).map_err(|refused| refused.status.as_u16()).err();
        assert_eq!(status("named=nosuch"), Some(404));
        assert_eq!((status("named=meetings-of&who=Kenya"), status("named=meetings-of&query=ASK+{}")), (Some(400), Some(400)));
    }
}
