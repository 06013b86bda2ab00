//! How a network comes up.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::{Arc, Condvar, Mutex};

use nix::errno::Errno;
use nsfixture_plan::{Fates, Plan, Topology};
use tokio::sync::watch;

use super::cancel::Cancellation;
use super::capture::Capture;
use super::fates;
use super::network::Network;
use super::owner::Owner;
use super::progress::Schedule;
use super::runtime::NodeRuntime;
use super::status::{Status, Up};
use crate::access::{self, access};
use crate::apply::{Applied, apply};
use crate::capture_mode::CaptureMode;
use crate::error::{Error, Kind, Operation};
use crate::kernel::bare::capability::Raised;
use crate::kernel::bare::children::Children;
use crate::kernel::bare::probe_report::ProbeReport;
use crate::kernel::bare::shutdown_flag::ShutdownFlag;
use crate::kernel::capture::{may_lack_stamps, prepare, wait_for_stamps};
use crate::kernel::context::Context;
use crate::kernel::faults::FaultInjector;
use crate::kernel::guardian::Registration;
use crate::kernel::inspect::Inspector;
use crate::kernel::sites::ahead::{self, Size};
use crate::kernel::sites::host::Host;
use crate::panics::PanicMonitor;
use crate::registry;
use crate::services::Services;
use crate::trace_files;
use crate::variables;
use crate::wire::Origin;

/// A test, as far as its network has to know it.
#[derive(Clone, Copy)]
pub(crate) struct OfTest<'t> {
    pub(crate) name: &'t str,
    /// The host whose thread runs the body.
    pub(crate) body_in: &'t str,
    /// What is recorded of its packets, if the test sets it.
    pub(crate) capture: Option<CaptureMode>,
}

/// Creates a network, which may be that of a test. What was to happen before may happen again.
pub(crate) fn create(
    topology: &Topology,
    faults: &FaultInjector,
    test: Option<OfTest<'_>>,
    replayed: Option<&Fates>,
) -> Result<Arc<Owner>, Error> {
    let mut read = topology.clone();
    read.read_traces(&mut trace_files::read);
    let plan = Plan::new(&read)?;
    let runs_body = |name: &str| test.is_some_and(|test| test.body_in == name);
    let body_in = plan.nodes.iter().position(|node| runs_body(node.name.as_str()));
    if let Some(fates) = replayed {
        fates::check(fates, &plan, test.map(|test| test.name))?;
    }
    let replayed_seed = replayed.map(Fates::seed);
    let seed = replayed_seed.or_else(variables::seed).or(plan.seed).unwrap_or_else(draw_seed);
    let capture = Capture::new(capture_mode(test));
    let taps = capture.taps(&plan);
    if taps.count() > 0 {
        prepare();
    }
    let children = Children::now();
    let shutdown = ShutdownFlag::new();
    let origin = Origin { seed, replayed };
    let (applied, probe) = with_access(|probe| {
        access::check_routers(&plan, probe)?;
        let applied = apply(&plan, probe, faults, body_in, origin, &taps);
        applied.map_err(access::explain_refusal)
    })?;
    let Applied { hosts, switches, engine, reservation, taps } = applied;
    let registration = register(&hosts, Context::of_setup(faults))?;
    let id = registry::register(hosts.iter().map(|host| host.site.net().inode()));
    let test = test.map(|test| test.name.to_owned());
    let names = plan.nodes.iter().zip(&hosts);
    let names = names.map(|(node, host)| (node.name.to_string(), host.site.net().inode()));
    let inspector = Inspector::new(hosts.iter().map(|host| &host.site));
    let panics = PanicMonitor::start(id, test.clone(), names, inspector);
    let engine = engine.map(Arc::new);
    if let Some(engine) = &engine {
        engine.hold_ports();
    }
    capture.begin(&plan, engine.as_deref(), taps);
    if let Some(host) = hosts.first().filter(|_| capture.has_taps() && may_lack_stamps()) {
        host.site.net().inside(Context::of_setup(faults), || {
            wait_for_stamps();
            Ok(())
        })?;
    }
    let duration = ahead::came_up(Size::of(&plan).filter(|_| !faults.is_active()), &probe);
    let up = Up { hosts, switches, engine, reservation, registration, duration };
    let owner = Owner::new(Network {
        topology: topology.clone(),
        panics,
        runtimes: plan.nodes.iter().map(|_| NodeRuntime::default()).collect(),
        plan,
        shutdown,
        test,
        id,
        children,
        cancellation: Cancellation::default(),
        status: Mutex::new(Status::Up(up)),
        went_down: Condvar::new(),
        downs: watch::channel(()).0,
        services: Services::new(),
        removed: Mutex::default(),
        impairments: Mutex::default(),
        partitions: Mutex::default(),
        schedule: Schedule::default(),
        seed,
        replayed: replayed.cloned(),
        engine_report: Mutex::default(),
        capture,
        left: Mutex::default(),
    });
    owner.network().start_schedule(Context::of_setup(faults))?;
    Ok(owner)
}

/// Sets up a network with what this machine allows, and with what it is likely to allow as long as that is not known.
fn with_access(
    set_up: impl Fn(&ProbeReport) -> Result<Applied, Error>,
) -> Result<(Applied, ProbeReport), Error> {
    let likely = access::presumed().map(|probe| (set_up(&probe), probe));
    let refused = match likely {
        Some((Ok(applied), probe)) => return Ok((applied, probe)),
        // A limit that was reached does not show what is allowed.
        Some((Err(error), _)) if access::is_of_limit(&error) => return Err(error),
        Some((Err(error), _)) => Some(error),
        None => None,
    };
    let probe = access().map_err(|unavailable| Kind::Unavailable(unavailable.clone()))?;
    match refused {
        // It has not failed because of that.
        Some(error) if probe.supports_all() => Err(error),
        _ => Ok((set_up(probe)?, *probe)),
    }
}

/// Returns what is recorded in a network: what `NSFIXTURE_CAPTURE` says, or its test, or by default nothing but in tests.
fn capture_mode(test: Option<OfTest<'_>>) -> CaptureMode {
    let default = if test.is_some() { CaptureMode::Headers } else { CaptureMode::Off };
    variables::capture().or(test.and_then(|test| test.capture)).unwrap_or(default)
}

/// Draws a seed: the keys of a `HashMap` are random in each process, and different each time.
fn draw_seed() -> u64 {
    RandomState::new().build_hasher().finish()
}

fn register(hosts: &[Host], cx: Context<'_>) -> Result<Registration, Error> {
    // The guardian inherits the capabilities of this thread.
    let _raised = Raised::now();
    cx.attempt(Operation::Start, "the guardian process", || {
        Registration::new(hosts.iter().flat_map(Host::cookies)).map_err(Errno::from_raw)
    })
}
