//! The page to ask from: one file, without anything from elsewhere.

use axum::http::HeaderName;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use crate::query::named::{Named, Parameter};
use crate::query::prefix::KNOWN;

const PAGE: &str = include_str!("page.html");
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

pub(super) async fn page() -> Response {
    html()
}

/// The page with the questions that ship.
pub(super) fn html() -> Response {
    let headers: [(HeaderName, &str); 6] = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CACHE_CONTROL, "no-cache"),
        (VARY, "Accept"),
    ];
    (headers, PAGE.replace("@DATA@", &data())).into_response()
}

/// What the page needs to know, so written that no text in it can end the script.
fn data() -> String {
    let queries: Vec<_> = Named::all()
        .iter()
        .map(|named| {
            let set = |p: &Parameter| json!({ "name": p.name, "about": p.about, "default": p.default });
            let parameters: Vec<_> = named.parameters.iter().map(set).collect();
            json!({ "title": named.title, "about": named.about, "parameters": parameters, "sparql": named.body() })
        })
        .collect();
    json!({ "queries": queries, "prefixes": *KNOWN }).to_string().replace('<', "\\u003c")
}
