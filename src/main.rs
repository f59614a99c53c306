//! The `chancery` program: arguments in, exit code out.

use std::process::ExitCode;

/// Queries and articles make many small things that live for a moment, which this allocator serves quicker than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    chancery::cli::main()
}
