//! Which IRI an address below the service means, and where whoever asks for it is sent: to a page about it, or to data.

use super::{accept, describe};

/// What the paths of IRIs begin with that a service answers for.
const KINDS: [&str; 8] = ["article", "concept", "entity", "fact", "group", "link", "run", "ns"];

/// The IRI that the path of a request means, as it stands in the request: with `/` before it, percent-encoded, without its query; none
/// where it means none. `base` ends with `/`.
pub(super) fn meant(base: &str, path: &str) -> Option<String> {
    let local = path.strip_prefix('/')?;
    let (kind, rest) = local.split_once('/').unwrap_or((local, ""));
    let whole = if kind == "ns" { local == "ns" || !rest.is_empty() } else { !rest.is_empty() };
    (whole && KINDS.contains(&kind)).then(|| format!("{base}{}", readable(local)))
}

/// Whether a page is wanted rather than RDF. `accept` are the values of a request's `Accept` headers.
pub(super) fn prefers_html(accept: &[&str]) -> bool {
    accept::preferred(accept, &[describe::media_types(), vec!["text/html", "application/xhtml+xml"]]) == Some(1)
}

/// Where a request for such a path is sent, with 303: to the page about what it means where the request prefers HTML, else to data.
/// `accept` are the values of its `Accept` headers.
pub(super) fn location(base: &str, path: &str, accept: &[&str]) -> Option<String> {
    let iri = meant(base, path)?;
    Some(format!("/{}?iri={}", if prefers_html(accept) { "page" } else { "data" }, encoded(&iri)))
}

/// An IRI as the value of a parameter in an address.
pub(super) fn encoded(iri: &str) -> String {
    form_urlencoded::byte_serialize(iri.as_bytes()).collect()
}

/// The text with percent-encoded letters beyond ASCII as they are, as IRIs have them (RFC 3987, 3.2); all else stays encoded.
fn readable(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(place) = rest.find('%') {
        out += &rest[..place];
        rest = &rest[place..];
        let letter = letter(rest);
        let taken = letter.map_or(1, |c| 3 * c.len_utf8());
        out.push(letter.unwrap_or('%'));
        rest = &rest[taken..];
    }
    out + rest
}

/// The letter beyond ASCII whose encoded bytes stand at the beginning.
fn letter(text: &str) -> Option<char> {
    let byte = |part: &[u8]| match part {
        [b'%', high, low] => Some((char::from(*high).to_digit(16)? * 16 + char::from(*low).to_digit(16)?) as u8),
        _ => None,
    };
    let bytes: Vec<u8> = text.as_bytes().chunks(3).take(4).map_while(byte).collect();
    let whole = |end: usize| std::str::from_utf8(bytes.get(..end)?).ok()?.chars().next().filter(|c| c.len_utf8() == end);
    (2..=4).find_map(whole).filter(|c| c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://w3id.org/chancery/";
    const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    #[test]
    fn paths_mean_iris_below_the_base() {
        let table = [
            ("/entity/person/abiy-ahmed", Some("entity/person/abiy-ahmed")),
            ("/fact/0a1b", Some("fact/0a1b")),
            ("/concept/stance", Some("concept/stance")),
            ("/ns", Some("ns")),
            ("/ns/meeting", Some("ns/meeting")),
            ("/entity/place/s%C3%A3o-tom%c3%a9", Some("entity/place/são-tomé")),
            ("/entity/place/a%20b%2Fc%3Cd", Some("entity/place/a%20b%2Fc%3Cd")),
            ("/entity/person/%E4%B9%A0", Some("entity/person/习")),
            ("/entity/person/%41%42%2F", Some("entity/person/%41%42%2F")),
            ("/entity/person/%E4%B9", Some("entity/person/%E4%B9")),
            ("/entity/person/100%", Some("entity/person/100%")),
            ("/entity/person/%F0%9F%99%82%é", Some("entity/person/%F0%9F%99%82%é")),
            ("/entity/person/%E2%80%AE", Some("entity/person/%E2%80%AE")),
            ("/entity", None),
            ("/entity/", None),
            ("/ns/", None),
            ("/nsx", None),
            ("/internal", None),
            ("/query", None),
            ("/", None),
            ("", None),
        ];
        for (path, iri) in table {
            assert_eq!(meant(BASE, path), iri.map(|iri| format!("{BASE}{iri}")), "{path}");
        }
    }

    #[test]
    fn people_are_sent_to_pages_and_programs_to_data() {
        let page = Some("/page?iri=https%3A%2F%2Fw3id.org%2Fchancery%2Ffact%2F1");
        let data = Some("/data?iri=https%3A%2F%2Fw3id.org%2Fchancery%2Ffact%2F1");
        let table = [
            (BROWSER, page),
            ("text/html", page),
            ("text/turtle;q=0.5, text/html;q=0.9", page),
            ("text/turtle", data),
            ("text/turtle, text/html;q=0.5", data),
            ("*/*", data),
            ("", data),
            ("image/png", data),
        ];
        for (accept, target) in table {
            assert_eq!(location(BASE, "/fact/1", &[accept]).as_deref(), target, "{accept}");
        }
        assert_eq!(location(BASE, "/entity/place/s%C3%A3o%26%20x", &[]).as_deref().map(|l| l.contains("s%C3%A3o%2526%2520x")), Some(true));
        assert_eq!(location(BASE, "/nothing", &[BROWSER]), None);
    }
}
