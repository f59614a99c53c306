//! What a child of the server does so that it takes no more than it should, and does not outlive the server.

/// Ends with the server; with a limit it takes no more than so many bytes for data, and goes before anything else when memory runs out.
///
/// Each is a safeguard on top of what the server does: where the system refuses one, the others still hold.
#[cfg(unix)]
pub(super) fn bound(memory: Option<u64>) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    #[cfg(target_os = "linux")]
    {
        let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
    }
    if memory.is_some() {
        #[cfg(target_os = "linux")]
        let _ = std::fs::write("/proc/self/oom_score_adj", "1000");
        let _ = setrlimit(Resource::Data, Rlimit { current: memory, maximum: memory });
    }
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}

/// Nothing can be bounded here.
#[cfg(not(unix))]
pub(super) fn bound(_memory: Option<u64>) {}

/// Lets all others go before the process: what it does takes long already, and they may be done at once.
#[cfg(unix)]
pub(super) fn yield_to_others(process: u32) {
    let id = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw);
    if let Some(id) = id {
        let _ = rustix::process::setpriority_process(Some(id), 19); // it may be gone
    }
}

/// There is no such thing here.
#[cfg(not(unix))]
pub(super) fn yield_to_others(_process: u32) {}
