//! Other endpoints that a query may call: those that whoever runs the service has named, and no other.
//!
//! Where a name leads is looked at, not only the name: an address of this machine or of a private network is called only where it is
//! itself named. A redirection is not followed, since it may lead anywhere.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use oxigraph::model::NamedNode;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput};
use oxigraph::sparql::{DefaultServiceHandler, QueryEvaluationError, QuerySolutionIter};
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

/// How long an endpoint may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// Bytes of the longest answer.
const LONGEST: u64 = 256 << 20;

/// The endpoints that may be called: what their IRIs begin with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Services(Vec<String>);

impl Services {
    /// Those beginnings of IRIs.
    #[must_use]
    pub fn new(prefixes: Vec<String>) -> Self {
        Self(prefixes)
    }

    /// Whether an endpoint may be called. A beginning ends where a part of the IRI does: `https://a.example` is none of
    /// `https://a.example.org/`.
    pub(super) fn allow(&self, endpoint: &str) -> bool {
        // Steps upwards lead out of what is named.
        let plain = endpoint.to_ascii_lowercase().replace("%2e", ".");
        let upwards = plain.contains('\\') || plain.split(['/', '?', '#']).any(|part| part == "." || part == "..");
        !upwards
            && self.0.iter().any(|prefix| {
                let rest = endpoint.strip_prefix(prefix.as_str());
                rest.is_some_and(|rest| rest.is_empty() || prefix.ends_with('/') || rest.starts_with(['/', '?', '#']))
            })
    }

    /// Whether none may.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an address of this machine or of a private network is itself among the names.
    fn name(&self, host: &str) -> bool {
        let hosts = self.0.iter().filter_map(|prefix| prefix.parse::<Uri>().ok()?.host().map(str::to_owned));
        let literal = host == "localhost" || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
        literal && hosts.into_iter().any(|named| named == host)
    }
}

/// Calls endpoints.
pub(super) struct Remote {
    services: Services,
    agent: Agent,
}

impl Remote {
    pub(super) fn new(services: Services) -> Self {
        let config = Agent::config_builder().timeout_global(Some(PATIENCE)).max_redirects(0).proxy(None).build();
        let agent = Agent::with_parts(
            config,
            DefaultConnector::default(),
            Guarded { services: services.clone(), inner: DefaultResolver::default() },
        );
        Self { services, agent }
    }

    fn call(&self, endpoint: &str, query: &Query) -> Result<QuerySolutionIter<'static>, String> {
        if !self.services.allow(endpoint) {
            return Err(format!("<{endpoint}> is not among the endpoints that may be called (--allow-service)"));
        }
        let request = self.agent.post(endpoint).header("Accept", QueryResultsFormat::Json.media_type());
        let response =
            request.content_type("application/sparql-query").send(query.to_string()).map_err(|e| format!("<{endpoint}>: {e}"))?;
        let body = response.into_body().into_with_config().limit(LONGEST).reader();
        let unread = |e: &dyn std::fmt::Display| format!("<{endpoint}> gave no answer that can be read: {e}");
        match QueryResultsParser::from_format(QueryResultsFormat::Json).for_reader(body).map_err(|e| unread(&e))? {
            ReaderQueryResultsParserOutput::Solutions(rows) => {
                let variables = rows.variables().to_vec().into();
                Ok(QuerySolutionIter::new(variables, rows.map(|row| row.map_err(|e| failed(e.to_string())))))
            }
            ReaderQueryResultsParserOutput::Boolean(_) => Err(unread(&"yes or no, where rows are wanted")),
        }
    }
}

fn failed(message: String) -> QueryEvaluationError {
    QueryEvaluationError::Service(Box::new(io::Error::other(message)))
}

impl DefaultServiceHandler for Remote {
    type Error = QueryEvaluationError;

    fn handle(
        &self,
        service_name: &NamedNode,
        pattern: &GraphPattern,
        _base_iri: Option<&oxiri::Iri<String>>,
    ) -> Result<QuerySolutionIter<'static>, Self::Error> {
        let query = Query::Select { dataset: None, pattern: pattern.clone(), base_iri: None };
        self.call(service_name.as_str(), &query).map_err(failed)
    }
}

