//! What of the kernel's networking works, each tried in a network of its own.

use nsfixture::{Error, Net, Topology};

use crate::doctor::report::{Group, Row, Verdict};
use crate::features::{Feature, FeatureOutcome, GROUPS, Modules, Refusal};

pub(super) fn groups(can_try: bool) -> impl Iterator<Item = Group> {
    let modules = Modules::look();
    GROUPS.iter().map(move |group| Group {
        is_of_kernel: true,
        name: group.name,
        rows: group
            .features
            .iter()
            .map(|feature| {
                if can_try {
                    row(feature, &modules)
                } else {
                    Row::new(feature.name, Verdict::NotTried, feature.what)
                }
            })
            .collect(),
    })
}

fn row(feature: &Feature, modules: &Modules) -> Row {
    let row = |verdict| Row::new(feature.name, verdict, feature.what);
    let get = || modules.how_to_get(feature.module, feature.options, feature.config);
    match attempt(feature, modules) {
        Err(error) => row(Verdict::Failed).because(error.to_string()),
        Ok(FeatureOutcome::Works) => row(Verdict::Works),
        Ok(FeatureOutcome::Missing(refusal)) => {
            row(Verdict::Missing).because(words(&refusal)).fixed_by(match feature.device() {
                Some(device) => format!("{}; a container: `--device {device}`", get()),
                None => get(),
            })
        }
        Ok(FeatureOutcome::Refused(refusal)) => {
            row(Verdict::Refused).because(words(&refusal)).fixed_by(match feature.device() {
                Some(device) => format!("`chmod 666 {device}`; a container: `--device {device}`"),
                None => "look for the denial in the kernel's log (`dmesg`), or run it where no \
                         seccomp filter is active"
                    .to_owned(),
            })
        }
        Ok(FeatureOutcome::Failed(refusal)) => row(Verdict::Failed).because(words(&refusal)),
        Ok(FeatureOutcome::WouldBring(interfaces)) => row(Verdict::NotTried)
            .because(format!("loading its module may bring {interfaces} to the machine"))
            .fixed_by(get()),
    }
}

/// In a network that nothing else is in.
pub(super) fn attempt(feature: &Feature, modules: &Modules) -> Result<FeatureOutcome, Error> {
    let net = Net::up(&Topology::new().host("probe"))?;
    let outcome = net.node("probe").run(|| feature.probe(modules));
    net.down()?;
    Ok(outcome)
}

pub(super) fn words(refusal: &Refusal) -> String {
    let kernel = std::io::Error::from_raw_os_error(refusal.errno);
    match &refusal.message {
        Some(message) => format!("{message} ({kernel})"),
        None => kernel.to_string(),
    }
}
