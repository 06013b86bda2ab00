//! The error for a name that a network does not have.

use nsfixture_plan::did_you_mean;

use super::types::Kind;

impl Kind {
    /// Returns the error for a name of this kind ("host", "link", "LAN") that is not among those of
    /// the network. `advice` goes before a suggestion.
    pub(crate) fn unknown_name(
        kind: &str,
        name: &str,
        known: &[&str],
        advice: Option<&str>,
    ) -> Self {
        let meant = did_you_mean(name, known.iter().copied());
        let meant = meant.map(|meant| format!("did you mean `{meant}`?"));
        let advice = advice.map(str::to_owned).or(meant);
        let advice = advice.map(|advice| format!(": {advice}")).unwrap_or_default();
        let known = match known {
            [] => format!("it has no {kind}s"),
            known => format!("{kind}s: {}", known.join(", ")),
        };
        Self::UnknownName(format!("no {kind} named `{name}` in this network{advice} ({known})"))
    }
}
