//! The report for scripts.

use serde_json::{Value, json};

use super::report::{Outlook, Report};

pub(super) fn of(report: &Report) -> String {
    let Report { kernel, outlook, groups } = report;
    let groups: Vec<Value> = groups
        .iter()
        .map(|group| {
            let rows: Vec<Value> = group
                .rows
                .iter()
                .map(|row| {
                    json!({
                        "name": row.name,
                        "verdict": row.verdict.word(),
                        "what": row.what,
                        "why": row.why,
                        "fix": row.fix,
                    })
                })
                .collect();
            json!({ "name": group.name, "rows": rows })
        })
        .collect();
    let mut whole = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "kernel": kernel,
        "ns_test": "runs",
        "access": null,
        "unavailable": null,
        "reason": null,
        "fix": null,
        "error": null,
        "groups": groups,
    });
    match outlook {
        Outlook::Runs(way) => whole["access"] = json!(way),
        Outlook::Skips { reason, fix } => {
            whole["ns_test"] = json!("skips");
            whole["unavailable"] = json!(format!("{reason}; fix: {fix}"));
            whole["reason"] = json!(reason);
            whole["fix"] = json!(fix);
        }
        Outlook::Fails(error) => {
            whole["ns_test"] = json!("fails");
            whole["error"] = json!(error);
        }
    }
    format!("{whole:#}\n")
}
