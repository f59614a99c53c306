//! Which of the syntaxes on offer a request prefers, by its `Accept` (RFC 9110, 12.5.1).

/// A range of media types and how much it is wanted, in thousandths.
struct Range {
    main: String,
    sub: String,
    weight: u16,
}

/// The place of the offer that is wanted most, the first of equals; none where none is wanted. `accept` are the values of the
/// request's `Accept` headers, in their order. Each offer has several names.
pub(super) fn preferred(accept: &[&str], offers: &[Vec<&str>]) -> Option<usize> {
    let ranges: Vec<Range> = accept.iter().flat_map(|value| value.split(',')).filter_map(range).collect();
    if ranges.is_empty() {
        return Some(0);
    }
    let weights = offers.iter().map(|names| names.iter().map(|name| weight(name, &ranges)).max().unwrap_or(0));
    let best = weights.enumerate().filter(|(_, weight)| *weight > 0).max_by_key(|(place, weight)| (*weight, usize::MAX - place));
    best.map(|(place, _)| place)
}

fn range(text: &str) -> Option<Range> {
    let mut parts = text.split(';').map(str::trim);
    let (main, sub) = parts.next()?.split_once('/')?;
    let quality = parts.find_map(|p| p.strip_prefix("q=").or_else(|| p.strip_prefix("Q=")));
    let weight = quality.map_or(1.0, |q| q.trim().parse::<f32>().ok().filter(|q| q.is_finite()).unwrap_or(0.0));
    let weight = (weight.clamp(0.0, 1.0) * 1000.0).round() as u16;
    Some(Range { main: main.trim().to_ascii_lowercase(), sub: sub.trim().to_ascii_lowercase(), weight })
}

/// How much a media type is wanted: what the narrowest range that holds it says.
fn weight(name: &str, ranges: &[Range]) -> u16 {
    let bare = name.split(';').next().unwrap_or(name);
    let Some((main, sub)) = bare.split_once('/') else { return 0 };
    let holding = ranges.iter().filter_map(|range| {
        let narrow = match (range.main.as_str(), range.sub.as_str()) {
            ("*", "*") => 0,
            (m, "*") if m == main => 1,
            (m, s) if m == main && s == sub => 2,
            _ => return None,
        };
        Some((narrow, range.weight))
    });
    holding.max().map_or(0, |(_, weight)| weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_wanted_of_the_offers_is_taken() {
        let offers =
            [vec!["application/sparql-results+json", "application/json"], vec!["application/xml"], vec!["text/csv; charset=utf-8"]];
        let table = [
            ("", Some(0)),
            ("*/*", Some(0)),
            ("text/csv", Some(2)),
            ("TEXT/*", Some(2)),
            ("application/json", Some(0)),
            ("text/csv;q=0.5, application/xml;q=0.6", Some(1)),
            ("application/*;q=0.2, text/csv;q=0.1", Some(0)),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Some(1)),
            ("*/*, application/sparql-results+json;q=0, application/json;q=0", Some(1)),
            ("text/turtle", None),
            ("*/*;q=0", None),
            ("nonsense", Some(0)),
            ("text/csv;q=oops", None),
        ];
        for (accept, place) in table {
            assert_eq!(preferred(&[accept], &offers), place, "{accept}");
        }
        assert_eq!(preferred(&[], &offers), Some(0));
        assert_eq!(preferred(&["text/csv;q=0.5", "application/xml"], &offers), Some(1));
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        let pages = [&offers[..], &[vec!["text/html; charset=utf-8"]]].concat();
        assert_eq!((preferred(&[browser], &pages), preferred(&["*/*"], &pages)), (Some(3), Some(0)));
    }
}
