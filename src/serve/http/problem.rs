//! Refusals as problem documents (RFC 9457).

use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use crate::serve::reply::Refused;

/// After how many seconds it is worth asking again.
const AGAIN: &str = "5";

impl From<Refused> for Response {
    fn from(refused: Refused) -> Self {
        let status = StatusCode::from_u16(refused.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let title = status.canonical_reason().unwrap_or("Error");
        let body = json!({ "type": "about:blank", "title": title, "status": status.as_u16(), "detail": refused.message });
        let mut response = (status, format!("{body:#}\n")).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match status {
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                headers.insert(RETRY_AFTER, HeaderValue::from_static(AGAIN));
            }
            StatusCode::UNAUTHORIZED => {
                headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"chancery\""));
            }
            StatusCode::METHOD_NOT_ALLOWED => {
                headers.entry(ALLOW).or_insert(HeaderValue::from_static("GET, HEAD, OPTIONS"));
            }
            _ => {}
        }
        response
    }
}