/// Finds the addresses of a host, and leaves out those that may not be called.
#[derive(Debug)]
struct Guarded {
    services: Services,
    inner: DefaultResolver,
}

impl Resolver for Guarded {
    fn resolve(&self, uri: &Uri, config: &ureq::config::Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        let named = uri.host().is_some_and(|host| self.services.name(host));
        let mut admitted = self.empty();
        for address in found.iter().filter(|address: &&SocketAddr| named || is_public(address.ip())) {
            admitted.push(*address);
        }
        if admitted.is_empty() {
            return Err(Error::Io(io::Error::other("its address is of this machine or of a private network, which must itself be named")));
        }
        Ok(admitted)
    }
}

/// Whether an address is one of the internet at large (IANA's registries of special-purpose addresses).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            let shared = a == 100 && (64..128).contains(&b);
            let special = a == 0 || a >= 240 || (a, b) == (198, 18) || (a, b) == (198, 19) || (a, b, c) == (192, 0, 0);
            let local = v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_broadcast();
            !(local || shared || special || v4.is_documentation() || v4.is_multicast())
        }
        IpAddr::V6(v6) => {
            let inner = v6.to_ipv4().or_else(|| translated(v6.segments()));
            let first = v6.segments()[0];
            let local = v6.is_loopback() || v6.is_unspecified() || v6.is_unique_local() || v6.is_unicast_link_local();
            let documented = (first, v6.segments()[1]) == (0x2001, 0xdb8) || first == 0x3fff;
            inner.map_or(!(local || v6.is_multicast() || documented || first == 0xfec0), |v4| is_public(IpAddr::V4(v4)))
        }
    }
}

/// The address of the older kind inside one that a translator makes (64:ff9b::/96) or a tunnel (2002::/16).
fn translated(segments: [u16; 8]) -> Option<std::net::Ipv4Addr> {
    let pair = match segments {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => (high, low),
        _ => return None,
    };
    Some((u32::from(pair.0) << 16 | u32::from(pair.1)).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_ends_where_a_part_of_the_iri_does() {
        let services = Services::new(vec!["https://a.example".to_owned(), "https://b.example/sparql/".to_owned()]);
        let table = [
            ("https://a.example", true),
            ("https://a.example/query", true),
            ("https://a.example?x", true),
            ("https://a.example.org/query", false),
            ("https://a.example@evil.example/", false),
            ("https://a.example:8080/", false),
            ("https://b.example/sparql/x", true),
            ("https://b.example/other", false),
            ("https://b.example/sparql/../admin", false),
            ("https://b.example/sparql/%2E%2e/admin", false),
            ("http://a.example/", false),
        ];
        for (endpoint, allowed) in table {
            assert_eq!(services.allow(endpoint), allowed, "{endpoint}");
        }
        assert!(!Services::default().allow("https://a.example/"));
    }

    #[test]
    fn addresses_near_by_are_told_from_those_at_large() {
        let near = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "ff02::1",
        ];
        for address in near {
            assert!(!is_public(address.parse().expect("an address")), "{address}");
        }
        for address in ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"] {
            assert!(is_public(address.parse().expect("an address")), "{address}");
        }
    }

    #[test]
    fn near_by_endpoints_are_called_only_where_their_address_is_named() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("bound").port();
        std::thread::spawn(move || {
            use std::io::{Read as _, Write as _};
            if let Ok((mut stream, _)) = listener.accept() {
                let mut request = [0; 4096];
                let _ = stream.read(&mut request);
                let body = r#"{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"here"}}]}}"#;
                let _ = write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len());
            }
        });
        let endpoint = format!("http://127.0.0.1:{port}/query");
        let query = spargebra::SparqlParser::new().parse_query("SELECT * { ?s ?p ?x }").expect("SPARQL");
        // The name leads here, and is not itself an address.
        let by_name = Remote::new(Services::new(vec![format!("http://localhost.localdomain:{port}/"), format!("http://127.1:{port}/")]));
        assert!(by_name.call(&endpoint, &query).is_err() && by_name.call(&format!("http://127.1:{port}/query"), &query).is_err());
        let rows = Remote::new(Services::new(vec![format!("http://127.0.0.1:{port}/")])).call(&endpoint, &query).expect("an answer");
        assert_eq!(rows.count(), 1);
    }
}
