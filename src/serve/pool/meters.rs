//! Figures about the service, as Prometheus reads them.

use std::sync::atomic::AtomicU64;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};

/// Buckets of times: from a millisecond, each twice the one before.
const BUCKETS: u16 = 17;

/// All figures.
#[derive(Debug)]
pub(in crate::serve) struct Meters {
    registry: Registry,
    requests: Family<Request, Counter>,
    seconds: Family<Route, Histogram>,
    ended: Family<Reason, Counter>,
    /// Children started.
    pub started: Counter,
    /// Answers given from memory.
    pub remembered: Counter,
    /// Requests that wait for a child.
    pub waiting: Gauge,
    /// What runs.
    pub running: Gauge,
    /// Bytes of bodies sent, before they are compressed.
    pub sent: Counter<u64, AtomicU64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    route: &'static str,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Reason {
    reason: &'static str,
}

impl Meters {
    pub(in crate::serve) fn new() -> Self {
        let times = || Histogram::new(exponential_buckets(0.001, 2.0, BUCKETS));
        let mut meters = Self {
            registry: Registry::with_prefix("chancery"),
            requests: Family::default(),
            seconds: Family::new_with_constructor(times),
            ended: Family::default(),
            started: Counter::default(),
            remembered: Counter::default(),
            waiting: Gauge::default(),
            running: Gauge::default(),
            sent: Counter::default(),
        };
        let to = &mut meters.registry;
        to.register("requests", "Requests by route and status", meters.requests.clone());
        to.register_with_unit("request_duration", "Time to the head of the answer", Unit::Seconds, meters.seconds.clone());
        to.register("readers_ended", "Readers that were ended, by reason", meters.ended.clone());
        to.register("readers_started", "Readers started", meters.started.clone());
        to.register("answers_remembered", "Answers given from memory", meters.remembered.clone());
        to.register("queries_waiting", "Queries that wait for a reader", meters.waiting.clone());
        to.register("queries_running", "Queries that run", meters.running.clone());
        to.register_with_unit("body_sent", "Bodies of answers whose length was known when they began", Unit::Bytes, meters.sent.clone());
        meters
    }

    /// A request was answered.
    pub(in crate::serve) fn answered(&self, route: &'static str, status: u16, seconds: f64) {
        self.requests.get_or_create(&Request { route, status }).inc();
        self.seconds.get_or_create(&Route { route }).observe(seconds);
    }

    /// A child was ended.
    pub(in crate::serve) fn ended(&self, reason: &'static str) {
        self.ended.get_or_create(&Reason { reason }).inc();
    }

    /// All of it in the text format of OpenMetrics.
    pub(in crate::serve) fn text(&self) -> String {
        let mut text = String::new();
        let _ = encode(&mut text, &self.registry); // writing to a string cannot fail
        text
    }
}
