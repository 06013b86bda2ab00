//! The report as JSON.

use std::time::Duration;

use super::data::{Failure, HostReport, Report, TestReport, Traffic};
use super::json::Value;
use crate::packets::Row;
use crate::services::ServiceReport;

/// The version of the format.
const FORMAT: u64 = 1;

/// Returns the report as JSON, on one line. It has no text that would end a `<script>`.
pub(crate) fn json(report: &Report) -> String {
    let list = |texts: &[String]| Value::list(texts);
    let value = Value::object([
        ("nsfixture", env!("CARGO_PKG_VERSION").into()),
        ("format", Value::Number(FORMAT)),
        ("test", test(&report.test)),
        ("failure", failure(&report.failure)),
        ("findings", list(&report.findings)),
        ("picture", (&report.picture).into()),
        ("columns", Value::list(report.columns.iter().map(|column| &**column))),
        ("packets", Value::List(report.packets.iter().map(packet).collect())),
        ("failed_ms", failed_ms(report.failed_after)),
        ("missing_packets", list(&report.missing_packets)),
        ("hosts", Value::List(report.hosts.iter().map(host).collect())),
        ("faults", list(&report.faults)),
        ("traffic", Value::List(report.traffic.iter().map(traffic).collect())),
        ("services", Value::List(report.services.iter().map(service).collect())),
        ("outlived", list(&report.outlived)),
        // As text: numbers in JavaScript have 53 bits.
        ("seed", (&report.seed.to_string()).into()),
    ]);
    let mut json = String::new();
    value.write(&mut json);
    json
}

fn failed_ms(after: Option<Duration>) -> Value {
    after.map_or("".into(), |after| Value::Micros(after.as_micros()))
}

fn test(test: &TestReport) -> Value {
    let variables = test.variables.iter().map(|(name, value)| (name.clone(), value.into()));
    Value::object([
        ("name", (&test.name).into()),
        ("path", (&test.path).into()),
        ("place", (&test.place).into()),
        ("host", (&test.host).into()),
        ("program", (&test.program).into()),
        ("directory", (&test.directory).into()),
        ("variables", Value::Map(variables.collect())),
        ("attempt", test.attempt.map_or("".into(), |attempt| Value::Number(attempt.into()))),
        ("time", Value::Number(test.time)),
    ])
}

fn failure(failure: &Failure) -> Value {
    Value::object([
        ("what", (&failure.what).into()),
        ("message", failure.message.as_deref().into()),
        ("place", failure.place.as_deref().into()),
        ("also", Value::list(&failure.also)),
    ])
}

fn packet(row: &Row) -> Value {
    Value::object([
        ("ms", Value::Micros(row.time.as_micros())),
        ("from", row.from.as_deref().into()),
        ("to", (&*row.to).into()),
        ("protocol", row.protocol.into()),
        ("text", (&row.text).into()),
        ("lost", row.lost.map(|why| why.to_string()).as_deref().into()),
    ])
}

fn host(host: &HostReport) -> Value {
    Value::object([
        ("name", (&host.name).into()),
        ("router", Value::Flag(host.is_router)),
        ("addresses", Value::list(&host.addresses)),
        ("routes", Value::list(&host.routes)),
        ("firewall", Value::list(&host.firewall)),
        ("counters", counters(&host.counters)),
        ("sockets", Value::list(&host.sockets)),
    ])
}

fn traffic(traffic: &Traffic) -> Value {
    Value::object([
        ("cable", (&traffic.cable).into()),
        ("from", (&traffic.from).into()),
        ("counters", counters(&traffic.counters)),
    ])
}

fn service(service: &ServiceReport) -> Value {
    Value::object([
        ("name", (&service.name).into()),
        ("host", (&service.host).into()),
        ("state", (&service.state).into()),
        ("count", Value::Number(service.count)),
        ("lines", Value::list(&service.lines)),
    ])
}

fn counters(counters: &[(String, u64)]) -> Value {
    Value::Map(counters.iter().map(|(name, count)| (name.clone(), Value::Number(*count))).collect())
}
